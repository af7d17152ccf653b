"""From the rulebook's ACR filters to an expression over azure usage.

``Filter.matches`` is the slow twin that it must agree with.
"""

from collections.abc import Iterable, Iterator

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from evidence.engine import plain
from partnerhub.rulebook import Filter, normalise


def cells(usage: Table, filters: Iterable[Filter]) -> Table:
    """The rows with every field that one of the filters tests made plain, once for all tests of it.

    An empty cell, or a column the file lacks, reads as the field's ``absent_means``.
    """
    tested = {test.field or "": test.absent_means for rule in filters for test in _tests(rule)}
    return usage.mutate(**{field: _cell(usage[field], absent) for field, absent in sorted(tested.items())})


def passes(cells: Table, rule: Filter) -> BooleanValue:
    """Whether a row, made ``cells``, passes the filter."""
    if rule.all_of is not None:
        return ibis.and_(*(passes(cells, part) for part in rule.all_of))
    if rule.any_of is not None:
        return ibis.or_(*(passes(cells, part) for part in rule.any_of))
    found = cells[rule.field].isin(sorted({normalise(value) for value in rule.values}))
    return found if rule.in_ is not None else ~found


def _cell(written: StringValue, absent: str) -> StringValue:
    # Made plain before anything else: over a column of few distinct values DuckDB does that once per value.
    return plain(written).nullif("").fill_null(normalise(absent))


def _tests(rule: Filter) -> Iterator[Filter]:
    """The tests of single fields that a filter is made of."""
    parts = (rule.all_of or ()) + (rule.any_of or ())
    if not parts:
        yield rule
    for part in parts:
        yield from _tests(part)
