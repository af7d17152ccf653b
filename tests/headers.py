"""Headers of export files as they were published, and a file of one row under any of them."""

import csv
import io
from collections.abc import Mapping

from partnerhub.rulebook.text import normalise


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.replace("\n", "").split(","))


OFFICE_2023 = _columns("""
PGAPartnerID,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,
CustomerMarket,CustomerSegment,IndustryName,VerticalName,EOU,PartnerID,PartnerName,PartnerLocation,PartnerAttributionType,
IsDuplicateRowForPGA
""")
OFFICE_2022 = _columns("""
PGAMpnId,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,
CustomerMarket,CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA
""")
OFFICE_CPOR = _columns("""
CustomerTenantId,CustomerName,WorkloadName,MonthlyActiveUsers,PaidAvailableUnits,ClaimId,MpnId,DateAssociated,
PartnerAttributionType,Date
""")
MOBILITY = _columns("""
PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,FreeVsPaidSKU,
SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,IndustryName,
VerticalName,EOU,MPNID,PartnerName,PartnerLocation,PartnerAttributionType,PartnerHierarchy,PaidAvailableUnits,
MonthlyActiveUsers,AATPActiveUsage,MCASActiveUsage,AADPPaidAvailableUnits,IntunePaidAvailableUnits,
AzipPaidAvailableUnits,AADPMonthlyActiveUsers,IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers,MDM,MAM,SSPR
""")
CUSTOMERS_2020 = _columns("""
CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,CustomerStatus,Product,SKU,Month,MPNId,
PartnerName,PartnerLocation,PartnerAttributionType,SalesChannel,AvailableSeats,RevenueUSD
""")
CUSTOMERS_2021 = _columns("""
PGAMpnID,CustomerName,CustomerTenantId,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,CustomerMarket,CustomerStatus,
CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,RawProductName,SKU,Month,MPNId,PartnerName,
PartnerLocation,PartnerAttributionType,SalesChannel,IsDuplicateRowForPGA,AvailableSeats,BilledRevenueUSD,
AzureConsumedRevenueUSD
""")
CUSTOMERS_2023 = _columns("""
PGAMpnID,CustomerName,CustomerTenantId,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,CustomerMarket,CustomerStatus,
CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,RawProductName,SKU,Month,MPNId,PartnerName,
PartnerLocation,PartnerAttributionType,SalesChannel,IndustryName,VerticalName,EOU,IsDuplicateRowForPGA,AvailableSeats,
BilledRevenueUSD,AzureConsumedRevenueUSD,CPORRevenue,CPORPaidSeats,CPORActiveUsers
""")
SUBSCRIPTIONS = _columns("""
PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,Month,IsAutoRenew,CustomerName,
CustomerTenantId,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,CustomerMarket,ReportingProductName,Product,
RawProductName,ProductPartNumber,SKU,RevSumDivisionName,SolutionArea,MPNID,PartnerName,PartnerLocation,
PartnerAttributionType,SalesChannel,IndustryName,VerticalName,EOU,PricingLevel,EnrollmentNumber,IsDuplicateRowForPGA,
SubscriptionStartMonth,ResellerID,ResellerName,AvailableSeatsEOP,AvailableSeats,BilledRevenueUSD,
AzureConsumedRevenueUSD,CPORRevenue,CPORPaidSeats,CPORActiveUsers
""")
COMPETENCY_SUMMARY = _columns("""
CompetencyName,CompetencyLevel,CompetencyStatus,CompetencyStartDate,CompetencyEndDate
""")
COMPETENCY_PERFORMANCE = _columns("""
CompetencyName,CompetencyAttainmentOptionName,Month,MetricName,MetricMonthlyContribution,TTMAggregate,
AnniversaryYearAggregate,GoldThreshold,SilverThreshold
""")
PROFILE = _columns("MPNId,PartnerName,PGA_MPNID,PGA_PartnerName,City,Country,HierarchyLevel")
DAILY_2023 = _columns("""
PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,
InvoiceNumber,ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,
SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,MeterId,
MeterSubCategory,MeterName,MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,
ChargeType,UnitPrice,Quantity,UnitType,BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,PricingCurrency,
ServiceInfo1,ServiceInfo2,Tags,AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,PCToBCExchangeRateDate,
EntitlementId,EntitlementDescription,PartnerEarnedCreditPercentage,CreditPercentage,CreditType,BenefitOrderId,
BenefitId,BenefitType
""")
# Before savings plans, with the names of 2019 and of the API.
DAILY_2020 = tuple(
    {"CustomerName": "CustomerCompanyName", "Tier2MpnId": "ResellerMPNID"}.get(name, name)
    for name in DAILY_2023
    if not name.startswith("Benefit")
)
# Sample code of 2023: without credit and reseller.
DAILY_SAMPLE_CLASS = tuple(
    name for name in DAILY_2023 if name not in {"PartnerEarnedCreditPercentage", "CreditPercentage", "Tier2MpnId"}
)
RECON = _columns("""
PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,
OrderId,OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,
TaxTotal,Total,Currency,PriceAdjustmentDescription,PublisherName,PublisherId,SubscriptionDescription,
SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,EffectiveUnitPrice,UnitType,AlternateId,
BillableQuantity,BillingFrequency,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,
ReservationOrderId,CreditReasonCode,SubscriptionStartDate,SubscriptionEndDate,ReferenceID,ProductQualifiers,
PromotionID
""")

