"""Every measure by its name in the rulebook: one file each, listed here."""

from types import ModuleType

from scoring.metrics import (
    acr_customers,
    acr_growth,
    acr_services,
    active_deployments,
    active_users,
    business_apps_deployments,
    business_apps_net_adds,
    business_apps_usage_growth,
    certifications,
    seat_customers,
)

MEASURES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        acr_customers,
        acr_growth,
        acr_services,
        active_deployments,
        active_users,
        business_apps_deployments,
        business_apps_net_adds,
        business_apps_usage_growth,
        certifications,
        seat_customers,
    )
}
