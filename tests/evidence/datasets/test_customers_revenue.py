"""Customers and revenue, in every header generation."""

from datetime import date
from decimal import Decimal

import pytest

from tests.headers import CUSTOMERS_2020, CUSTOMERS_2021, CUSTOMERS_2023, line
from tests.imports import PARTNER, read

CELLS = {
    "PGAMpnID": PARTNER,
    "CustomerName": "Fabrikam",
    "CustomerTenantId": "T1",
    "CustomerTpid": "77",
    "CustomerSegment": "SMB",
    "CustomerMarket": "Netherlands",
    "CustomerStatus": "Active",
    "CustomerTenantName": "fabrikam",
    "CustomerTenantCountry": "NL",
    "TenantDomainName": "fabrikam.example.com",
    "Product": "Microsoft 365",
    "RawProductName": "Microsoft 365 E3",
    "SKU": "E3",
    "Month": "2023-06",
    "MPNId": "2000002",
    "PartnerLocation": "Utrecht",
    "PartnerAttributionType": "CSP Tier 1",
    "SalesChannel": "CSP",
    "IsDuplicateRowForPGA": "True",
    "AvailableSeats": "40",
    "RevenueUSD": "$1,440.50",
    "BilledRevenueUSD": "$1,440.50",
    "AzureConsumedRevenueUSD": "(3)",
    "CPORRevenue": "5",
    "CPORPaidSeats": "6",
    "CPORActiveUsers": "7",
}
COMMON = {
    "partner": PARTNER,
    "month": date(2023, 6, 1),
    "run": 7,
    "row": 2,
    "tenant": "t1",
    "customer": "Fabrikam",
    "tpid": "77",
    "segment": "SMB",
    "market": "Netherlands",
    "customer_status": "Active",
    "product": "Microsoft 365",
    "sku": "E3",
    "mpn_id": "2000002",
    "partner_location": "Utrecht",
    "association": "CSP_T1",
    "association_text": "CSP Tier 1",
    "sales_channel": "CSP",
    "seats": Decimal(40),
    "revenue": Decimal("1440.50"),
}
SINCE_2021 = {
    "tenant_name": "fabrikam",
    "tenant_country": "NL",
    "tenant_domain": "fabrikam.example.com",
    "raw_product": "Microsoft 365 E3",
    "duplicate": True,
    "acr": Decimal(-3),
}
SINCE_2023 = {"cpor_revenue": Decimal(5), "cpor_seats": Decimal(6), "cpor_active": Decimal(7)}


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
@pytest.mark.parametrize(
    ("header", "columns", "expected"),
    [
        (CUSTOMERS_2020, 16, COMMON),
        (CUSTOMERS_2021, 25, COMMON | SINCE_2021),
        (CUSTOMERS_2023, 31, COMMON | SINCE_2021 | SINCE_2023),
    ],
    ids=["2020", "2021", "2023"],
)
def test_customers_revenue_header_generation_is_recognised_and_read(
    header: tuple[str, ...], columns: int, expected: dict[str, object], separator: str
) -> None:
    assert len(header) == columns
    outcome = read(line(header, CELLS, separator))
    assert (outcome.dataset, outcome.rejections) == ("customers_revenue", [])
    assert {name: value for name, value in outcome.facts[0].items() if value is not None} == expected


def test_customers_revenue_without_amounts_is_accepted() -> None:
    header = tuple(name for name in CUSTOMERS_2023 if not name.endswith("USD"))
    outcome = read(line(header, CELLS))
    assert (outcome.dataset, outcome.rejections, outcome.column("revenue")) == ("customers_revenue", [], [None])


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"Month": "13/2023"}, ("Month", "13/2023", "not a date or month")),
        ({"CustomerTenantId": "N/A"}, ("CustomerTenantId", "", "missing")),
        ({"BilledRevenueUSD": "abc"}, ("BilledRevenueUSD", "abc", "not a number")),
        ({"IsDuplicateRowForPGA": "2"}, ("IsDuplicateRowForPGA", "2", "not yes or no")),
        ({"PGAMpnID": "1000002"}, ("PGAMpnID", "1000002", "belongs to another partner")),
    ],
)
def test_customers_revenue_unusable_row_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert read(line(CUSTOMERS_2023, CELLS | changed)).rejections == [(2, *rejection)]
