"""Generated evidence of thousands of partners: the engine agrees with the slow twin, for every designation
and edition, in bulk or not."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from evidence.queries import BULK
from scoring.measure import NO_EVIDENCE, Measured
from scoring.score import Score, score
from tests.scoring.generated import Situation, editions, lake, situation
from tests.scoring.slow import Answer, Total

pytestmark = pytest.mark.once
Told = dict[str, object]
# Partners of each designation, over its editions and both bases. Most of a lake's time does not depend on how many it has.
PARTNERS, EXAMPLES = 1200, 1
EDITIONS = Counter(designation for designation, _ in editions())
# A partner is drawn from its seed alone, so that there is nothing to shrink; the message names the partner's.
one_lake = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate])


@pytest.mark.parametrize("basis", ["published", "preview"])
@pytest.mark.parametrize(("designation", "as_of"), editions(), ids=str)
def test_engine_agrees_with_the_slow_twin(designation: str, as_of: date, basis: str) -> None:
    partners = PARTNERS // (EDITIONS[designation] * 2 * EXAMPLES)

    @given(st.integers(0, 2**32 - 1))
    @one_lake
    def agrees(seed: int) -> None:
        _agrees(situation(designation, as_of, basis, range(seed, seed + partners)))

    agrees()


def _agrees(drawn: Situation) -> None:
    with lake(drawn) as known:
        with known.asked() as question:
            found = list(score(question))
        with known.asked(kind=BULK) as question:
            assert list(score(question)) == found
    assert [one.partner for one in found] == list(drawn.markets)
    for one in found:
        assert _found(one) == _expected(drawn.twin(one.partner).score()), (
            f"the partner of seed {drawn.seeds[one.partner]}"
        )
        _within_bounds(one)


def _within_bounds(total: Score) -> None:
    assert 0 <= total.points == sum(one.points for one in total.metrics) <= 100
    assert all(0 <= part.points <= part.cap for one in total.metrics for part in (one, *one.parts))
    assert all(other.points <= total.points for other in total.others)


def _found(one: Score) -> Told:
    metrics = {of.metric: _measured(of) for of in one.metrics}
    return {"track": one.track.key, "points": one.points, "qualified": one.qualified, **metrics}


def _measured(one: Measured) -> Told:
    gates = {gate.key: (gate.people, gate.needed) for gate in one.gates if one.state != NO_EVIDENCE}
    parts = {part.metric: _measured(part) for part in one.parts}
    return _told(one.state, one.reason, one.actual, one.points) | {"gates": gates, "parts": parts}


def _expected(total: Total) -> Told:
    metrics = {key: _answer(one) for key, one in total.metrics.items()}
    return {"track": total.track, "points": total.points, "qualified": total.qualified, **metrics}


def _answer(one: Answer) -> Told:
    parts = {key: _answer(part) for key, part in one.parts.items()}
    return _told(one.state, one.reason, one.actual, one.points) | {"gates": dict(one.gates), "parts": parts}


def _told(state: str, reason: str | None, actual: Fraction, points: Fraction) -> Told:
    return {"state": state, "reason": reason, "actual": actual, "points": points}


@pytest.mark.parametrize("designation", EDITIONS)
def test_drawn_partners_are_worth_agreeing_on(designation: str) -> None:
    """Of every metric some earn all, some a part, some nothing, some are unknown; every track is somebody's; a few qualify."""
    as_of = dict(editions())[designation]
    drawn = situation(designation, as_of, "published", range(300))
    totals = [drawn.twin(partner).score() for partner in drawn.markets]
    found = {(key, _kind(one, drawn, total.track, key)) for total in totals for key, one in total.metrics.items()}
    assert found == {(key, kind) for key in totals[0].metrics for kind in ("all", "part", "nothing", "unknown")}
    tracks = drawn.twin("1000000").rules.peek(f"{designation}.tracks")
    assert {total.track for total in totals} == set(tracks.value if tracks else [""])  # type: ignore[arg-type]
    assert {total.qualified for total in totals} == {True, False}


def _kind(one: Answer, drawn: Situation, track: str, metric: str) -> str:
    if one.state == NO_EVIDENCE:
        return "unknown"
    cap = drawn.twin("1000000").rules.number(f"{drawn.designation}.{metric}.cap", track)
    return "nothing" if not one.points else "all" if one.points == cap else "part"
