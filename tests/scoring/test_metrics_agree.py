"""Generated evidence: the engine agrees with the slow twin, and every figure is the sum of the rows behind it, exactly."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings

from scoring.explain import Explanation, explain
from scoring.metrics import METRICS
from scoring.metrics.common import COUNTED
from scoring.score import Score, score
from tests.scoring.generated import BOOK, BUSINESS_APPS, MARKETS, Situation, lake, situations, stored
from tests.scoring.slow import Slow

EVERY = METRICS[BUSINESS_APPS]
some = settings(max_examples=10, deadline=None, derandomize=True, database=None)
fewer = settings(some, max_examples=6)


def slow(situation: Situation, partner: str) -> Slow:
    facts = {name: [row for row in rows if row["partner"] == partner] for name, rows in stored(situation.facts).items()}
    return Slow(BOOK, situation.as_of, situation.basis, MARKETS[partner], facts)


@given(situations())
@some
def test_metrics_agree_with_the_slow_twin(situation: Situation) -> None:
    with lake(situation) as known, known.asked(*MARKETS) as question:
        found = {one.partner: one for one in score(question)}
    assert {partner: _measured(one) for partner, one in found.items()} == {
        partner: _expected(slow(situation, partner)) for partner in MARKETS
    }


def _measured(found: Score) -> dict[str, object]:
    metrics = {one.metric: (one.state, one.actual, one.points) for one in found.metrics}
    return {"track": found.track.key, "points": found.points, **metrics}


def _expected(twin: Slow) -> dict[str, object]:
    metrics = {
        key: (
            "no_evidence" if (actual := twin.actual(key)) is None else "measured",
            actual or Fraction(0),
            twin.points(key),
        )
        for key in EVERY
    }
    return {"track": twin.track(), "points": sum((twin.points(key) for key in EVERY), Fraction(0)), **metrics}


@given(situations())
@fewer
def test_rows_behind_a_figure_add_up_to_it_and_leave_none_out(situation: Situation) -> None:
    partner = min(MARKETS)
    with lake(situation) as known, known.asked(partner) as question:
        (total,) = score(question)
        for measured in total.metrics:
            found = explain(question, measured.metric)
            assert found.measured == measured
            assert _units(found) == {period: total for period, total in measured.totals.items() if total}
            assert _lines(found) == _lines_looked_at(situation, partner, found)


def _units(found: Explanation) -> Mapping[str, Decimal]:
    units: Counter[str] = Counter()
    for row in found.contributions:
        assert row.verdict == COUNTED or row.units == 0
        units[row.period] += row.units  # type: ignore[assignment]
    return {period: total for period, total in units.items() if total}  # type: ignore[misc]


def _lines(found: Explanation) -> list[tuple[int, int]]:
    return sorted(line for row in found.contributions for line in row.origins)


def _lines_looked_at(situation: Situation, partner: str, found: Explanation) -> list[tuple[int, int]]:
    """Each line of the months compared, and of later ones, once; of trainings each line that is believed."""
    rows = [row for row in stored(situation.facts)[found.measured.dataset] if row["partner"] == partner]
    if found.measured.dataset == "trainings":
        rows = list({(row["person"], row["title"].lower(), row["completed"]): row for row in rows}.values())
    else:
        months = found.measured.months
        rows = [row for row in rows if _looked_at(row["month"], months.now, months.base)]
    return sorted((row["run"], row["row"]) for row in rows)


def _looked_at(month: date, now: date | None, base: date | None) -> bool:
    return now is not None and (month in {now, base} or month > now)


@given(situations())
@fewer
def test_many_partners_at_once_equal_one_by_one(situation: Situation) -> None:
    with lake(situation) as known:
        with known.asked(*MARKETS) as question:
            together = {one.partner: one for one in score(question)}
        apart = {}
        for partner in MARKETS:
            with known.asked(partner) as question:
                (apart[partner],) = score(question)
    assert together == apart
