"""The three partners' Business Applications, read through the real scoring."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.demo.loaded.reading import (
    CONTOSO,
    FABRIKAM,
    METRICS,
    TAILSPIN,
    counted_units,
    points,
    score,
    verdict,
    why,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_contoso_is_qualified_with_78() -> None:
    found = score(CONTOSO)

    assert (found.track.key, found.points, found.shown, found.qualified) == ("enterprise", Fraction("77.5"), 78, True)
    assert points(found) == [Fraction(text) for text in ("15", "17", "15", "14.5", "16")]


def test_contoso_preview_shows_more() -> None:
    found = score(CONTOSO, "preview")

    assert found.shown == 84
    assert [int(one.actual) for one in found.metrics if one.metric != "usage_growth"] == [6, 18, 7, 5]


def test_fabrikam_is_two_points_short_and_has_a_metric_at_zero() -> None:
    found = score(FABRIKAM)

    assert (found.track.key, found.track.measured, found.points, found.qualified) == ("smb", "3", Fraction(68), False)
    assert points(found) == [Fraction(text) for text in ("12", "16", "0", "24", "16")]


def test_fabrikam_would_qualify_with_the_preview() -> None:
    found = score(FABRIKAM, "preview")

    assert (found.shown, found.qualified) == (86, True)
    assert points(found) == [Fraction(text) for text in ("15", "20", "7.5", "27.2", "16")]


def test_tailspin_has_no_evidence_where_years_are_compared() -> None:
    found = score(TAILSPIN)

    assert {one.metric: (one.state, int(one.points), one.months.missing) for one in found.metrics} == {
        "net_customer_adds": ("no_evidence", 0, (date(2022, 6, 1),)),
        "intermediate_certifications": ("measured", 8, ()),
        "advanced_certifications": ("measured", 0, ()),
        "usage_growth": ("no_evidence", 0, (date(2023, 6, 1), date(2022, 6, 1))),
        "deployments": ("no_evidence", 0, (date(2023, 6, 1), date(2022, 6, 1))),
    }


@pytest.mark.parametrize(
    ("customer", "period", "expected"),
    [
        ("VanArsdel", "now", ("counted", Decimal(250), None)),
        ("Southridge Video", "now", ("below_revenue_floor", Decimal("249.99"), Decimal("0.01"))),
        ("School of Fine Art", "now", ("below_revenue_floor", Decimal("237.5"), Decimal("12.5"))),
        ("Liberty's Delightful Sinful Bakery & Cafe", "now", ("association_not_eligible", Decimal(1930), None)),
        ("Consolidated Messenger", "now", ("workload_not_eligible", Decimal(420), None)),
        ("Relecloud", "later", ("not_published", Decimal(640), None)),
        ("Nod Publishers", "base", ("counted", Decimal(300), None)),
    ],
)
def test_fabrikam_revenue_of_named_customers(
    customer: str, period: str, expected: tuple[str, Decimal, Decimal | None]
) -> None:
    assert verdict(why(FABRIKAM, "net_customer_adds"), period, customer=customer) == expected


@pytest.mark.parametrize(
    ("metric", "name", "expected"),
    [
        ("intermediate_certifications", "Dov Foxglove", "counted"),
        ("intermediate_certifications", "Elia Gorseland", "expired"),
        ("intermediate_certifications", "Faye Heathercote", "not_published"),
        ("intermediate_certifications", "Hedy Larchmont", "not_active"),
        ("advanced_certifications", "Bryn Dovecote", "expired"),
        ("advanced_certifications", "Cleo Emberly", "certificate_not_listed"),
        ("advanced_certifications", "Gus Ivybridge", "not_published"),
    ],
)
def test_fabrikam_certificates_of_named_people(metric: str, name: str, expected: str) -> None:
    earlier = {
        "Dov Foxglove": "Data Analyst",
        "Bryn Dovecote": "Solution Architect",
        "Cleo Emberly": "Solution Architect",
    }
    rows = [
        row
        for row in why(FABRIKAM, metric).contributions
        if row.subject["name"] == name and row.verdict not in {"not_a_certificate", "certificate_unknown"}
        if earlier.get(name, "") in row.subject["title"]
    ]

    assert [row.verdict for row in rows] == [expected]


@pytest.mark.parametrize(
    ("workload", "metric", "expected"),
    [
        ("finance_and_operations", "deployments", ("below_consumption_floor", Decimal(4800), Decimal(200))),
        ("finance_and_operations", "usage_growth", ("counted", Decimal(4800), None)),
    ],
)
def test_fabrikam_usage_below_the_floor_still_grows(
    workload: str, metric: str, expected: tuple[str, Decimal, Decimal | None]
) -> None:
    assert verdict(why(FABRIKAM, metric), "now", customer="VanArsdel", workload=workload) == expected


@pytest.mark.parametrize("metric", ["usage_growth", "deployments"])
def test_fabrikam_usage_that_does_not_count(metric: str) -> None:
    rows = why(FABRIKAM, metric)

    assert verdict(rows, "now", customer="Southridge Video")[0] == "association_not_eligible"
    assert verdict(rows, "now", customer="School of Fine Art")[0] == "no_rate"


# One day in each month of the rules, from the first edition to the demo's day.
DAYS = [date(2022, month, 25) for month in (10, 11, 12)] + [date(2023, month, 25) for month in range(1, 8)]


@pytest.mark.parametrize("mpn_id", [CONTOSO, FABRIKAM, TAILSPIN])
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("basis", ["published", "preview"])
def test_counted_contributions_add_up_to_the_figure_in_every_month(mpn_id: str, metric: str, basis: str) -> None:
    for day in DAYS:
        found = why(mpn_id, metric, basis, day)
        for period in ("now", "base"):
            assert counted_units(found.contributions, period) == found.measured.totals.get(period, Decimal(0)), day


def test_restated_month_is_replayed_as_it_was_known() -> None:
    before, after = (
        score(CONTOSO, "published", date(2023, 6, 20), datetime(2023, 6, day, tzinfo=UTC)) for day in (21, 30)
    )

    assert [found.metrics[0].totals["now"] - found.metrics[0].totals["base"] for found in (before, after)] == [5, 4]
