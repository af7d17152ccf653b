"""Every ACR filter of both years, compiled, agrees with the slow reading of it (``Filter.matches``) on every row."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import engine
from evidence.datasets import DATASETS
from evidence.view import EvidenceView
from partnerhub import rulebook
from partnerhub.rulebook import Filter
from specializations.requirements.acr_filter import cells, passes

BOOK = rulebook.load()
YEARS = (date(2021, 7, 7), date(2023, 7, 11))
Row = dict[str, str | None]


def _of(day: date) -> Iterator[tuple[str, Filter]]:
    rules = BOOK.on(day)
    for specialization in BOOK.specializations:
        for key, requirement in BOOK.requirements(specialization, day).items():
            if requirement.kind == "performance":
                for line, rule in rules.lines(f"{specialization}.{key}").items():
                    yield f"{day.year} {specialization} {line}", rule


FILTERS = {name: rule for day in YEARS for name, rule in _of(day)}
FIELDS = sorted(set[str]().union(*(rule.fields() for rule in FILTERS.values())))


def _values(rule: Filter) -> Iterator[tuple[str, str]]:
    """Every (field, value) that the filter names."""
    yield from ((rule.field or "", value) for value in rule.values)
    for part in (rule.all_of or ()) + (rule.any_of or ()):
        yield from _values(part)


NAMED = sorted({pair for rule in FILTERS.values() for pair in _values(rule)})
_USAGE = cells(ibis.table(dict.fromkeys(FIELDS, "string"), name="usage"), FILTERS.values())
_ANSWERS = _USAGE.select(**{name: passes(_USAGE, rule) for name, rule in FILTERS.items()})


def engine_says(rows: list[Row]) -> list[dict[str, bool]]:
    """Per row, which filters it passes."""
    with engine.session(EvidenceView(Path(), (), None, ()), ()) as session:
        session.bind_table("usage", pa.Table.from_pylist(rows, pa.schema([(field, pa.string()) for field in FIELDS])))
        return session.rows(session.statement("every filter", lambda: (_ANSWERS, None)))


def twin_says(rows: list[Row]) -> list[dict[str, bool]]:
    return [{name: rule.matches(row) for name, rule in FILTERS.items()} for row in rows]


def blank() -> Row:
    return dict.fromkeys(FIELDS)


@st.composite
def passing(draw: st.DrawFn, rule: Filter) -> Row:
    """Cells that this filter asks for, mostly."""
    if rule.all_of is not None:
        return {field: cell for part in rule.all_of for field, cell in draw(passing(part)).items()}
    if rule.any_of is not None:
        return draw(passing(draw(st.sampled_from(rule.any_of))))
    return {rule.field or "": draw(written(st.sampled_from(rule.values)))}


@st.composite
def written(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """A value as files may write it."""
    value = draw(values)
    ways = [
        value,
        value.upper(),
        value.lower(),
        f" {value}",
        value.replace(" ", "_"),
        value.replace(" ", "-"),
        f"{value} 2",
    ]
    return draw(st.sampled_from(ways))


ANYTHING = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "-", "N/A", "Unknown", "UNKNOWN"]),
    written(st.sampled_from([value for _, value in NAMED])),
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row that passes a filter or nearly does, with anything in the other cells."""
    row = {field: draw(ANYTHING) for field in draw(st.sets(st.sampled_from(FIELDS), max_size=4))}
    return blank() | row | draw(passing(draw(st.sampled_from(list(FILTERS.values())))))


@given(st.lists(rows(), min_size=1, max_size=25))
@settings(max_examples=10, deadline=None, derandomize=True, database=None)
def test_filters_of_both_years_agree_with_their_slow_twin(found: list[Row]) -> None:
    assert engine_says(found) == twin_says(found)


def test_filters_of_both_years_agree_on_every_value_they_name() -> None:
    found = [blank() | {field: value} for field, value in NAMED]
    assert engine_says(found) == twin_says(found)


def test_blank_row_passes_no_filter() -> None:
    assert engine_says([blank()]) == [dict.fromkeys(FILTERS, False)]


def test_every_filter_lets_something_pass() -> None:
    """One row for each filter: the first of every choice, and something else where a value is refused."""
    found = [blank() | _first(rule) for rule in FILTERS.values()]
    for name, own in zip(FILTERS, engine_says(found), strict=True):
        assert own[name], f"{name}: {json.dumps(_first(FILTERS[name]))}"


def _first(rule: Filter) -> dict[str, Any]:
    if rule.all_of is not None:
        return {field: cell for part in rule.all_of for field, cell in _first(part).items()}
    if rule.any_of is not None:
        return _first(rule.any_of[0])
    return {rule.field or "": rule.in_[0] if rule.in_ else "Something else"}


def test_fields_of_filters_are_columns_of_azure_usage() -> None:
    assert set(FIELDS) <= set(DATASETS["azure_usage"].schema)
    assert set(FIELDS) <= set(BOOK.acr_fields)
