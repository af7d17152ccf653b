"""One customer's Why: every row of the customer in all designations."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring.customer_page import CustomerPage, Section, customer_page
from scoring.forms import Asked
from scoring.subject_rows import Rows
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.eligible import eligible
from tests.scoring.evidence import DAY


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return eligible(tmp_path)


def page(partner: Partner, tenant: str, day: date = DAY, known_at: datetime | None = None) -> CustomerPage:
    found = customer_page(partner, tenant, Asked(day, "published", known_at))
    assert found is not None
    return found


def section(found: CustomerPage, title: str) -> Section:
    (one,) = [one for one in found.sections if one.title == title]
    return one


def test_customer_has_a_section_for_every_designation_with_rows_of_it(partner: Partner) -> None:
    found = page(partner, "northwind")
    assert (found.name, found.tenant) == ("Northwind", "northwind")
    assert found.lede == "helps 4 metrics · as of 25 Jul 2023 · as known now"
    titles = ["Data & AI", "Infrastructure", "Digital & App Innovation"]
    more = ["Business Applications · SMB", "Modern Work · Enterprise", "Security"]
    assert [one.title for one in found.sections] == titles + more
    assert [one.title for one in page(partner, "fabrikam").sections] == [*titles, more[0], more[2]]


def test_lines_say_how_the_customer_stands_in_words_and_numbers(partner: Partner) -> None:
    lines = section(page(partner, "northwind"), "Data & AI").lines
    told = [(one.why.title, one.entry.text, one.entry.tag, one.unit) for one in lines if one.entry]
    assert told == [
        ("Net customer adds", "below the floor of Azure revenue, short by 0.5", "", "customers"),
        ("Usage growth", "counted", "new", "Azure revenue in USD"),
    ]
    assert [(one.figures.now, one.figures.base, one.figures.change) for one in lines if one.figures] == [
        ("0", "0", "±0"), ("999.5", "0", "+999.5"),
    ]  # fmt: skip


def test_line_without_rows_of_the_customer_says_so(partner: Partner) -> None:
    lines = section(page(partner, "litware"), "Business Applications · SMB").lines
    assert [(one.why.title, one.entry.text if one.entry else None) for one in lines] == [
        ("Net customer adds", "no rows in the months that count"),
        ("Usage growth", "workload does not count here"),
        ("Deployments", "workload does not count here"),
    ]
    assert lines[0].figures is None


def test_part_beside_a_better_one_is_marked(partner: Partner) -> None:
    lines = section(page(partner, "litware"), "Modern Work · Enterprise").lines
    assert [(one.why.title, one.entry.text if one.entry else "", bool(one.note)) for one in lines] == [
        ("Net customer adds", "counted", False),
        ("Usage growth: CPOR", "association does not count here", False),
        ("Usage growth: DPOR", "counted", True),
        ("Deployments: CPOR", "association does not count here", False),
        ("Deployments: DPOR", "too few of its seats active, short by 10", True),
    ]


def labels(behind: Rows) -> list[str]:
    return [str(head.label) for head in behind.listed.heads]


def test_rows_behind_it_are_all_there_with_their_lines_of_the_file(partner: Partner) -> None:
    behind = section(page(partner, "northwind"), "Business Applications · SMB").behind
    assert labels(behind) == ["Counted by", "Workload", "Association", "Month", "Amount", "Verdict"]
    told = [([cell.text for cell in row.cells], row.verdict_label, row.shortfall) for row in behind.rows]
    assert told == [
        (
            ["Net customer adds", "Sales", "CSP Tier 1", "June 2023", "249.50"],
            "below the revenue floor",
            "short by 0.5",
        ),
        (["Net customer adds", "Sales", "CSP Tier 1", "July 2023", "9,000.00"], "not published yet", ""),
    ]
    assert behind.rows[0].cells[0].sub == "USD in the month"
    assert [origin.label.partition(", ")[2] for row in behind.rows for origin in row.origins] == ["row 5", "row 6"]


def test_columns_that_say_nothing_are_left_out(partner: Partner) -> None:
    found = page(partner, "northwind")
    azure, seats = section(found, "Data & AI").behind, section(found, "Modern Work · Enterprise").behind
    assert labels(azure) == ["Counted by", "Association", "Month", "Amount", "Verdict"]
    assert "Seats" in labels(seats)
    assert {len(row.cells) + 1 for row in seats.rows} == {len(labels(seats))}


def test_line_of_an_unknown_month_says_what_is_missing(partner: Partner) -> None:
    found = page(partner, "northwind", date(2023, 8, 25))
    lines = section(found, "Business Applications · SMB").lines
    assert [(one.entry.text if one.entry else None, one.note) for one in lines] == [
        ("counted", ""),
        (None, "No evidence of Business Applications usage for July 2023, July 2022: unknown, not zero."),
        (None, "No evidence of Business Applications usage for July 2023, July 2022: unknown, not zero."),
    ]
    assert [one.figures.base for one in lines if one.figures] == ["–"]


def test_tenant_of_another_partner_is_nobody_here(partner: Partner, tmp_path: Path) -> None:
    other = PartnerFactory()
    import_table(
        tmp_path,
        other,
        "azure_usage",
        """
        Month        | CustomerTenantId | PartnerAttributionType | ACR_USD
        202{2..3}-06 | elsewhere        | Partner admin link     | 5
        """,
    )
    question = Asked(DAY, "published", None)
    assert customer_page(other, "elsewhere", question) is not None
    assert customer_page(partner, "elsewhere", question) is None
    assert customer_page(other, "northwind", question) is None


def test_page_leads_back_to_the_list_of_the_same_question(partner: Partner) -> None:
    found = page(partner, "northwind", date(2023, 7, 24), datetime(2023, 7, 22, 12, tzinfo=UTC))
    assert found.parent.title == "Customer eligibility"
    asked = "as_of=2023-07-24&known_at=2023-07-22"
    assert found.parent.url == f"/partners/1000001/membership/solutions-partner/customers/?{asked}"
    assert found.sections[0].lines[0].why.url.endswith(f"/data_ai/net_customer_adds/?{asked}")
