"""FOCUS 1.0: the FinOps open cost and usage layout. Its Microsoft usage serves as estimated ACR of one customer."""

from .declaration import Dataset, Stored, amount, choice, day, text

FOCUS = Dataset(
    name="focus",
    title="FOCUS cost and usage (estimate)",
    columns=(
        choice("provider", "ProviderName", required=True, allowed=("Microsoft",), refusal="provider is not Microsoft"),
        # Purchases, taxes, credits and adjustments are no use of a service.
        choice("charge_type", "ChargeCategory", allowed=("Usage",), refusal="not consumption"),
        choice("currency", "BillingCurrency", required=True, allowed=("USD",), refusal="currency is not USD"),
        day("day", "ChargePeriodStart", required=True),
        text("service_name", "ServiceName"),
        text("service_category", "ServiceCategory"),
        text("resource_id", "ResourceId"),
        # What the use cost, with prepaid commitments spread over it, as ACR has it; what was invoiced is the next best.
        amount("acr", "EffectiveCost", "BilledCost", required=True),
    ),
    signature=("ChargePeriodStart", "ChargePeriodEnd", "BilledCost", "EffectiveCost", "ListCost", "ContractedCost"),
    stored=(
        Stored("tenant", "VARCHAR", "named_customer"),
        "service_name",
        "service_category",
        "resource_id",
        "charge_type",
        "day",
        "acr",
        Stored("estimated", "BOOLEAN", "TRUE"),
    ),
    month="date_trunc('month', day)::DATE",
    names_customer=True,
)
