"""Azure usage, in every header generation that the exports have had."""

from datetime import date
from decimal import Decimal

import pytest

from tests.imports import PARTNER, read

V1 = (
    "SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,Month,ServiceName,MeterCategory,UsageUnits,"
    "CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,PartnerLocation,"
    "PartnerAttributionType,SalesChannel,ACR_USD,Enrollment ID"
)
V2 = (
    "PGAMpnId,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceLevel1,"
    "ServiceLevel2,ServiceLevel3,ServiceLevel4,ServiceGroup2,ServiceGroup3,ServiceInfluencer,ComputeOS,ComputeCoreSoftware,"
    "UsageUnits,UsageQuantity,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNId,PartnerName,"
    "PartnerLocation,PartnerAttributionType,SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,ResellerName,"
    "AdminType,AssociationType,MonthlySubscriptionLevelACR,ACR_USD"
)
V3 = (
    "PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceLevel1,"
    "ServiceLevel2,ServiceLevel3,ServiceLevel4,ServiceGroup2,ServiceGroup3,ServiceInfluencer,ComputeOS,ComputeCoreSoftware,"
    "UsageUnits,UsageQuantity,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MPNID,PartnerName,"
    "PartnerLocation,PartnerAttributionType,SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,ResellerName,"
    "IndustryName,VerticalName,EOU,AdminType,AssociationType,ACR_USD"
)
V3B = (
    V3.replace("PGAMpnID", "PGAPartnerID").replace("MPNID", "PartnerID").replace("PartnerLocation", "PartnerLocationID")
    + ",IsACRDuplicateAtPGAAttachTypeLevel,IsACRDuplicateAtMPNLevel,MonthlySubscriptionLevelACR"
)
API = (
    "PGAMpnId,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,FirstUseDate,SubscriptionState,Month,ServiceName,"
    "MeterCategory,UsageUnits,UsageQuantity,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,MpnId,"
    "PartnerName,PartnerLocationID,PartnerAttributionType,SalesChannel,EnrollmentNumber,IsACRDuplicateAtPGALevel,ResellerID,"
    "ResellerName,MonthlySubscriptionLevelACR,TotalACR"
)
CELLS = {
    "PGAMpnID": PARTNER,
    "SubscriptionId": "11111111-1111-1111-1111-111111111111",
    "SubscriptionStartDate": "1/15/2021",
    "SubscriptionState": "Open",
    "Month": "6/1/2023",
    "ServiceLevel1": "Compute",
    "ServiceLevel2": "Virtual Machines",
    "ServiceLevel3": "D Series",
    "ServiceLevel4": "Virtual Machines Dv3 Series",
    "ServiceGroup2": "Infra",
    "ServiceGroup3": "VM",
    "ServiceInfluencer": "None",
    "ComputeOS": "WINDOWS",
    "ComputeCoreSoftware": "Core",
    "ServiceName": "Virtual Machines",
    "MeterCategory": "Compute",
    "UsageUnits": "Hours",
    "UsageQuantity": "10.5",
    "CustomerName": "Fabrikam",
    "CustomerTenantId": "AAAAAAAA-2222-2222-2222-222222222222",
    "CustomerTpid": "77",
    "CustomerSegment": "SMB",
    "CustomerMarket": "Netherlands",
    "MPNID": "2000002",
    "PartnerLocation": "Utrecht",
    "PartnerAttributionType": "Partner admin link",
    "AssociationType": "PAL",
    "AdminType": "Owner",
    "SalesChannel": "CSP",
    "IsACRDuplicateAtPGALevel": "0",
    "ResellerID": "R1",
    "ResellerName": "Reseller",
    "ACR_USD": "12.34",
    "MonthlySubscriptionLevelACR": "999",
}
ALIASES = {
    "PGAPartnerID": "PGAMpnID",
    "PartnerID": "MPNID",
    "PartnerLocationID": "PartnerLocation",
    "TotalACR": "ACR_USD",
}
COMMON = {
    "partner": PARTNER,
    "month": date(2023, 6, 1),
    "run": 7,
    "row": 2,
    "tenant": "aaaaaaaa-2222-2222-2222-222222222222",
    "customer": "Fabrikam",
    "tpid": "77",
    "segment": "SMB",
    "market": "Netherlands",
    "subscription": "11111111-1111-1111-1111-111111111111",
    "subscription_state": "Open",
    "usage_units": "Hours",
    "mpn_id": "2000002",
    "partner_location": "Utrecht",
    "association": "PAL",
    "association_text": "Partner admin link",
    "sales_channel": "CSP",
    "acr": Decimal("12.34"),
}
SERVICES = {"service_name": "Virtual Machines", "meter_category": "Compute"}
LEVELS = {
    "service_level_1": "Compute",
    "service_level_2": "Virtual Machines",
    "service_level_3": "D Series",
    "service_level_4": "Virtual Machines Dv3 Series",
    "service_group_2": "Infra",
    "service_group_3": "VM",
    "service_influencer": "None",
    "compute_os": "WINDOWS",
    "compute_core_software": "Core",
    "admin_type": "Owner",
}
SINCE_2021 = {
    "usage_quantity": Decimal("10.5"),
    "duplicate": False,
    "reseller_id": "R1",
    "reseller_name": "Reseller",
}


def line(header: str, **changed: str) -> str:
    names = {name.lower(): cell for name, cell in (CELLS | changed).items()}
    cells = [names.get(ALIASES.get(name, name).lower(), "") for name in header.split(",")]
    return f"{header}\n{','.join(cells)}\n"


