"""The Why of metrics with parts, tracks and gates: a line of arithmetic each, rows that say which part looked at them."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring import pages
from scoring.forms import Asked
from scoring.why import Shown, WhyPage, why_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory

DAY = date(2023, 7, 25)
# Tenant a is used by 45 of 100 people through a claim, by 150 of 200 through CSP; tenant b has too few active.
OFFICE = """
    Month      | CustomerTenantId | CustomerName | WorkloadName | PartnerAttributionType | PaidAvailableUnits | MonthlyActiveUsers
    2022-06    | a                | Contoso      | Exchange     | CPOR                   | 100                | 20
    2023-06    | a                | Contoso      | Exchange     | CPOR                   | 100                | 45
    2023-06    | b                | Fabrikam     | Teams        | CSP Tier 2             | 50                 | 19
    2023-06    | c{1..3}          | Tailspin     | Teams        | CSP Tier 1             | 20                 | 8
    2023-06    | big              | Litware      | Teams        | CPOR                   | 400                | 40
"""
AZURE = """
    Month      | CustomerTenantId | ServiceLevel2 | ServiceLevel4 | PartnerAttributionType | ACR_USD
    2022-06    | a                | Key Vault     | Key Vault     | Partner admin link     | 100
    2023-06    | {a,b}            | Key Vault     | Key Vault     | Partner admin link     | 6350
"""
PEOPLE = """
    TrainingTitle                                | TrainingType  | TrainingCompletionDate | MCPID
    Azure Security Engineer Associate            | Certification | 2023-01-16             | p1
    Cybersecurity Architect Expert               | Certification | 2023-01-16             | p{1..2}
