"""Azure Cost Management "actual cost" exports. Their consumption serves as estimated ACR of one customer."""

from .declaration import Dataset, Needs, Stored, amount, choice, day, text

AZURE_COST = Dataset(
    name="azure_cost",
    title="Azure cost (estimate)",
    columns=(
        day("day", "Date", "UsageDate", "UsageDateTime", required=True),
        # What a reservation was bought for is no consumption; nor are taxes, refunds and credits.
        choice("charge_type", "ChargeType", allowed=("Usage",), refusal="not consumption"),
        # A third party's offer from the marketplace is billed through Azure but is not Azure.
        choice("publisher_type", "PublisherType", allowed=("Azure", "Microsoft"), refusal="not an Azure service"),
        choice(
            "currency",
            "BillingCurrency",
            "BillingCurrencyCode",
            "Currency",
            required=True,
            optional_when="cost_usd IS NOT NULL",
            allowed=("USD",),
            refusal="currency is not USD",
        ),
        text("service_name", "ConsumedService", "ServiceName"),
        text("meter_category", "MeterCategory"),
        text("resource_id", "ResourceId", "InstanceId", "InstanceName"),
        amount("cost_usd", "CostInUSD"),
        amount("cost", "CostInBillingCurrency", "Cost", "PreTaxCost"),
    ),
    needs=(Needs(("cost", "cost_usd")),),
    signature=("CostInBillingCurrency", "PreTaxCost", "PayGPrice", "EffectivePrice", "PricingModel", "PublisherType"),
    stored=(
        Stored("tenant", "VARCHAR", "named_customer"),
        "service_name",
        "meter_category",
        "resource_id",
        "charge_type",
        "day",
        Stored("acr", "DECIMAL(28,10)", "coalesce(cost_usd, cost)"),
        Stored("estimated", "BOOLEAN", "TRUE"),
    ),
    month="date_trunc('month', day)::DATE",
    names_customer=True,
)
