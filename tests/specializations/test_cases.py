"""The worked examples of specializations, asked of the real standing and its explanation."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import wire as score_wire
from scoring.actions import enrol
from specializations import queries, why, wire
from tests.cases_format import Case, Expected, cases, comparable, lines, named, same_rows

pytestmark = pytest.mark.once


@pytest.mark.parametrize("case", cases("specialization"), ids=lambda case: case.name)
def test_case(case: Case, db: None, tmp_path: Path, settings: Any) -> None:
    settings.RULEBOOK_OVERLAY = case.overlay_in(tmp_path)
    partner = case.import_for_partner(tmp_path)
    for designation in case.holds:
        enrol(partner, designation, None, starts=date(2022, 10, 3), ends=date(2024, 10, 2))
    for expected in case.expect:
        where = f"{case.name}, {expected.as_of} known at {expected.known_at}"
        try:
            _compare(case, partner, expected, where)
        except NotInForce:
            assert not expected.in_force, where
        else:
            assert expected.in_force, where


def _compare(case: Case, partner: Partner, expected: Expected, where: str) -> None:
    found = _standing(case, partner, expected)
    if case.requirement:
        found = found["requirements"][case.requirement]
    assert named(found, expected.values) == comparable(expected.values), where
    if expected.contributions:
        told = why.requirement(partner, case.specialization, case.requirement, expected.as_of)
        rows = [
            {**score_wire.contribution(row), **row.subject, "lines": lines(row.origins)} for row in told.contributions
        ]
        got, wanted = same_rows(rows, expected.contributions)
        assert got == wanted, where


def _standing(case: Case, partner: Partner, expected: Expected) -> dict[str, Any]:
    found = queries.standings(partner, expected.as_of, known_at=expected.known_at, specialization=case.specialization)
    told = wire.standing(found[case.specialization])
    return told | {"requirements": {check["key"]: check for check in told["requirements"]}}
