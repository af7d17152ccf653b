"""Business applications revenue: adjusted revenue per customer tenant and workload (Insights, 2023)."""

from .declaration import Dataset, Stored, amount, day, month, programme_partner, tenant, text

BUSINESS_APPS_REVENUE = Dataset(
    name="business_apps_revenue",
    title="Business applications revenue",
    columns=(
        programme_partner("GlobalPartnerID"),
        month("month", "FiscalMonthName", "FiscalMonth", "Month", required=True),
        tenant("CustomerTenantID"),
        text("customer", "CustomerName", "CustomerTenantName"),
        text("subscription", "SubscriptionId"),
        day("subscription_start", "SubscriptionStartDate"),
        text("country", "Country"),
        text("workload_category", "WorkloadCategory"),
        text("workload", "Workloads", "Workload", required=True),
        text("association_text", "PartnerAssociationType"),
        amount("revenue", "AdjustedRevenueAmtCD", required=True),
    ),
    signature=("AdjustedRevenueAmtCD",),
    stored=(
        "tenant",
        "customer",
        "subscription",
        "subscription_start",
        "country",
        "workload_category",
        "workload",
        Stored("association", "VARCHAR", "association_text", words="association"),
        "association_text",
        "revenue",
    ),
)
