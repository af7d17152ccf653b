"""From the rulebook's ACR filters to an expression over azure usage.

``Filter.matches`` is the slow twin that it must agree with.
"""

from collections.abc import Iterable

import ibis
from ibis.expr.types import BooleanValue, Table

from evidence.engine import plain
from partnerhub.rulebook import Filter, normalise


def cells(usage: Table, filters: Iterable[Filter]) -> Table:
    """The rows with every field that one of the filters tests made plain, once for all tests of it."""
    tested = sorted(set[str]().union(*(rule.fields() for rule in filters)))
    return usage.mutate(**{field: plain(usage[field]) for field in tested})


def passes(cells: Table, rule: Filter) -> BooleanValue:
    """Whether a row, made ``cells``, passes the filter.

    An empty cell, or a column the file lacks, reads as the field's ``absent_means``.
    """
    if rule.all_of is not None:
        return ibis.and_(*(passes(cells, part) for part in rule.all_of))
    if rule.any_of is not None:
        return ibis.or_(*(passes(cells, part) for part in rule.any_of))
    values = {normalise(value) for value in rule.values}
    # Filling the gaps of the answer takes half as long as filling those of the text.
    blank = normalise(rule.absent_means) in values
    found = cells[rule.field].isin(sorted(values | {""} if blank else values)).fill_null(blank)
    return found if rule.in_ is not None else ~found
