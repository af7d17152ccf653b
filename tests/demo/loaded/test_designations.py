"""The three partners' other designations, read through the real scoring."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from demo.story import TODAY
from scoring.models import Enrolment
from tests.demo.loaded.figures import FIGURES, PARTS, VERDICTS
from tests.demo.loaded.reading import (
    CONTOSO,
    FABRIKAM,
    TAILSPIN,
    counted_units,
    parts,
    points,
    score,
    status,
    verdicts,
    why,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize(("mpn_id", "designation"), FIGURES)
def test_every_designation_has_the_figures_of_its_story(mpn_id: str, designation: str) -> None:
    track, qualified, expected = FIGURES[mpn_id, designation]
    found = score(mpn_id, designation=designation)

    assert (found.track.key, found.qualified) == (track, qualified)
    assert points(found) == [Fraction(text) for text in expected]


@pytest.mark.parametrize(("mpn_id", "designation", "metric"), PARTS)
def test_parts_of_a_metric_have_the_figures_of_their_story(mpn_id: str, designation: str, metric: str) -> None:
    assert parts(score(mpn_id, designation=designation), metric) == PARTS[mpn_id, designation, metric]


@pytest.mark.parametrize(("mpn_id", "designation", "metric", "name"), VERDICTS)
def test_rows_of_named_customers_and_people(mpn_id: str, designation: str, metric: str, name: str) -> None:
    expected = {
        (verdict, Decimal(amount), Decimal(lack) if lack else None)
        for verdict, amount, lack in VERDICTS[mpn_id, designation, metric, name]
    }

    assert verdicts(why(mpn_id, metric, designation=designation), name) == expected


def test_contoso_is_better_off_on_the_smb_track_of_modern_work() -> None:
    (enterprise,) = score(CONTOSO, designation="modern_work").others

    assert (enterprise.track.key, points(enterprise)) == (
        "enterprise",
        [Fraction(text) for text in ("4", "7.5", "7.5", "9", "5")],
    )


def test_contoso_meets_each_prerequisite_of_security_with_one_person() -> None:
    gates = score(CONTOSO, designation="security").metrics[1].gates

    assert [(gate.key, gate.people, gate.needed) for gate in gates] == [("engineers", 1, 1), ("analysts", 1, 1)]


@pytest.mark.parametrize(
    ("mpn_id", "designation", "shown", "qualified"),
    [
        (CONTOSO, "data_ai", 85, True),
        (CONTOSO, "digital_app_innovation", 69, False),
        (CONTOSO, "modern_work", 69, False),
        (FABRIKAM, "data_ai", 72, True),
        (FABRIKAM, "modern_work", 28, False),
    ],
)
def test_preview_of_every_designation(mpn_id: str, designation: str, shown: int, qualified: bool) -> None:
    found = score(mpn_id, "preview", designation=designation)

    assert (found.shown, found.qualified) == (shown, qualified)


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2023, 6, 20), ("measured", (), 28)), (TODAY, ("no_evidence", (date(2023, 6, 1),), 5))]
)
def test_fabrikam_office_usage_that_stopped_is_unknown_and_not_zero(day: date, expected: Any) -> None:
    found = score(FABRIKAM, as_of=day, designation="modern_work")

    assert (found.metrics[0].state, found.metrics[0].months.missing, found.points) == expected
    assert found.metrics[0].dataset == "office_usage"


@pytest.mark.parametrize("designation", [key for partner, key in FIGURES if partner == CONTOSO])
def test_tailspin_has_no_evidence_of_any_other_designation(designation: str) -> None:
    found = score(TAILSPIN, designation=designation)

    assert found.points == 0
    assert {one.state for one in found.metrics if "certifications" not in one.metric} == {"no_evidence"}


@pytest.mark.parametrize(
    ("day", "known", "states", "total"),
    [
        (date(2023, 6, 20), 21, {"measured"}, 72),
        (date(2023, 7, 20), 21, {"measured", "no_evidence"}, 0),
        (date(2023, 7, 20), 25, {"measured"}, 40),
    ],
)
def test_fabrikam_azure_usage_came_late(day: date, known: int, states: set[str], total: int) -> None:
    found = score(FABRIKAM, as_of=day, known_at=datetime(2023, day.month, known, tzinfo=UTC), designation="data_ai")

    assert {one.state for one in found.metrics} == states
    assert found.points == total


def test_restated_azure_month_changes_what_is_known_of_growth() -> None:
    told = [
        score(FABRIKAM, as_of=date(2023, 6, 20), known_at=datetime(2023, 7, day, tzinfo=UTC), designation="data_ai")
        for day in (6, 7)
    ]

    assert [found.metrics[2].totals["now"] for found in told] == [Decimal(687_450), Decimal(687_000)]


@pytest.mark.parametrize(
    ("mpn_id", "designation", "word"),
    [
        (CONTOSO, "business_applications", "qualified"),
        (CONTOSO, "data_ai", "enrolled"),
        (CONTOSO, "infrastructure", "enrolled"),
        (CONTOSO, "modern_work", "in_progress"),
        (FABRIKAM, "business_applications", "in_progress"),
        (FABRIKAM, "data_ai", "enrolled_renewal_due"),
        (TAILSPIN, "business_applications", "in_progress"),
    ],
)
def test_status_on_the_day_of_the_demo(mpn_id: str, designation: str, word: str) -> None:
    assert status(mpn_id, designation).key == word


def test_fabrikam_may_renew_as_it_qualified_before_its_anniversary() -> None:
    found = status(FABRIKAM, "data_ai")

    assert found.qualified == (date(2023, 6, 20),)
    assert found.renewal is not None
    assert (found.renewal.anniversary, found.renewal.closes) == (date(2023, 7, 10), date(2023, 8, 9))


def test_contoso_designations_share_an_anniversary() -> None:
    ends = Enrolment.objects.filter(partner__mpn_id=CONTOSO).values_list("designation", "ends")

    assert dict(ends) == {"infrastructure": date(2023, 11, 14), "data_ai": date(2023, 11, 14)}


@pytest.mark.parametrize("basis", ["published", "preview"])
@pytest.mark.parametrize(("mpn_id", "designation"), FIGURES)
def test_counted_contributions_add_up_part_by_part(mpn_id: str, designation: str, basis: str) -> None:
    for metric in score(mpn_id, basis, designation=designation).metrics:
        rows = why(mpn_id, metric.metric, basis, designation=designation)
        for part in rows.measured.parts or (rows.measured,):
            own = [row for row in rows.contributions if row.part == (part.metric if rows.measured.parts else "")]
            for period in ("now", "base"):
                assert counted_units(own, period) == part.totals.get(period, Decimal(0)), (metric.metric, part.metric)