@pytest.mark.parametrize(
    ("header", "columns", "expected"),
    [
        (V1, 20, COMMON | SERVICES),
        (V2, 36, COMMON | LEVELS | SINCE_2021),
        (V3, 38, COMMON | LEVELS | SINCE_2021),
        (V3B, 41, COMMON | LEVELS | SINCE_2021),
        (API, 27, COMMON | SERVICES | SINCE_2021),
    ],
    ids=["2020", "2021", "2023", "2023 how to use", "API query"],
)
def test_azure_usage_header_generation_is_recognised_and_read(
    header: str, columns: int, expected: dict[str, object]
) -> None:
    assert len(header.split(",")) == columns
    outcome = read(line(header))
    assert (outcome.dataset, outcome.rejections) == ("azure_usage", [])
    assert {name: value for name, value in outcome.facts[0].items() if value is not None} == expected


def test_azure_usage_without_acr_column_is_accepted() -> None:
    outcome = read(line(V3.removesuffix(",ACR_USD")))
    assert (outcome.rejections, outcome.column("acr")) == ([], [None])


def test_azure_usage_with_blank_acr_is_accepted() -> None:
    outcome = read(line(V3, ACR_USD=""))
    assert (outcome.rejections, outcome.column("acr")) == ([], [None])


def test_azure_usage_reads_columns_that_only_the_filters_name() -> None:
    header = "Month,CustomerTenantId,ServiceLevel1,Compute OS Attribute,ACR Adjustment Type,Offer Type"
    outcome = read(f"{header}\n2023-06,t1,Compute,Licensed,N/A,Trial\n2023-06,t1,N/A, N/A ,Split,NULL\n")
    assert outcome.column("compute_os_attribute") == ["Licensed", None]
    assert outcome.column("acr_adjustment_type") == ["N/A", "Split"]
    assert outcome.column("service_level_1") == ["Compute", None]
    assert outcome.column("offer_type") == ["Trial", None]


@pytest.mark.parametrize(
    ("attribution", "association", "expected"),
    [
        ("Partner admin link", "", ("PAL", "Partner admin link")),
        ("Partner of record", "PAL", ("DPOR", "Partner of record")),
        ("", "PAL", ("PAL", "PAL")),
        ("NULL", "csp_tier-1", ("CSP_T1", "csp_tier-1")),
        ("CSP Tier 2", "", ("CSP_T2", "CSP Tier 2")),
        ("Transacting partner of record", "", ("TPOR", "Transacting partner of record")),
        ("Partner as end-customer", "", ("END_CUSTOMER", "Partner as end-customer")),
        ("Something new", "PAL", (None, "Something new")),
        ("", "", (None, None)),
    ],
)
def test_azure_usage_association_is_the_attribution_else_the_association_type(
    attribution: str, association: str, expected: tuple[str | None, str | None]
) -> None:
    fact = read(line(V3, PartnerAttributionType=attribution, AssociationType=association)).facts[0]
    assert (fact["association"], fact["association_text"]) == expected


def test_azure_usage_association_is_found_where_attribution_column_is_absent() -> None:
    outcome = read("Month,CustomerTenantId,AssociationType,ACR_USD\n2023-06,t1,Partner admin link,1\n")
    assert outcome.column("association") == ["PAL"]


@pytest.mark.parametrize("nothing", ["NULL", "UNKNOWN", " Unknown "])
def test_azure_usage_deal_registration_needs_neither_tenant_nor_subscription(nothing: str) -> None:
    outcome = read(
        line(
            V3,
            PartnerAttributionType="Deal registration",
            CustomerTenantId=nothing,
            SubscriptionId="00000000-0000-0000-0000-000000000000",
            PGAMpnID="UNKNOWN",
        )
    )
    assert outcome.rejections == []
    assert (outcome.facts[0]["tenant"], outcome.facts[0]["association"]) == (None, "DEAL_REGISTRATION")


@pytest.mark.parametrize("nothing", ["", "NULL", "UNKNOWN"])
def test_azure_usage_other_row_without_tenant_is_rejected(nothing: str) -> None:
    assert read(line(V3, CustomerTenantId=nothing)).rejections == [(2, "CustomerTenantId", "", "missing")]


def test_azure_usage_service_that_is_unknown_stays_a_service_level() -> None:
    assert read(line(V3, ServiceLevel2="Unknown")).column("service_level_2") == ["Unknown"]


@pytest.mark.parametrize("header", [V2, V3, V3B, API])
def test_azure_usage_row_of_another_partner_is_rejected(header: str) -> None:
    name = header.split(",", maxsplit=1)[0]
    outcome = read(line(header, **{name: "1000002", "PGAMpnID": "1000002", "PGAMpnId": "1000002"}))
    assert outcome.rejections == [(2, name, "1000002", "belongs to another partner")]


def test_azure_usage_row_without_partner_is_accepted() -> None:
    assert len(read(line(V3, PGAMpnID="")).facts) == 1


@pytest.mark.parametrize(("cell", "expected"), [("0", False), ("1", True), ("True", True), ("", None)])
@pytest.mark.parametrize("header", ["IsACRDuplicateAtPGALevel", "IsDuplicateAtPGALevel"])
def test_azure_usage_duplicate_flag_is_read(header: str, cell: str, expected: bool | None) -> None:
    outcome = read(f"Month,CustomerTenantId,ACR_USD,{header}\n2023-06,t1,1,{cell}\n")
    assert outcome.column("duplicate") == [expected]


def test_azure_usage_duplicate_flag_that_is_none_is_rejected() -> None:
    assert read(line(V3, IsACRDuplicateAtPGALevel="2")).rejections == [
        (2, "IsACRDuplicateAtPGALevel", "2", "not yes or no")
    ]
