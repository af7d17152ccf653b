"""Office 365 usage, in both of its headers and in the file of claimed associations."""

from datetime import date
from decimal import Decimal

import pytest

from tests.headers import OFFICE_2022, OFFICE_2023, OFFICE_CPOR, line
from tests.imports import PARTNER, read

ALL = {"2023": OFFICE_2023, "2022": OFFICE_2022, "claims": OFFICE_CPOR}
CELLS = {
    "PGAPartnerID": PARTNER,
    "PGAMpnId": PARTNER,
    "CustomerTenantId": "AAAAAAAA-2222-2222-2222-222222222222",
    "CustomerTpid": "77",
    "WorkloadName": " Exchange ",
    "Month": "6/1/2023",
    "Date": "6/1/2023",
    "PaidAvailableUnits": "1,200",
    "MonthlyActiveUsers": "830",
    "CustomerName": "Fabrikam",
    "CustomerMarket": "Netherlands",
    "CustomerSegment": "SMB",
    "PartnerID": "2000002",
    "MPNId": "2000002",
    "PartnerLocation": "Utrecht",
    "PartnerAttributionType": "CSP Tier 2",
    "IsDuplicateRowForPGA": "0",
    "ClaimId": "C-17",
    "DateAssociated": "2/14/2022",
}
COMMON = {
    "partner": PARTNER,
    "month": date(2023, 6, 1),
    "run": 7,
    "row": 2,
    "tenant": "aaaaaaaa-2222-2222-2222-222222222222",
    "customer": "Fabrikam",
    "workload": "Exchange",
    "seats": Decimal(1200),
    "active": Decimal(830),
    "mpn_id": "2000002",
    "association": "CSP_T2",
    "association_text": "CSP Tier 2",
}
INSIGHTS = {
    "tpid": "77",
    "segment": "SMB",
    "market": "Netherlands",
    "partner_location": "Utrecht",
    "duplicate": False,
}
CLAIM = {"claim_id": "C-17", "claimed": date(2022, 2, 14)}


def one(header: tuple[str, ...] = OFFICE_2023, separator: str = ",", **changed: str) -> str:
    return line(header, CELLS | changed, separator)


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
@pytest.mark.parametrize(
    ("header", "columns", "expected"),
    [
        (OFFICE_2023, 18, COMMON | INSIGHTS),
        (OFFICE_2022, 15, COMMON | INSIGHTS),
        (OFFICE_CPOR, 10, COMMON | CLAIM),
    ],
    ids=list(ALL),
)
def test_office_usage_header_generation_is_recognised_and_read(
    header: tuple[str, ...], columns: int, expected: dict[str, object], separator: str
) -> None:
    assert len(header) == columns
    outcome = read(one(header, separator))
    assert (outcome.dataset, outcome.rejections) == ("office_usage", [])
    assert {name: value for name, value in outcome.facts[0].items() if value is not None} == expected


def test_office_usage_of_a_claim_names_its_kind() -> None:
    fact = read(one(OFFICE_CPOR, PartnerAttributionType="Claiming Partner of Record")).facts[0]
    assert (fact["association"], fact["association_text"]) == ("CPOR", "Claiming Partner of Record")


def test_office_usage_association_that_the_rulebook_does_not_know_is_kept_as_text() -> None:
    fact = read(one(PartnerAttributionType="Something new")).facts[0]
    assert (fact["association"], fact["association_text"]) == (None, "Something new")


def test_office_usage_takes_any_subset_and_order() -> None:
    outcome = read("Workload Name,monthly_active_users,MONTH,Customer-Tenant-ID\nTeams,4,2023-06,T1\n")
    fact = outcome.facts[0]
    assert (outcome.dataset, fact["workload"], fact["seats"], fact["active"], fact["tenant"]) == (
        "office_usage",
        "Teams",
        None,
        Decimal(4),
        "t1",
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("0", False), ("1", True), ("True", True), ("FALSE", False), ("yes", True), ("No", False), ("", None)],
)
@pytest.mark.parametrize("spelling", ["IsDuplicateRowForPGA", "is_duplicate_row_for_pga", "Is Duplicate Row For PGA"])
def test_office_usage_duplicate_flag_is_read(spelling: str, cell: str, expected: bool | None) -> None:
    header = tuple(spelling if name == "IsDuplicateRowForPGA" else name for name in OFFICE_2023)
    outcome = read(one(header, IsDuplicateRowForPGA=cell))
    assert (outcome.rejections, outcome.column("duplicate")) == ([], [expected])


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"Month": ""}, ("Month", "", "missing")),
        ({"Month": "soon"}, ("Month", "soon", "not a date or month")),
        ({"Month": "6/7/2023"}, ("Month", "6/7/2023", "ambiguous day and month")),
        ({"CustomerTenantId": "NULL"}, ("CustomerTenantId", "", "missing")),
        ({"CustomerTenantId": "UNKNOWN"}, ("CustomerTenantId", "", "missing")),
        ({"WorkloadName": ""}, ("WorkloadName", "", "missing")),
        ({"PaidAvailableUnits": "many"}, ("PaidAvailableUnits", "many", "not a number")),
        ({"MonthlyActiveUsers": "1e30"}, ("MonthlyActiveUsers", "1e30", "too large")),
        ({"PaidAvailableUnits": "", "MonthlyActiveUsers": "N/A"}, ("PaidAvailableUnits", "", "missing")),
        ({"IsDuplicateRowForPGA": "maybe"}, ("IsDuplicateRowForPGA", "maybe", "not yes or no")),
        ({"PGAPartnerID": "1000002"}, ("PGAPartnerID", "1000002", "belongs to another partner")),
    ],
)
def test_office_usage_unusable_row_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert read(one(OFFICE_2023, **changed)).rejections == [(2, *rejection)]


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"Date": "6/2023/1"}, ("Date", "6/2023/1", "not a date or month")),
        ({"DateAssociated": "never"}, ("DateAssociated", "never", "not a date")),
        ({"DateAssociated": "1/1/1900"}, ("DateAssociated", "1/1/1900", "not between 2000 and 2100")),
    ],
)
def test_office_usage_claim_with_an_unusable_date_is_rejected(
    changed: dict[str, str], rejection: tuple[str, str, str]
) -> None:
    assert read(one(OFFICE_CPOR, **changed)).rejections == [(2, *rejection)]


@pytest.mark.parametrize(("seats", "active"), [("0", ""), ("", "0")])
def test_office_usage_needs_seats_or_users(seats: str, active: str) -> None:
    assert read(one(PaidAvailableUnits=seats, MonthlyActiveUsers=active)).rejections == []
