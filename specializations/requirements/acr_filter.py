"""From the rulebook's ACR filters to an expression over azure usage.

``Filter.matches`` is the slow twin that it must agree with.
"""

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from evidence.engine import plain
from partnerhub.rulebook import Filter, normalise


def passes(usage: Table, rule: Filter) -> BooleanValue:
    """Whether a usage row passes the filter. An empty cell, or a column the file lacks, reads as the field's ``absent_means``."""
    if rule.all_of is not None:
        return ibis.and_(*(passes(usage, part) for part in rule.all_of))
    if rule.any_of is not None:
        return ibis.or_(*(passes(usage, part) for part in rule.any_of))
    found = _cell(usage, rule).isin(sorted({normalise(value) for value in rule.values}))
    return found if rule.in_ is not None else ~found


def _cell(usage: Table, rule: Filter) -> StringValue:
    written = plain(usage[rule.field].fill_null(""))
    return ibis.ifelse(written == "", normalise(rule.absent_means), written)
