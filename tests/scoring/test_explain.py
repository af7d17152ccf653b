"""Everything behind one number: rows in a helpful order, the lines they came from, the rules that were read."""

import csv
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from partnerhub import rules
from partnerhub.models import Partner
from scoring import metrics, queries
from scoring.contributions import _NEARNESS
from scoring.explain import Explanation
from scoring.wording import VERDICTS
from tests.cases_format import import_table
from tests.factories import PartnerFactory

pytestmark = pytest.mark.slow

BA = "business_applications"
DAY = date(2023, 7, 25)
ONE, NONE = Decimal(1), Decimal(0)
# Columns that are named as conditions are.
COLUMNS = {
    "written_as", "rate_unit", "in_step", "claimed_active", "was_active", "mobility_usage",
    "aadp_active", "intune_active", "azip_active",
}  # fmt: skip
OF_USAGE = ("rate_card", "customer_success.workloads", "customer_success.associations")
REVENUE = """
    FiscalMonthName | CustomerTenantID | CustomerName | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    2022-06         | old              | Fourth       | Sales     | CSP Tier 1             | 400
    2023-06         | far              | Contoso      | Sales     | CSP Tier 1             | 100
    2023-06         | near             | Fabrikam     | Sales     | CSP Tier 1             | 249
    2023-06         | small            | Tailspin     | Sales     | CSP Tier 1             | 300
    2023-06         | pal              | Wingtip      | Sales     | Partner admin link     | 9000
    2023-06         | large            | Litware      | Sales     | CSP Tier 1             | 700
    2023-06         | large            | Litware      | Sales     | CSP Tier 2             | 200
    2023-07         | later            | Northwind    | Sales     | CSP Tier 1             | 5000
"""


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory()


def explained(partner: Partner, metric: str, basis: str = "published") -> Explanation:
    return queries.explanation(partner, BA, metric, DAY, basis)


def test_rows_that_count_come_first_then_those_that_lack_least(partner: Partner, tmp_path: Path) -> None:
    import_table(tmp_path, partner, "business_apps_revenue", REVENUE)
    found = explained(partner, "net_customer_adds").contributions
    assert [(row.subject["tenant"], row.period, row.verdict, row.units, row.shortfall) for row in found] == [
        ("large", "now", "counted", ONE, None),
        ("small", "now", "counted", ONE, None),
        ("old", "base", "counted", ONE, None),
        ("near", "now", "below_revenue_floor", NONE, ONE),
        ("far", "now", "below_revenue_floor", NONE, Decimal(150)),
        ("later", "later", "not_published", NONE, None),
        ("pal", "now", "association_not_eligible", NONE, None),
    ]


def test_every_verdict_has_its_place_and_its_words() -> None:
    """A metric's conditions name their verdicts; each must be sorted and told."""
    told = re.compile(r', "([a-z]+(?:_[a-z]+)+)"\)')
    files = Path(metrics.__file__).parent.glob("*.py")
    named = {verdict for file in files for verdict in told.findall(file.read_text())} - COLUMNS
    assert named - set(VERDICTS) == set()
    assert named - set(_NEARNESS) == set()
    assert {"counted", "person_already_counted"} <= set(_NEARNESS) & set(VERDICTS)


def test_row_leads_back_to_the_lines_of_its_file(partner: Partner, tmp_path: Path) -> None:
    run = import_table(tmp_path, partner, "business_apps_revenue", REVENUE)
    with next(tmp_path.glob("*.csv")).open() as file:
        lines = list(csv.DictReader(file))
    for row in explained(partner, "net_customer_adds").contributions:
        own = [lines[number - 2] for of_run, number in row.origins if of_run == run.pk]
        assert len(own) == len(row.origins)
        assert {line["CustomerTenantID"] for line in own} == {row.subject["tenant"]}
        assert sum(Decimal(line["AdjustedRevenueAmtCD"]) for line in own) == row.amount


def test_rules_that_were_read_are_told_once_with_date_and_source(partner: Partner) -> None:
    found = [
        (rule.id.removeprefix(f"{BA}."), rule.from_, rule.source)
        for rule in explained(partner, "net_customer_adds").rules
    ]
    assert sorted(found) == [
        ("classification.revenue", date(2023, 3, 1), "ba-2023-06"),
        ("classification.workloads", date(2023, 3, 1), "ba-2023-06"),
        ("freshness.performance_day", date(2023, 6, 13), "ba-2023-06"),
        ("net_customer_adds.cap", date(2022, 10, 3), "seed-003"),
        ("net_customer_adds.compares", date(2022, 10, 3), "seed-003"),
        ("net_customer_adds.revenue_floor", date(2023, 3, 1), "ba-2023-06"),
        ("net_customer_adds.threshold", date(2023, 3, 1), "ba-2023-06"),
        ("performance.associations", date(2023, 6, 13), "ba-2023-06"),
        ("performance.associations", date(2023, 6, 13), "ba-2023-06"),
        ("performance.associations", date(2023, 6, 13), "ba-2023-06"),
        ("performance.workloads", date(2023, 6, 13), "ba-2023-06"),
    ]


