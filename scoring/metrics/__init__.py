"""Every metric by designation and key: one file each, listed here."""

from types import ModuleType

from scoring.metrics import (
    business_apps_deployments,
    business_apps_net_adds,
    business_apps_usage_growth,
    certifications,
)

METRICS: dict[str, dict[str, ModuleType]] = {
    "business_applications": {
        "net_customer_adds": business_apps_net_adds,
        "intermediate_certifications": certifications,
        "advanced_certifications": certifications,
        "usage_growth": business_apps_usage_growth,
        "deployments": business_apps_deployments,
    },
}
