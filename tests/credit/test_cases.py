"""The worked examples of credit, asked of the real month."""

from datetime import date
from pathlib import Path

import pytest

from credit import queries, wire
from tests.cases_format import Case, cases, comparable, named


@pytest.mark.parametrize("case", cases("credit"), ids=lambda case: case.name)
def test_case(case: Case, db: None, tmp_path: Path) -> None:
    partner = case.import_for_partner(tmp_path)
    month = date.fromisoformat(f"{case.credit}-01")
    for expected in case.expect:
        found = wire.month(queries.month(partner, month, expected.known_at))
        where = f"{case.name} known at {expected.known_at}"
        assert named(found, expected.values) == comparable(expected.values), where
        if "verdicts" in expected.values:
            assert set(found["verdicts"]) == set(expected.values["verdicts"]), where
