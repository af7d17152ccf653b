"""Generated evidence of many partners: the engine agrees with the slow twin, for every designation and edition."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from scoring.measure import Measured
from scoring.score import Score, score
from tests.scoring.generated import Situation, editions, lake, situations
from tests.scoring.slow import Answer, Total

PARTNERS = 100
EXAMPLES = 2
Told = Mapping[str, object]


@pytest.mark.parametrize(("designation", "as_of"), editions(), ids=str)
def test_metrics_agree_with_the_slow_twin(designation: str, as_of: date) -> None:
    @given(situations(designation, as_of, PARTNERS))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def agrees(situation: Situation) -> None:
        with lake(situation) as known, known.asked() as question:
            found = {one.partner: _found(one) for one in score(question)}
        expected = {partner: _expected(situation.twin(partner).score()) for partner in situation.markets}
        assert set(found) == set(expected)
        for partner, told in expected.items():
            assert found[partner] == told, f"{situation.basis}, partner {partner}"

    agrees()


def _found(one: Score) -> Told:
    metrics = {of.metric: _measured(of) for of in one.metrics}
    return {"track": one.track.key, "points": one.points, "qualified": one.qualified, **metrics}


def _measured(one: Measured) -> Told:
    gates = {gate.key: (gate.people, gate.needed) for gate in one.gates} if one.state == "measured" else {}
    parts = {part.metric: _measured(part) for part in one.parts}
    return _told(one.state, one.reason, one.actual, one.points) | {"gates": gates, "parts": parts}


def _expected(total: Total) -> Told:
    metrics = {key: _answer(one) for key, one in total.metrics.items()}
    return {"track": total.track, "points": total.points, "qualified": total.qualified, **metrics}


def _answer(one: Answer) -> Told:
    parts = {key: _answer(part) for key, part in one.parts.items()}
    return _told(one.state, one.reason, one.actual, one.points) | {"gates": dict(one.gates), "parts": parts}


def _told(state: str, reason: str | None, actual: Fraction, points: Fraction) -> dict[str, object]:
    return {"state": state, "reason": reason, "actual": actual, "points": points}