KNOWN = {
    "office usage 2023": ("office_usage", OFFICE_2023),
    "office usage 2022": ("office_usage", OFFICE_2022),
    "claimed office usage": ("office_usage", OFFICE_CPOR),
    "mobility usage": ("mobility_usage", MOBILITY),
    "customers 2020": ("customers_revenue", CUSTOMERS_2020),
    "customers 2021": ("customers_revenue", CUSTOMERS_2021),
    "customers 2023": ("customers_revenue", CUSTOMERS_2023),
    "subscriptions": ("subscriptions", SUBSCRIPTIONS),
    "competency summary": ("competencies", COMPETENCY_SUMMARY),
    "competency performance": ("competencies", COMPETENCY_PERFORMANCE),
    "profile": ("profile", PROFILE),
    "daily usage 2023": ("daily_rated_usage", DAILY_2023),
    "daily usage 2020": ("daily_rated_usage", DAILY_2020),
    "daily usage without credit": ("daily_rated_usage", DAILY_SAMPLE_CLASS),
    "invoice reconciliation": ("invoice_recon", RECON),
}
# Exports that share many columns with those above, and that nothing here reads.
FOREIGN = {
    "reseller performance": _columns("""
PGAMpnID,ResellerMpnID,ResellerName,ResellerMarket,IndirectProviderMpnID,IndirectProviderName,Month,Product,
SubscriptionID,AvailableSeats,AssignedSeats,BilledRevenueUSD,CustomerName,CustomerTPid,CustomerSegment,CustomerMarket,
ResellerStatus,IndustryName,VerticalName,EOU
"""),
    "direct partner eligibility": _columns("""
PGAMpnID,PartnerName,MPNID,MPNType,CustomerName,CustomerID,CustomerTenantId,MonthKey,SubscriptionId,
ReportingPricingLevel,DetailPricingLevelName,SummaryPricingLevel,PartnerAttributionType,ProductPartNumber,Product,
IsDuplicateRowForPGA,BilledRevenueUSD
"""),
    "dynamics usage": _columns("""
PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,RevSumDivisionName,
RevSumCategoryName,SKU,SKUId,FreeVsPaidSKU,SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,
CustomerSegment,CustomerMarket,IndustryName,VerticalName,EOU,MPNID,PartnerName,PartnerLocation,PartnerAttachType,
AvailableSeats,AssignedSeats,ActiveSeats,DeploymentOpportunity,ActiveUsagePercent
"""),
    "power bi usage": _columns("""
PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,FreeVsPaidSKU,
SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,IndustryName,
VerticalName,EOU,MPNID,PartnerName,PartnerLocation,PartnerAttachType,PartnerHierarchy,AvailableSeats,AssignedSeats,
ActiveSeats,DeploymentOpportunity,ActiveUsagePercent
"""),
    "learning": _columns("""
PGAMpnId,UserName,UserId,TrainingName,TrainingType,Products,Roles,CompletionDate,MPNId,PartnerName,Country
"""),
}


def line(header: tuple[str, ...], cells: Mapping[str, str], separator: str = ",") -> str:
    """A file of one row: the cells by their headers, which are compared as the importer does."""
    known = {normalise(name): cell for name, cell in cells.items()}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerows([header, [known.get(normalise(name), "") for name in header]])
    return text.getvalue()
