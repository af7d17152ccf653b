"""The export files' columns in their exact order, by the data definitions of December 2020, July 2021 and August 2023."""

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


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.replace("\n", "").split(","))


AZURE = {"v1": _columns(_AZURE_V1), "v2": _columns(_AZURE_V2), "v3": _columns(_AZURE_V3)}
TRAININGS = _columns(_TRAININGS)
REVENUE = _columns(_REVENUE)
USAGE = _columns(_USAGE)


def columns(dataset: str, layout: str) -> tuple[str, ...]:
    """The header of a dataset's file; ``layout`` matters for azure usage only."""
    if dataset == "azure_usage":
        return AZURE[layout]
    return {"trainings": TRAININGS, "business_apps_revenue": REVENUE, "business_apps_usage": USAGE}[dataset]
