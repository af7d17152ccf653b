"""Daily rated usage: what each resource of an Azure plan used on each day, at which price, and the credit that was billed.

The 55 columns of 2020 to 2023 and their variants: without the benefit columns (before savings plans), ``ResellerMPNID`` for
``Tier2MpnId``, ``CustomerCompanyName`` for ``CustomerName``, and files without the columns of credit.
"""

from .declaration import Dataset, Needs, Stored, choice, day, price, programme_partner, quantity, share, tenant, text

DOLLARS = "pricing currency is not USD, in which the Azure plan is priced"
_URI = "lower(rtrim(resource_uri, '/'))"
_FULL = f"starts_with({_URI}, '/subscriptions/')"
# EntitlementId is the Azure subscription; SubscriptionId is a billing id. Azure's ids are the same in any case.
_SUBSCRIPTION = f"lower(coalesce(entitlement, nullif(regexp_extract({_URI}, '^/subscriptions/([^/]+)', 1), '')))"
_BELOW = f"""CASE WHEN {_FULL} THEN regexp_replace({_URI}, '^/subscriptions/[^/]*', '')
    ELSE coalesce('/resourcegroups/' || lower(resource_group), '') END"""
# What products are told apart by: whatever names one, and nothing that a customer may write.
_NAMES = (
    *("product", "sku", "publisher", "plan", "meter_type", "meter_category", "meter_subcategory", "meter"),
    *("consumed_service", "charge_type", "benefit_type"),
)
_COLUMNS = (
    programme_partner("MpnId"),
    tenant("CustomerId"),
    text("customer", "CustomerName", "CustomerCompanyName"),
    text("domain", "CustomerDomainName"),
    text("country", "CustomerCountry"),
    text("reseller", "Tier2MpnId", "ResellerMPNID"),
    text("invoice", "InvoiceNumber"),
    text("product_id", "ProductId"),
    text("sku_id", "SkuId"),
    text("availability_id", "AvailabilityId"),
    text("sku", "SkuName"),
    text("product", "ProductName"),
    text("publisher", "PublisherName"),
    text("publisher_id", "PublisherId"),
    text("plan", "SubscriptionDescription"),
    text("plan_id", "SubscriptionId"),
    day("charge_start", "ChargeStartDate"),
    day("charge_end", "ChargeEndDate"),
    day("day", "UsageDate", required=True),
    text("meter_type", "MeterType"),
    text("meter_category", "MeterCategory"),
    text("meter_id", "MeterId"),
    text("meter_subcategory", "MeterSubCategory"),
    text("meter", "MeterName"),
    text("meter_region", "MeterRegion"),
    text("unit", "Unit"),
    text("location", "ResourceLocation"),
    text("consumed_service", "ConsumedService"),
    text("resource_group", "ResourceGroup"),
    text("resource_uri", "ResourceURI"),
    text("charge_type", "ChargeType"),
    price("unit_price", "UnitPrice", required=True),
    quantity("quantity", "Quantity", required=True),
    text("unit_type", "UnitType"),
    price("billing_total", "BillingPreTaxTotal"),
    text("billing_currency", "BillingCurrency"),
    price("pricing_total", "PricingPreTaxTotal"),
    choice("pricing_currency", "PricingCurrency", allowed=("USD",), refusal=DOLLARS),
    text("service_info_1", "ServiceInfo1"),
    text("service_info_2", "ServiceInfo2"),
    text("tags", "Tags"),
    text("additional_info", "AdditionalInfo"),
    price("effective_unit_price", "EffectiveUnitPrice"),
    price("exchange_rate", "PCToBCExchangeRate"),
    day("exchange_rate_day", "PCToBCExchangeRateDate"),
    text("entitlement", "EntitlementId"),
    text("entitlement_name", "EntitlementDescription"),
    share("credit_share", "PartnerEarnedCreditPercentage"),
    share("other_share", "CreditPercentage"),
    text("credit_type", "CreditType"),
    text("benefit_order", "BenefitOrderId"),
    text("benefit_id", "BenefitId"),
    text("benefit_type", "BenefitType"),
)

DAILY_RATED_USAGE = Dataset(
    name="daily_rated_usage",
    title="Daily rated usage",
    columns=_COLUMNS,
    signature=(
        "PartnerEarnedCreditPercentage",
        "CreditType",
        "EntitlementId",
        "EntitlementDescription",
        "ResourceURI",
        "PricingPreTaxTotal",
        "BillingPreTaxTotal",
    ),
    stored=(
        "tenant",
        "customer",
        Stored("mpn_id", "VARCHAR", "partner_account"),
        "reseller",
        "invoice",
        "product_id",
        "sku_id",
        "availability_id",
        "product",
        "sku",
        "publisher",
        "plan",
        "plan_id",
        "day",
        "meter_category",
        "meter_id",
        "meter_subcategory",
        "meter",
        "unit",
        "location",
        "resource_group",
        "resource_uri",
        "charge_type",
        "unit_price",
        "quantity",
        "billing_total",
        "billing_currency",
        "effective_unit_price",
        "exchange_rate",
        "exchange_rate_day",
        "entitlement_name",
        "credit_share",
        "other_share",
        "credit_type",
        "benefit_type",
        Stored("subscription", "VARCHAR", _SUBSCRIPTION),
        # The Azure id of what was used, as far down as the line tells: resource, else resource group, else subscription.
        Stored("scope", "VARCHAR", f"'/subscriptions/' || {_SUBSCRIPTION} || {_BELOW}"),
        Stored("described", "VARCHAR", f"lower(concat_ws(' | ', {', '.join(_NAMES)}))"),
        # The same for lines of the same product, so that what a product is has to be looked at once.
        Stored("product_key", "BIGINT", f"hash({', '.join(_NAMES)}) >> 1"),
        # Two lines that say the same in every cell have the same fingerprint.
        Stored("fingerprint", "BIGINT", f"hash({', '.join(one.name for one in _COLUMNS)}) >> 1"),
    ),
    month="date_trunc('month', day)::DATE",
    needs=(Needs(("entitlement", "resource_uri", "plan_id")),),
)
