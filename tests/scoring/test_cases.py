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
from scoring.metrics import METRICS
from scoring.score import Score
from tests.cases_format import PICTURES, Case, Expected, cases, comparable, lines, named, same_rows


@pytest.mark.parametrize("case", cases("designation"), ids=lambda case: case.name)
def test_case(case: Case, db: None, tmp_path: Path) -> None:
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
        found = _metric(queries.explanation(partner, case.designation, case.metric, *asked), case)
        if expected.contributions:
            rows, wanted = same_rows(found["rows"], expected.contributions)
            assert rows == wanted, where
    else:
        found = _total(*queries.scores(partner, *asked, designation=case.designation))
    assert named(found, expected.values) == comparable(expected.values), where


def _metric(found: Explanation, case: Case) -> dict[str, Any]:
    unit = rules.book().designations[case.designation].metrics[case.metric].unit  # type: ignore[index]
    measured = wire.metric(found.measured)
    rows = [{**wire.contribution(row), **row.subject, "lines": lines(row.origins)} for row in found.contributions]
    exact = {"actual": found.measured.actual, "points": found.measured.points}
    return {**measured, **exact, "track": found.track.key, "next_step": wording.gap(measured, unit), "rows": rows}


def _total(found: Score) -> dict[str, Any]:
    metrics = {one.metric: {**wire.metric(one), "points": one.points} for one in found.metrics}
    assert found.shown == points.shown_total(sum((one.points for one in found.metrics), Fraction(0)))
    return {**wire.score(found), "points": found.points, "metrics": metrics}


def test_case_names_are_told_apart_and_their_sources_known() -> None:
    every = [*cases("designation"), *cases("specialization")]
    assert len({case.name for case in every}) == len(every)
    assert {case.source for case in every} <= {*rules.book().sources, *PICTURES}


def test_every_metric_has_a_case() -> None:
    told = {(case.designation, case.metric) for case in cases("designation") if case.metric}
    assert told == {(designation, metric) for designation, metrics in METRICS.items() for metric in metrics}