"""


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found = PartnerFactory(mpn_id="1000001")
    for dataset, text in {"office_usage": OFFICE, "azure_usage": AZURE, "trainings": PEOPLE}.items():
        import_table(tmp_path, found, dataset, text)
    return found


def why(partner: Partner, designation: str, metric: str, track: str = "", **shown: str) -> WhyPage:
    return why_page(partner, designation, metric, Asked(DAY, "published", None), Shown(**shown), track)


def told(found: WhyPage) -> list[tuple[str, str, bool]]:
    return [(line.title, " ".join(term.text for term in line.terms), line.counts) for line in found.formula]


def test_best_part_counts_and_the_other_is_told(partner: Partner) -> None:
    found = why(partner, "modern_work", "deployments", "smb")
    assert told(found) == [
        ("CPOR", "1 in June 2023 − 0 in June 2022 = 1 added → 25 × 1 ÷ 5 = 5 points (at most 25, at least 0)", False),
        ("CSP", "3 in June 2023 − 0 in June 2022 = 3 added → 25 × 3 ÷ 10 = 7.5 points (at most 25, at least 0)", True),
    ]
    assert [(tab.label, tab.current) for tab in found.tracks] == [("SMB", True), ("Enterprise", False)]
    assert found.changes[0] == "4 more deployments (CPOR) or 7 more deployments (CSP): 17.5 points."


def test_rows_near_a_limit_are_told_apart(db: None, tmp_path: Path) -> None:
    found, near = (
        PartnerFactory(),
        """
        Month              | CustomerTenantId | CustomerName | PartnerAttributionType | ServiceLevel1 | ACR_USD
        2023-0{5,6}        | a                | Alpine       | CSP Tier 1             | Storage       | 999.99
        2023-06            | b                | Southridge   | CSP Tier 1             | Storage       | 990
        {2022,2023}-0{5,6} | c                | Litware      | CSP Tier 1             | Storage       | 2000
    """,
    )
    import_table(tmp_path, found, "azure_usage", near)
    changes = [one for one in why(found, "infrastructure", "net_customer_adds").changes if "below" in one]
    assert changes == [
        "Alpine, May 2023: 0.01 USD below the limit.",
        "Alpine, June 2023: 0.01 USD below the limit.",
        "Southridge: 10 USD below the limit.",
    ]


def test_points_of_parts_are_added(partner: Partner) -> None:
    found = why(partner, "security", "usage_growth")
    assert [(title, counts) for title, _line, counts in told(found)] == [
        ("Azure", True),
        ("Microsoft 365", True),
        ("", True),
    ]
    azure, office, total = (line for _title, line, _counts in told(found))
    assert (
        azure == "12,700 in the months up to June 2023 − 100 in the months up to June 2022 = 12,600 added → "
        "20 × 12,600 ÷ 25,000 = 10.1 points (at most 20, at least 0)"
    )
    assert office.startswith("0 in June 2023 − 0 in June 2022 = 0 added")
    assert total == "10.1 + 0 = 10.1 points (at most 20, at least 0)"


def test_units_of_parts_are_added(partner: Partner) -> None:
    found = why(partner, "security", "net_customer_adds")
    assert told(found)[-1] == ("", "1 + 0 = 1 → 20 × 1 ÷ 10 = 2 points (at most 20, at least 0)", True)
    assert [head.label for head in found.listed.heads] == [
        "Counted by",
        "Customer (tenant)",
        "Association",
        "Amount",
        "Verdict",
    ]


def test_gate_that_is_not_met_says_what_it_lacks(partner: Partner) -> None:
    found = why(partner, "security", "intermediate_certifications", tab="missed")
    reason = "A prerequisite is not met, so the certificates behind it earn nothing."
    assert told(found)[0][1].endswith(f"→ {reason} 0 points")
    assert sorted((row.cells[1].text, row.verdict_label) for row in found.rows) == [
        ("Azure Security Engineers", "counts for the prerequisite"),
        ("points", "prerequisite not met"),
        ("points", "prerequisite not met"),
    ]
    page = pages.designation_page(partner, "security", Asked(DAY, "published", None))
    (card,) = (card for category in page.categories for card in category.metrics if card.key.startswith("inter"))
    assert "Prerequisite not met: 0 of 1 Security Operations Analysts." in card.sentence


def test_months_without_evidence_in_a_window_are_told(partner: Partner) -> None:
    page = pages.designation_page(partner, "data_ai", Asked(DAY, "published", None))
    cards = {card.key: card for category in page.categories for card in category.metrics}
    assert "11 months are unknown (July 2022 to May 2023): only what is known counts." in cards["deployments"].sentence
    assert "22 months are unknown" in cards["usage_growth"].sentence


def test_rows_are_searched_by_their_words_and_verdicts(partner: Partner) -> None:
    found = why(partner, "modern_work", "deployments", "smb", tab="missed", text="fabrikam")
    assert [(row.cells[1].text, row.verdict_label, row.shortfall) for row in found.rows] == [
        ("Fabrikam", "too few of its seats active", "short by 1"),
        ("Fabrikam", "association does not count here", ""),
    ]
    every = why(partner, "modern_work", "deployments", "smb", tab="missed").listed
    assert (found.listed.found, found.listed.every, every.found) == (2, every.every, every.every)
    assert [tab.count for tab in found.tabs if tab.current] == [2]
    many = why(partner, "modern_work", "deployments", "smb", tab="missed", text="TOO MANY SEATS")
    assert {row.cells[1].text for row in many.rows} == {"Litware"}


@pytest.mark.parametrize(("sort", "amounts"), [("amount", ["8", "8", "8", "45"]), ("-amount", ["45", "8", "8", "8"])])
def test_rows_are_sorted_by_any_column(partner: Partner, sort: str, amounts: list[str]) -> None:
    found = why(partner, "modern_work", "deployments", "smb", sort=sort)
    assert [row.cells[-1].text for row in found.rows] == amounts
    heads = {head.label: head for head in found.listed.heads}
    assert heads["Active users"].sorted == ("descending" if sort.startswith("-") else "ascending")
    assert heads["Active users"].url.endswith(f"sort={'amount' if sort.startswith('-') else '-amount'}#list")
    assert heads["Seats"].sorted == "none"
