"""Every kind of export file that can be imported. Adding one: a declaration in a file of its own, and a line here."""

from .azure_cost import AZURE_COST
from .azure_usage import AZURE_USAGE
from .business_apps_revenue import BUSINESS_APPS_REVENUE
from .business_apps_usage import BUSINESS_APPS_USAGE
from .declaration import Dataset
from .focus import FOCUS
from .trainings import TRAININGS

DATASETS: dict[str, Dataset] = {
    "azure_usage": AZURE_USAGE,
    "business_apps_revenue": BUSINESS_APPS_REVENUE,
    "business_apps_usage": BUSINESS_APPS_USAGE,
    "trainings": TRAININGS,
    "focus": FOCUS,
    "azure_cost": AZURE_COST,
}

__all__ = ["DATASETS", "Dataset"]
