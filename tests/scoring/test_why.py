"""The Why page of a metric: arithmetic, rows under tabs, rules, and what would change the figure."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from partnerhub import rules
from partnerhub.models import Partner
from scoring import arithmetic
from scoring.forms import Asked
from scoring.why import Shown, WhyPage, why_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, DAY, enterprise


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return enterprise(tmp_path)


def page(
    partner: Partner,
    metric: str,
    tab: str = "",
    number: str = "",
    day: date = DAY,
    basis: str = "published",
    text: str = "",
    sort: str = "",
) -> WhyPage:
    return why_page(partner, BA, metric, Asked(day, basis, None), Shown(tab, text, sort, number))


def told(found: WhyPage) -> str:
    (line,) = found.formula
    return " ".join(term.text for term in line.terms)


def test_arithmetic_is_told_in_one_line(partner: Partner) -> None:
    metrics = ("net_customer_adds", "intermediate_certifications", "usage_growth", "deployments")
    assert [told(page(partner, metric)) for metric in metrics] == [
        "10 in June 2023 − 5 in June 2022 = 5 added → 15 × 5 ÷ 5 = 15 points (at most 15, at least 0)",
        "20 people with a certificate that counts → 20 × 20 ÷ 20 = 20 points (at most 20, at least 0)",
        "( 107,500 in June 2023 − 100,000 in June 2022 ) ÷ 100,000 = 7.50% → 30 × 7.5 ÷ 30 = 7.5 points (at most 30, at least 0)",
        "5 in June 2023 − 0 in June 2022 = 5 added → 20 × 5 ÷ 5 = 20 points (at most 20, at least 0)",
    ]


def measured(**more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "state": "measured", "reason": None, "dataset": "business_apps_usage", "missing": [],
        "now": "2023-06-01", "base": "2022-06-01", "totals": {"now": "100", "base": "300"},
        "actual": "0", "threshold": "30", "cap": 30, "points": "0", "shown": "0",
    }  # fmt: skip
    return found | more


@pytest.mark.parametrize(
    ("found", "unit", "told"),
    [
        (
            measured(actual="-66.66666666666666666666666667"),
            "%",
            "( 100 in June 2023 − 300 in June 2022 ) ÷ 300 = -66.67% → 30 × -66.67 ÷ 30 = 0 points (at most 30, at least 0)",
        ),
        (
            measured(actual="-66.66666666666666666666666667", reason="below_baseline"),
            "%",
            "( 100 in June 2023 − 300 in June 2022 ) ÷ 300 = -66.67% → "
            "The year-ago consumption is below the baseline, so growth earns nothing. 0 points",
        ),
        (
            measured(totals={"now": "100"}, reason="no_base"),
            "%",
            "100 in June 2023 − 0 in June 2022 → "
            "There was no consumption a year ago to grow from, so growth earns nothing. 0 points",
        ),
        (
            measured(state="no_evidence", missing=["2022-06-01"]),
            "%",
            "No evidence of Business Applications usage for June 2022: unknown, not zero. → unknown",
        ),
    ],
)
def test_arithmetic_says_why_there_are_no_points(found: dict[str, Any], unit: str, told: str) -> None:
    known = rules.book().metric(BA, "usage_growth")
    assert known is not None
    assert known.unit == unit
    (line,) = arithmetic.lines(found, known)
    assert " ".join(term.text for term in line.terms) == told


def test_rows_stand_under_tabs(partner: Partner) -> None:
    found = page(partner, "net_customer_adds")
    assert [(tab.label, tab.count, tab.url, tab.current) for tab in found.tabs] == [
        ("Counted in June 2023", 10, "?tab=now#list", True),
        ("Counted in June 2022", 5, "?tab=base#list", False),
        ("Not counted", 1, "?tab=missed#list", False),
        ("Not published yet", 0, "?tab=later#list", False),
    ]
    assert len(found.rows) == 10
    assert [len(page(partner, "net_customer_adds", tab).rows) for tab in ("base", "later", "else")] == [5, 0, 10]


def test_certificates_have_no_year_earlier(partner: Partner) -> None:
    found = page(partner, "advanced_certifications")
    assert [(tab.label, tab.count) for tab in found.tabs] == [
        ("Counted", 7),
        ("Not counted", 20),
        ("Not published yet", 0),
    ]
    assert [head.label for head in found.listed.heads] == ["Person", "Certificate", "Valid until", "Verdict"]


def test_missed_row_says_what_it_lacks_and_where_it_came_from(partner: Partner) -> None:
    found = page(partner, "net_customer_adds", "missed")
    (row,) = found.rows
    assert [(cell.text, cell.sub) for cell in row.cells] == [
        ("Contoso", "near"),
        ("Sales", ""),
        ("CSP Tier 1", ""),
        ("June 2023", ""),
        ("1,499.50", ""),
    ]
    assert (row.verdict_label, row.shortfall) == ("below the revenue floor", "short by 0.5")
    assert [origin.label.partition(", ")[2] for origin in row.origins] == ["row 17"]
    assert found.changes == ["Contoso, Sales: 0.5 USD below the limit."]


def test_row_of_many_lines_names_them_together(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    lines = """
        FiscalMonthName | CustomerTenantID | SubscriptionId   | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
        2023-06         | a                | s{1..3}          | Sales     | CSP Tier 1             | 100
        2023-06         | b                | s1               | Sales     | CSP Tier 1             | 1
        2023-06         | a                | s4               | Sales     | CSP Tier 1             | 100
        2023-06         | b                | s1               | Sales     | CSP Tier 1             | 1
        2023-06         | a                | s5               | Sales     | CSP Tier 1             | 100
        2023-06         | b                | s1               | Sales     | CSP Tier 1             | 1
        2023-06         | a                | s6               | Sales     | CSP Tier 1             | 100
    """
    run = import_table(tmp_path, partner, "business_apps_revenue", lines)
    row = page(partner, "net_customer_adds").rows[0]
    assert [origin.label for origin in row.origins] == [
        f"run {run.pk}, rows 2–4",
        f"run {run.pk}, row 6",
        f"run {run.pk}, row 8",
        "and 1 more",
    ]
    assert [bool(origin.url) for origin in row.origins] == [True, True, True, False]


def test_rows_come_in_pages(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    people = """
        TrainingTitle                      | TrainingType  | TrainingCompletionDate | MCPID
        Power Platform Developer Associate | Certification | 2023-01-16             | p{1..51}
    """
    import_table(tmp_path, partner, "trainings", people)
    sizes = [len(page(partner, "intermediate_certifications", "now", number).rows) for number in ("", "2", "3", "x")]
    assert sizes == [25, 25, 1, 25]


def test_rule_box_shows_the_deciding_numbers_first(partner: Partner) -> None:
    found = page(partner, "net_customer_adds")
    assert [(row.label, row.value) for row in found.rule][:4] == [
        ("revenue floor", "≥ 1,500 USD"),
        ("for the maximum", "5 workloads"),
        ("maximum", "15 points"),
        ("workloads", "24 listed"),
    ]
    assert ("workloads: 21 listed", date(2022, 10, 3)) in [(one.value, one.since) for one in found.history]


def test_floor_of_2022_is_shown_as_exclusive(partner: Partner) -> None:
    found = page(partner, "net_customer_adds", day=date(2022, 12, 20))
    assert [row.value for row in found.rule][:3] == ["> 1,500 USD", "15 workloads", "15 points"]


@pytest.mark.parametrize(
    ("day", "basis", "lede", "query"),
    [
        (DAY, "published", "Business Applications · Enterprise · as of 25 Jul 2023 · as known now", ""),
        (
            date(2023, 6, 20),
            "preview",
            "Business Applications · Enterprise · as of 20 Jun 2023 · preview: everything imported so far · as known now",
            "?as_of=2023-06-20&basis=preview",
        ),
    ],
)
def test_page_leads_back_to_its_designation_on_the_same_day(
    partner: Partner, day: date, basis: str, lede: str, query: str
) -> None:
    found = page(partner, "deployments", day=day, basis=basis)
    area = "/partners/1000001/membership/solutions-partner/business_applications/"
    assert (found.title, found.lede, found.parent.title) == ("Deployments", lede, "Business Applications")
    assert (found.parent.url, found.download_url) == (area + query, f"{area}deployments/contributions.csv{query}")


def test_counted_rows_of_every_page_add_up_to_the_arithmetic(partner: Partner) -> None:
    """The figures on the page itself, as a reader would add them."""
    for tab, total in (("now", "107,500"), ("base", "100,000")):
        found = page(partner, "usage_growth", tab)
        assert sum(Decimal(row.cells[-1].text.replace(",", "")) for row in found.rows) == Decimal(
            total.replace(",", "")
        )
        assert total in told(found)
