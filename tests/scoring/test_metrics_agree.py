"""Generated evidence of thousands of partners: the engine agrees with the slow twin, for every designation and edition."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scoring.measure import NO_EVIDENCE, Measured
from scoring.score import Score, score
from tests.scoring.generated import Situation, editions, lake, situation
from tests.scoring.slow import Answer, Total

Told = dict[str, object]
# Partners of each designation, over its editions and both bases. Most of a lake's time does not depend on how many it has.
PARTNERS, EXAMPLES = 2000, 1
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
    with lake(drawn) as known, known.asked() as question:
        found = {one.partner: _found(one) for one in score(question)}
    assert list(found) == list(drawn.markets)
    for partner, told in found.items():
        assert told == _expected(drawn.twin(partner).score()), f"the partner of seed {drawn.seeds[partner]}"


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
