"""The export files' columns in their exact order, by the data definitions of December 2020, July 2021, 2022 and August 2023.

No definition lists the offer of an Azure usage row; a layout of our own has it as a last column, as rules ask for it.
"""

_AZURE_V1 = """
SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,Month,ServiceName,MeterCategory,UsageUnits,
CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,PartnerLocation,
PartnerAttributionType,SalesChannel,ACR_USD,Enrollment ID
"""
_AZURE_V2 = """
PGAMpnId,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceLevel1,
ServiceLevel2,ServiceLevel3,ServiceLevel4,ServiceGroup2,ServiceGroup3,ServiceInfluencer,ComputeOS,ComputeCoreSoftware,
UsageUnits,UsageQuantity,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,
PartnerLocation,PartnerAttributionType,SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,ResellerName,
AdminType,AssociationType,MonthlySubscriptionLevelACR,ACR_USD
"""
_AZURE_V3 = """
PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceLevel1,
ServiceLevel2,ServiceLevel3,ServiceLevel4,ServiceGroup2,ServiceGroup3,ServiceInfluencer,ComputeOS,ComputeCoreSoftware,
UsageUnits,UsageQuantity,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNID,PartnerName,
PartnerLocation,PartnerAttributionType,SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,ResellerName,
IndustryName,VerticalName,EOU,AdminType,AssociationType,ACR_USD
"""
_TRAININGS = """
PGAMpnId,TrainingActivityId,TrainingTitle,TrainingType,IndividualFirstName,IndividualLastName,Email,CorpEmail,
TrainingCompletionDate,ExpirationDate,ActivationStatus,Month,IcMCP,MCPID,MPNId,PartnerName,PartnerCityLocation,
PartnerCountryLocation
"""
_REVENUE = """
FiscalMonthName,GlobalPartnerID,PartnerName,PartnerAssociationType,CustomerID,CustomerName,CustomerTenantID,
CustomerTenantName,SubscriptionId,SubscriptionStartDate,Country,WorkloadCategory,Workloads,AdjustedRevenueAmtCD
"""
_USAGE = """
FiscalMonthName,GlobalPartnerID,PartnerName,PartnerAssociationType,CustomerID,CustomerName,CustomerTenantID,
CustomerTenantName,SubscriptionID,SubscriptionStartDate,MetricType,WorkloadCategory,Workload,SkuGroup,PAMAU,MAC,MAU
"""
_OFFICE_V2 = """
PGAMpnId,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,
CustomerMarket,CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA
"""
_OFFICE_V3 = """
PGAPartnerID,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,
CustomerMarket,CustomerSegment,IndustryName,VerticalName,EOU,PartnerID,PartnerName,PartnerLocation,
PartnerAttributionType,IsDuplicateRowForPGA
"""
_OFFICE_CLAIMS = """
CustomerTenantId,CustomerName,WorkloadName,MonthlyActiveUsers,PaidAvailableUnits,ClaimId,MpnId,DateAssociated,
PartnerAttributionType,Date
"""
_MOBILITY = """
PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,FreeVsPaidSKU,
SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,IndustryName,
VerticalName,EOU,MPNID,PartnerName,PartnerLocation,PartnerAttributionType,PartnerHierarchy,PaidAvailableUnits,
MonthlyActiveUsers,AATPActiveUsage,MCASActiveUsage,AADPPaidAvailableUnits,IntunePaidAvailableUnits,
AzipPaidAvailableUnits,AADPMonthlyActiveUsers,IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers,MDM,MAM,SSPR
"""

_DAILY = """
PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,
InvoiceNumber,ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,
SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,MeterId,
MeterSubCategory,MeterName,MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,
ChargeType,UnitPrice,Quantity,UnitType,BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,PricingCurrency,
ServiceInfo1,ServiceInfo2,Tags,AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,PCToBCExchangeRateDate,
EntitlementId,EntitlementDescription,PartnerEarnedCreditPercentage,CreditPercentage,CreditType,BenefitOrderId,
BenefitId,BenefitType
"""
_RECON = """
PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,
OrderId,OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,
TaxTotal,Total,Currency,PriceAdjustmentDescription,PublisherName,PublisherId,SubscriptionDescription,
SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,EffectiveUnitPrice,UnitType,AlternateId,
BillableQuantity,BillingFrequency,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,
ReservationOrderId,CreditReasonCode,SubscriptionStartDate,SubscriptionEndDate,ReferenceID,ProductQualifiers,
PromotionID
"""
# Our own layout: no export exists.
_ACCESS = "CustomerTenantId,Scope,Kind,HolderMpnId,AzureRole,PartnerIdLinked,ValidFrom,ValidUntil,Deny"


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.replace("\n", "").split(","))


AZURE = {"v1": _columns(_AZURE_V1), "v2": _columns(_AZURE_V2), "v3": _columns(_AZURE_V3)}
TRAININGS = _columns(_TRAININGS)
REVENUE = _columns(_REVENUE)
USAGE = _columns(_USAGE)
MOBILITY = _columns(_MOBILITY)
OFFICE = {"v2": _columns(_OFFICE_V2), "v3": _columns(_OFFICE_V3), "claims": _columns(_OFFICE_CLAIMS)}

_OF = {
    "azure_usage": {**AZURE, "offers": (*AZURE["v3"], "OfferType")},
    "business_apps_revenue": {"v3": REVENUE},
    "business_apps_usage": {"v3": USAGE},
    "mobility_usage": {"v3": MOBILITY},
    "office_usage": OFFICE,
    "trainings": {"v3": TRAININGS},
    # The billing files write their days the American way.
    "daily_rated_usage": {"v1": _columns(_DAILY)},
    "invoice_recon": {"v1": _columns(_RECON)},
    "access_grants": {"v3": _columns(_ACCESS)},
}


def columns(dataset: str, layout: str) -> tuple[str, ...]:
    """The header of a dataset's file in one of its layouts."""
    return _OF[dataset][layout]
