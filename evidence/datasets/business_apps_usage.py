"""Business applications usage: active users or capacity per customer tenant and workload (Insights, 2023)."""

from .declaration import Dataset, Needs, Stored, amount, day, month, programme_partner, tenant, text

BUSINESS_APPS_USAGE = Dataset(
    name="business_apps_usage",
    title="Business applications usage",
    columns=(
        programme_partner("GlobalPartnerID"),
        month("month", "FiscalMonthName", "FiscalMonth", "Month", required=True),
        tenant("CustomerTenantID"),
        text("customer", "CustomerName", "CustomerTenantName"),
        text("subscription", "SubscriptionID"),
        day("subscription_start", "SubscriptionStartDate"),
        text("metric_type", "MetricType"),
        text("workload_category", "WorkloadCategory"),
        text("workload", "Workload", "Workloads", required=True),
        text("sku_group", "SkuGroup"),
        text("association_text", "PartnerAssociationType"),
        amount("pamau", "PAMAU"),
        amount("mac", "MAC"),
        amount("mau", "MAU"),
    ),
    # A row counts by its active users or its capacity; with neither it says nothing.
    needs=(Needs(("mau", "mac", "pamau")),),
    signature=("PAMAU", "MAC", "MAU"),
    stored=(
        "tenant",
        "customer",
        "subscription",
        "subscription_start",
        "metric_type",
        "workload_category",
        "workload",
        "sku_group",
        Stored("association", "VARCHAR", "association_text", words="association"),
        "association_text",
        "pamau",
        "mac",
        "mau",
    ),
)