OF_TRACK = {"classification.revenue", "classification.workloads"}


@pytest.mark.parametrize(
    ("metric", "basis", "ids"),
    [
        (
            "advanced_certifications",
            "published",
            {"cap", "compares", "threshold", "certificates", "freshness.skilling_lag_days"},
        ),
        ("advanced_certifications", "preview", {"cap", "compares", "threshold", "certificates"}),
        ("usage_growth", "preview", {"cap", "compares", "threshold", "baseline", *OF_USAGE}),
        (
            "deployments",
            "published",
            {"cap", "compares", "threshold", "consumption_floor", "freshness.performance_day", *OF_USAGE},
        ),
    ],
)
def test_rules_of_every_kind_of_metric_are_told(partner: Partner, metric: str, basis: str, ids: set[str]) -> None:
    rules = explained(partner, metric, basis).rules
    assert {rule.id.removeprefix(f"{BA}.").removeprefix(f"{metric}.") for rule in rules} == ids | OF_TRACK


USAGE = """
    FiscalMonthName   | CustomerTenantID | Workload          | PartnerAssociationType | MAU    | MAC
    2022-0{4..7}      | {a,b}            | Business Central  | CSP Tier 1             | 30.5   |
    2023-0{4..7}      | {a,b,c}          | Business Central  | CSP Tier 1             | 31.125 |
    2023-0{5..7}      | c                | Customer Insights | Partner admin link     |        | 333333
    2023-0{4..7}      | d                | Portals           | Partner admin link     | 40     |
"""
TRAININGS = """
    TrainingTitle                            | TrainingType  | TrainingCompletionDate | ExpirationDate | MCPID
    Power Platform Developer Associate       | Certification | 2023-0{4..7}-11        | 2024-01-01     | p{1..3}
    Power Platform Solution Architect Expert | Certification | 2022-06-11             | 2023-06-11     | p{1..2}
"""
MONTHS = """
    FiscalMonthName | CustomerTenantID | Workloads         | PartnerAssociationType | AdjustedRevenueAmtCD
    2022-0{4..7}    | {a,b}            | {Sales,Power BI}  | CSP Tier 1             | 249.99
    2022-0{4..7}    | c                | {Sales,Power BI}  | CSP Tier 1             | 250
    2023-0{4..7}    | {a,b,c}          | {Sales,Power BI}  | CSP Tier 1             | 250
    2023-0{6..7}    | {a,b,c}          | Commerce          | Partner admin link     | 900
"""


def test_sums_hold_for_every_metric_month_and_basis(partner: Partner, tmp_path: Path) -> None:
    for dataset, text in {
        "business_apps_revenue": MONTHS,
        "business_apps_usage": USAGE,
        "trainings": TRAININGS,
    }.items():
        import_table(tmp_path, partner, dataset, text)
    asked = [(day, basis) for day in (date(2023, 5, 25), date(2023, 8, 25)) for basis in ("published", "preview")]
    earned = {
        (metric, day, basis): _holds(queries.explanation(partner, BA, metric, day, basis))
        for metric in rules.book().designations[BA].metrics
        for day, basis in asked
    }
    assert {metric for (metric, _, _), points in earned.items() if points > 0} == set(
        rules.book().designations[BA].metrics
    )


def _holds(found: Explanation) -> Fraction:
    """Counted units make the totals, totals the actual, the actual the points. Returns the points."""
    measured, sums = found.measured, defaultdict[str, Fraction](Fraction)
    for row in found.contributions:
        assert row.units == 0 or row.verdict == "counted"
        sums[row.period] += Fraction(row.units)
    assert {period: sums[period] for period in measured.totals} == {
        period: Fraction(total) for period, total in measured.totals.items()
    }
    now, base = sums["now"], sums["base"]
    if measured.state == "measured":
        assert measured.actual == ((now - base) * 100 / base if measured.metric == "usage_growth" else now - base)
    share = Fraction(measured.cap) * measured.actual / Fraction(measured.threshold)
    bars = measured.reason or measured.state != "measured"
    assert measured.points == (0 if bars else min(max(share, Fraction(0)), Fraction(measured.cap)))
    return measured.points
