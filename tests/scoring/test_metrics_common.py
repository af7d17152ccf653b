"""What metrics share: values compared as the rulebook compares them, floors, and the order of failures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.expr.types import Value

from evidence import engine
from evidence.engine import plain
from evidence.view import EvidenceView
from partnerhub import rulebook
from partnerhub.rulebook import Entry, normalise
from scoring.metrics.common import AMOUNT, COUNTED, among, first_failure, short_of

# What stands between letters in exports, and letters whose small form is one letter.
WRITTEN = st.text(st.sampled_from(" \t\n\r\f\v\u00a0_-ABCxyzÄÉß&/()0189.,"), max_size=12)


def answers(values: list[str | None], expression: Value) -> list[object]:
    """What the engine makes of these values (column ``text``), in their order."""
    table = ibis.memtable({"place": range(len(values)), "text": values}, schema={"place": "int64", "text": "string"})
    with engine.session(EvidenceView(Path(), (), None, ()), ()) as session:
        found = session.connection.backend.to_pyarrow(table.mutate(answer=expression).order_by("place"))
    return found["answer"].to_pylist()  # type: ignore[no-any-return]


@given(st.lists(WRITTEN, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None, derandomize=True, database=None)
def test_engine_reads_values_as_the_rulebook_does(values: list[str]) -> None:
    assert answers(list(values), plain(ibis._.text)) == [normalise(value) for value in values]


def test_value_is_among_others_however_it_is_written() -> None:
    values = ["Benefits programs", "BENEFITS_PROGRAMS", "benefits\nprograms", "Benefit", "", None]
    assert answers(values, among(ibis._.text, ("Trial", "Benefits programs"))) == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("day", "short"), [(date(2023, 2, 28), [True, True, False]), (date(2023, 3, 1), [True, False, False])]
)
def test_floor_is_exclusive_in_2022_and_inclusive_in_2023(day: date, short: list[bool]) -> None:
    amount = ibis._.text.cast(AMOUNT)
    assert answers(["1499.99", "1500", "1500.01"], short_of(amount, _revenue_floor(day))) == short


def _revenue_floor(day: date) -> Entry:
    track = "larger" if day < date(2023, 3, 1) else "enterprise"
    floor = rulebook.load().on(day).get("business_applications.net_customer_adds.revenue_floor", track=track)
    assert floor.value == Decimal(1500)
    return floor


def test_floor_is_met_at_its_last_digit() -> None:
    floor = replace(_revenue_floor(date(2023, 3, 1)), value=Decimal("237.50505"))
    amount = ibis._.text.cast(AMOUNT)
    assert answers(["237.50504", "237.50505"], short_of(amount, floor)) == [True, False]
    assert answers(["475.01009", "475.0101"], short_of(amount, floor, of=ibis.literal(2, AMOUNT))) == [True, False]


def test_first_failure_is_named() -> None:
    text = ibis._.text
    verdict = first_failure((text.length() > 3, "too long"), (text.length() > 1, "long"))
    assert answers(["a", "ab", "abcd"], verdict) == [COUNTED, "long", "too long"]
