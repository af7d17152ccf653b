"""The columns of the export files, against the data definitions, written out in full."""

import pytest

from demo import layouts

AZURE_V1 = (
    "SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,Month,ServiceName,MeterCategory,UsageUnits,CustomerName,"
    "CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,SalesChannel,"
    "ACR_USD,Enrollment ID"
)
AZURE_V2 = (
    "PGAMpnId,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceLevel1,ServiceLevel2,"
    "ServiceLevel3,ServiceLevel4,ServiceGroup2,ServiceGroup3,ServiceInfluencer,ComputeOS,ComputeCoreSoftware,UsageUnits,UsageQuantity,"
    "CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,"
    "SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,ResellerName,AdminType,AssociationType,"
    "MonthlySubscriptionLevelACR,ACR_USD"
)
AZURE_V3 = (
    "PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceLevel1,ServiceLevel2,"
    "ServiceLevel3,ServiceLevel4,ServiceGroup2,ServiceGroup3,ServiceInfluencer,ComputeOS,ComputeCoreSoftware,UsageUnits,UsageQuantity,"
    "CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNID,PartnerName,PartnerLocation,PartnerAttributionType,"
    "SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,ResellerName,IndustryName,VerticalName,EOU,AdminType,"
    "AssociationType,ACR_USD"
)
TRAININGS = (
    "PGAMpnId,TrainingActivityId,TrainingTitle,TrainingType,IndividualFirstName,IndividualLastName,Email,CorpEmail,TrainingCompletionDate,"
    "ExpirationDate,ActivationStatus,Month,IcMCP,MCPID,MPNId,PartnerName,PartnerCityLocation,PartnerCountryLocation"
)
REVENUE = (
    "FiscalMonthName,GlobalPartnerID,PartnerName,PartnerAssociationType,CustomerID,CustomerName,CustomerTenantID,CustomerTenantName,"
    "SubscriptionId,SubscriptionStartDate,Country,WorkloadCategory,Workloads,AdjustedRevenueAmtCD"
)
USAGE = (
    "FiscalMonthName,GlobalPartnerID,PartnerName,PartnerAssociationType,CustomerID,CustomerName,CustomerTenantID,CustomerTenantName,"
    "SubscriptionID,SubscriptionStartDate,MetricType,WorkloadCategory,Workload,SkuGroup,PAMAU,MAC,MAU"
)
MOBILITY = (
    "PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,FreeVsPaidSKU,SalesModel,"
    "DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,IndustryName,VerticalName,EOU,MPNID,"
    "PartnerName,PartnerLocation,PartnerAttributionType,PartnerHierarchy,PaidAvailableUnits,MonthlyActiveUsers,AATPActiveUsage,"
    "MCASActiveUsage,AADPPaidAvailableUnits,IntunePaidAvailableUnits,AzipPaidAvailableUnits,AADPMonthlyActiveUsers,"
    "IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers,MDM,MAM,SSPR"
)
OFFICE_V2 = (
    "PGAMpnId,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,CustomerMarket,"
    "CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA"
)
OFFICE_V3 = (
    "PGAPartnerID,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,CustomerName,CustomerMarket,"
    "CustomerSegment,IndustryName,VerticalName,EOU,PartnerID,PartnerName,PartnerLocation,PartnerAttributionType,IsDuplicateRowForPGA"
)
CLAIMS = (
    "CustomerTenantId,CustomerName,WorkloadName,MonthlyActiveUsers,PaidAvailableUnits,ClaimId,MpnId,DateAssociated,"
    "PartnerAttributionType,Date"
)


@pytest.mark.parametrize(
    ("dataset", "layout", "header", "count"),
    [
        ("azure_usage", "v1", AZURE_V1, 20),
        ("azure_usage", "v2", AZURE_V2, 36),
        ("azure_usage", "v3", AZURE_V3, 38),
        ("azure_usage", "offers", f"{AZURE_V3},OfferType", 39),
        ("trainings", "v3", TRAININGS, 18),
        ("business_apps_revenue", "v3", REVENUE, 14),
        ("business_apps_usage", "v3", USAGE, 17),
        ("mobility_usage", "v3", MOBILITY, 37),
        ("office_usage", "v2", OFFICE_V2, 15),
        ("office_usage", "v3", OFFICE_V3, 18),
        ("office_usage", "claims", CLAIMS, 10),
    ],
)
def test_columns_of_each_export(dataset: str, layout: str, header: str, count: int) -> None:
    found = layouts.columns(dataset, layout)

    assert ",".join(found) == header
    assert len(found) == count
