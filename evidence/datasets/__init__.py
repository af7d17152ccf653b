"""Every kind of export file that can be imported. Adding one: a declaration in a file of its own, and a line here."""

from .access_grants import ACCESS_GRANTS
from .azure_cost import AZURE_COST
from .azure_usage import AZURE_USAGE
from .business_apps_revenue import BUSINESS_APPS_REVENUE
from .business_apps_usage import BUSINESS_APPS_USAGE
from .competencies import COMPETENCIES
from .customers_revenue import CUSTOMERS_REVENUE
from .daily_rated_usage import DAILY_RATED_USAGE
from .declaration import NO_MONTH, Dataset
from .focus import FOCUS
from .invoice_recon import INVOICE_RECON
from .mobility_usage import MOBILITY_USAGE
from .office_usage import OFFICE_USAGE
from .profile import PROFILE
from .subscriptions import SUBSCRIPTIONS
from .trainings import TRAININGS

DATASETS: dict[str, Dataset] = {
    "azure_usage": AZURE_USAGE,
    "business_apps_revenue": BUSINESS_APPS_REVENUE,
    "business_apps_usage": BUSINESS_APPS_USAGE,
    "office_usage": OFFICE_USAGE,
    "mobility_usage": MOBILITY_USAGE,
    "trainings": TRAININGS,
    "customers_revenue": CUSTOMERS_REVENUE,
    "subscriptions": SUBSCRIPTIONS,
    "competencies": COMPETENCIES,
    "profile": PROFILE,
    "daily_rated_usage": DAILY_RATED_USAGE,
    "invoice_recon": INVOICE_RECON,
    "access_grants": ACCESS_GRANTS,
    "focus": FOCUS,
    "azure_cost": AZURE_COST,
}

__all__ = ["DATASETS", "NO_MONTH", "Dataset"]
