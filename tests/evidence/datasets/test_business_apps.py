"""Business applications revenue and usage."""

from datetime import date
from decimal import Decimal

import pytest

from tests.imports import read

REVENUE = (
    "FiscalMonthName,GlobalPartnerID,PartnerName,PartnerAssociationType,CustomerID,CustomerName,CustomerTenantID,"
    "CustomerTenantName,SubscriptionId,SubscriptionStartDate,Country,WorkloadCategory,Workloads,AdjustedRevenueAmtCD"
)
USAGE = (
    "FiscalMonthName,GlobalPartnerID,PartnerName,PartnerAssociationType,CustomerID,CustomerName,CustomerTenantID,"
    "CustomerTenantName,SubscriptionID,SubscriptionStartDate,MetricType,WorkloadCategory,Workload,SkuGroup,PAMAU,MAC,MAU"
)
CELLS = {
    "FiscalMonthName": '"June, 2023"',
    "GlobalPartnerID": "somebody else's id",
    "PartnerAssociationType": "CSP Tier 2",
    "CustomerName": "Fabrikam",
    "CustomerTenantID": "T1",
    "CustomerTenantName": "fabrikam.example.com",
    "SubscriptionId": "S1",
    "SubscriptionID": "S1",
    "SubscriptionStartDate": "1/15/2021",
    "Country": "Netherlands",
    "WorkloadCategory": "Dynamics 365",
    "Workloads": " Sales ",
    "Workload": "Sales",
    "AdjustedRevenueAmtCD": '"$1,500.01"',
    "MetricType": "MAU",
    "SkuGroup": "Enterprise",
    "PAMAU": "",
    "MAC": "NULL",
    "MAU": "12",
}
COMMON = {
    "partner": "1000001",
    "month": date(2023, 6, 1),
    "run": 7,
    "row": 2,
    "tenant": "t1",
    "customer": "Fabrikam",
    "subscription": "S1",
    "subscription_start": date(2021, 1, 15),
    "workload_category": "Dynamics 365",
    "workload": "Sales",
    "association": "CSP_T2",
    "association_text": "CSP Tier 2",
}


def line(header: str, **changed: str) -> str:
    cells = CELLS | changed
    return f"{header}\n{','.join(cells.get(name, '') for name in header.split(','))}\n"


def test_business_apps_revenue_is_recognised_and_read() -> None:
    outcome = read(line(REVENUE))
    assert (outcome.dataset, outcome.rejections) == ("business_apps_revenue", [])
    assert outcome.facts == [COMMON | {"country": "Netherlands", "revenue": Decimal("1500.01")}]


def test_business_apps_usage_is_recognised_and_read() -> None:
    outcome = read(line(USAGE))
    assert (outcome.dataset, outcome.rejections) == ("business_apps_usage", [])
    quantities = {"pamau": None, "mac": None, "mau": Decimal(12)}
    assert outcome.facts == [COMMON | {"metric_type": "MAU", "sku_group": "Enterprise"} | quantities]


@pytest.mark.parametrize("header", [REVENUE, USAGE])
@pytest.mark.parametrize("column", ["FiscalMonthName", "CustomerTenantID"])
def test_business_apps_row_without_month_or_tenant_is_rejected(header: str, column: str) -> None:
    assert read(line(header, **{column: ""})).rejections == [(2, column, "", "missing")]


@pytest.mark.parametrize(
    ("header", "column"), [(REVENUE, "Workloads"), (REVENUE, "AdjustedRevenueAmtCD"), (USAGE, "Workload")]
)
def test_business_apps_row_without_workload_or_revenue_is_rejected(header: str, column: str) -> None:
    assert read(line(header, **{column: "N/A"})).rejections == [(2, column, "", "missing")]


@pytest.mark.parametrize(("column", "cell"), [("MAU", "0"), ("MAC", "5"), ("PAMAU", "1")])
def test_business_apps_usage_needs_one_quantity(column: str, cell: str) -> None:
    assert read(line(USAGE, **({"MAU": ""} | {column: cell}))).rejections == []


def test_business_apps_usage_row_without_quantity_is_rejected() -> None:
    assert read(line(USAGE, MAU="")).rejections == [(2, "MAU", "", "missing")]


def test_business_apps_revenue_may_be_negative() -> None:
    assert read(line(REVENUE, AdjustedRevenueAmtCD="(12.5)")).column("revenue") == [Decimal("-12.5")]


def test_business_apps_unusable_subscription_start_is_rejected() -> None:
    assert read(line(REVENUE, SubscriptionStartDate="2/30/2021")).rejections == [
        (2, "SubscriptionStartDate", "2/30/2021", "not a date")
    ]
