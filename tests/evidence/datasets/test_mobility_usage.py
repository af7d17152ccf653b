"""Enterprise Mobility usage: seats and users of several products in one row."""

from datetime import date
from decimal import Decimal

import pytest

from tests.headers import MOBILITY, line
from tests.imports import PARTNER, read

QUANTITIES = {
    "AADPPaidAvailableUnits": ("aadp_seats", 10),
    "AADPMonthlyActiveUsers": ("aadp_active", 11),
    "IntunePaidAvailableUnits": ("intune_seats", 12),
    "IntuneMonthlyActiveUsers": ("intune_active", 13),
    "AzipPaidAvailableUnits": ("azip_seats", 14),
    "AzipMonthlyActiveUsers": ("azip_active", 15),
    "AATPActiveUsage": ("aatp_active", 16),
    "MCASActiveUsage": ("mcas_active", 17),
    "PaidAvailableUnits": ("paid_available_units", 18),
    "MonthlyActiveUsers": ("monthly_active_users", 19),
}
CELLS = {
    "PGAMpnID": PARTNER,
    "SubscriptionId": "S1",
    "SubscriptionStartDate": "1/15/2021",
    "SubscriptionEndDate": "12/31/9999",
    "SubscriptionStatus": "Active",
    "Month": "June 2023",
    "SKU": "Enterprise Mobility E5",
    "SKUId": "K1",
    "FreeVsPaidSKU": "Paid",
    "CustomerName": "Fabrikam",
    "CustomerTenantId": "T1",
    "CustomerTpid": "77",
    "CustomerSegment": "SMB",
    "CustomerMarket": "Netherlands",
    "MPNID": "2000002",
    "PartnerLocation": "Utrecht",
    "PartnerAttributionType": "Partner of record",
    **{header: str(number) for header, (_, number) in QUANTITIES.items()},
}


def one(separator: str = ",", **changed: str) -> str:
    return line(MOBILITY, CELLS | changed, separator)


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_mobility_usage_is_recognised_and_read(separator: str) -> None:
    assert len(MOBILITY) == 37
    outcome = read(one(separator))
    assert (outcome.dataset, outcome.rejections) == ("mobility_usage", [])
    assert outcome.facts == [
        {
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
            "subscription_end": None,
            "subscription_state": "Active",
            "sku": "Enterprise Mobility E5",
            "free_or_paid": "Paid",
            "mpn_id": "2000002",
            "partner_location": "Utrecht",
            "association": "DPOR",
            "association_text": "Partner of record",
            **{name: Decimal(number) for name, number in QUANTITIES.values()},
        }
    ]


@pytest.mark.parametrize("header", QUANTITIES)
def test_mobility_usage_needs_one_quantity(header: str) -> None:
    assert read(one(**dict.fromkeys(QUANTITIES, "") | {header: "0"})).rejections == []


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        (dict.fromkeys(QUANTITIES, ""), ("AADPPaidAvailableUnits", "", "missing")),
        ({"Month": ""}, ("Month", "", "missing")),
        ({"CustomerTenantId": ""}, ("CustomerTenantId", "", "missing")),
        ({"SubscriptionStartDate": "x"}, ("SubscriptionStartDate", "x", "not a date")),
        ({"AzipMonthlyActiveUsers": "x"}, ("AzipMonthlyActiveUsers", "x", "not a number")),
        ({"PGAMpnID": "1000002"}, ("PGAMpnID", "1000002", "belongs to another partner")),
    ],
)
def test_mobility_usage_unusable_row_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert read(one(**changed)).rejections == [(2, *rejection)]


def test_mobility_usage_is_recognised_by_one_of_its_products() -> None:
    outcome = read("Month,CustomerTenantId,IntuneMonthlyActiveUsers\n2023-06,t1,4\n")
    assert (outcome.dataset, outcome.column("intune_active")) == ("mobility_usage", [Decimal(4)])
