"""Subscription details: seats and revenue per subscription."""

from datetime import date
from decimal import Decimal

import pytest

from tests.headers import SUBSCRIPTIONS, line
from tests.imports import PARTNER, read

CELLS = {
    "PGAMpnID": PARTNER,
    "SubscriptionId": "S1",
    "SubscriptionStartDate": "1/15/2021",
    "SubscriptionEndDate": "1/14/2024",
    "SubscriptionState": "Open",
    "Month": "2023-06",
    "IsAutoRenew": "Yes",
    "CustomerName": "Fabrikam",
    "CustomerTenantId": "T1",
    "CustomerTpid": "77",
    "CustomerSegment": "SMB",
    "CustomerMarket": "Netherlands",
    "ReportingProductName": "Microsoft 365",
    "Product": "Microsoft 365 E3",
    "RawProductName": "M365 E3 (new commerce)",
    "ProductPartNumber": "AAA-00001",
    "SKU": "E3",
    "RevSumDivisionName": "Modern Workplace",
    "SolutionArea": "Modern Work",
    "PricingLevel": "A",
    "MPNID": "2000002",
    "PartnerLocation": "Utrecht",
    "PartnerAttributionType": "CSP Tier 2",
    "SalesChannel": "CSP",
    "IsDuplicateRowForPGA": "0",
    "ResellerID": "R1",
    "ResellerName": "Reseller",
    "AvailableSeatsEOP": "39",
    "AvailableSeats": "40",
    "BilledRevenueUSD": "1440.50",
    "AzureConsumedRevenueUSD": "3",
    "CPORRevenue": "5",
    "CPORPaidSeats": "6",
    "CPORActiveUsers": "7",
}
STORED = {
    "partner": PARTNER,
    "month": date(2023, 6, 1),
    "run": 7,
    "row": 2,
    "tenant": "t1",
    "customer": "Fabrikam",
    "tpid": "77",
    "segment": "SMB",
    "market": "Netherlands",
    "subscription": "S1",
    "subscription_start": date(2021, 1, 15),
    "subscription_end": date(2024, 1, 14),
    "subscription_state": "Open",
    "auto_renew": True,
    "reporting_product": "Microsoft 365",
    "product": "Microsoft 365 E3",
    "raw_product": "M365 E3 (new commerce)",
    "product_part": "AAA-00001",
    "sku": "E3",
    "division": "Modern Workplace",
    "solution_area": "Modern Work",
    "pricing_level": "A",
    "mpn_id": "2000002",
    "partner_location": "Utrecht",
    "association": "CSP_T2",
    "association_text": "CSP Tier 2",
    "sales_channel": "CSP",
    "duplicate": False,
    "reseller_id": "R1",
    "reseller_name": "Reseller",
    "seats": Decimal(40),
    "seats_at_end": Decimal(39),
    "revenue": Decimal("1440.50"),
    "acr": Decimal(3),
    "cpor_revenue": Decimal(5),
    "cpor_seats": Decimal(6),
    "cpor_active": Decimal(7),
}


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_subscriptions_file_is_recognised_and_read(separator: str) -> None:
    assert len(SUBSCRIPTIONS) == 42
    outcome = read(line(SUBSCRIPTIONS, CELLS, separator))
    assert (outcome.dataset, outcome.rejections) == ("subscriptions", [])
    assert outcome.facts == [STORED]


@pytest.mark.parametrize("cell", ["12/31/9999", "", "NULL"])
def test_subscriptions_without_end_go_on(cell: str) -> None:
    outcome = read(line(SUBSCRIPTIONS, CELLS | {"SubscriptionEndDate": cell}))
    assert (outcome.rejections, outcome.column("subscription_end")) == ([], [None])


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"SubscriptionId": ""}, ("SubscriptionId", "", "missing")),
        ({"Month": ""}, ("Month", "", "missing")),
        ({"CustomerTenantId": ""}, ("CustomerTenantId", "", "missing")),
        ({"SubscriptionEndDate": "late"}, ("SubscriptionEndDate", "late", "not a date")),
        ({"IsAutoRenew": "auto"}, ("IsAutoRenew", "auto", "not yes or no")),
        ({"AvailableSeats": "x"}, ("AvailableSeats", "x", "not a number")),
        ({"PGAMpnID": "1000002"}, ("PGAMpnID", "1000002", "belongs to another partner")),
    ],
)
def test_subscriptions_unusable_row_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert read(line(SUBSCRIPTIONS, CELLS | changed)).rejections == [(2, *rejection)]
