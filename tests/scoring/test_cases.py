"""The worked examples of designations, asked of the real score and its explanation."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import points, queries, wire, wording
from scoring.explain import Explanation
from scoring.measure import Measured
from scoring.score import Score
from tests.cases_format import PICTURES, Case, Expected, cases, comparable, lines, named, same_rows

pytestmark = pytest.mark.once


@pytest.mark.parametrize("case", cases("designation"), ids=lambda case: case.name)
def test_case(case: Case, db: None, tmp_path: Path, settings: Any) -> None:
    settings.RULEBOOK_OVERLAY = case.overlay_in(tmp_path)
    partner = case.import_for_partner(tmp_path)
    for expected in case.expect:
        where = f"{case.name}, {expected.as_of} {expected.basis} known at {expected.known_at}"
        try:
            _compare(case, partner, expected, where)
        except NotInForce:
            assert not expected.in_force, where
        else:
            assert expected.in_force, where


def _compare(case: Case, partner: Partner, expected: Expected, where: str) -> None:
    asked = (expected.as_of, expected.basis, expected.known_at)
    if case.metric:
        explained = queries.explanation(partner, case.designation, case.metric, *asked, track=expected.on_track)
        found = _metric(explained, case)
        if expected.contributions:
            rows, wanted = same_rows(found["rows"], expected.contributions)
            assert rows == wanted, where
    else:
        found = _total(*queries.scores(partner, *asked, designation=case.designation))
    assert named(found, expected.values) == comparable(expected.values), where


def _metric(found: Explanation, case: Case) -> dict[str, Any]:
    metric = rules.book().metric(case.designation, case.metric)
    assert metric is not None
    gap = wording.gap(wire.metric(found.measured), metric.unit, metric)
    rows = [{**wire.contribution(row), **row.subject, "lines": lines(row.origins)} for row in found.contributions]
    return {**_exact(found.measured), "track": found.track.key, "next_step": gap, "rows": rows}


def _exact(found: Measured) -> dict[str, Any]:
    """A measured metric as it is written down, its figures and those of its parts exact."""
    parts = {part.metric: _exact(part) for part in found.parts}
    return {**wire.metric(found), "actual": found.actual, "points": found.points, "parts": parts}


def _total(found: Score) -> dict[str, Any]:
    metrics = {one.metric: _exact(one) for one in found.metrics}
    tracks = {one.track.key: one.points for one in (found, *found.others)}
    assert found.shown == points.shown_total(sum((one.points for one in found.metrics), Fraction(0)))
    return {**wire.score(found), "points": found.points, "metrics": metrics, "tracks": tracks}


def test_case_names_are_told_apart_and_their_sources_known() -> None:
    every = [*cases("designation"), *cases("specialization"), *cases("credit")]
    assert len({case.name for case in every}) == len(every)
    assert {case.source for case in every} <= {*rules.book().sources, *PICTURES}


def test_every_metric_has_a_case() -> None:
    told = {(case.designation, case.metric) for case in cases("designation") if case.metric}
    listed = rules.book().designations
    assert told == {
        (designation, metric) for designation in rules.book().scored for metric in listed[designation].metrics
    }
