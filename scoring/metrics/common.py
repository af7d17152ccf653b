"""What measures share: reading the months compared, matching values, and the shape of their contributions.

A measure is a module with ``DATASETS``, ``SUBJECT`` (the columns that name what was counted, in order), ``MONTHLY`` (whether it
looks at months, or at the day itself) and ``contributions(tables, rule) -> Table``.

Contributions have one row per thing that was looked at: ``partner``, the subject columns, ``period`` (now, base or
later), ``month``, ``amount`` (what was measured, DECIMAL), ``units`` (what it adds to the period's figure), ``verdict``
(``counted``, or the first condition that failed), ``lack`` (what is missing to a limit, where one is what it failed) and
``origin`` (list of {run, row}: the lines of the files that it came from).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

import ibis
from ibis.expr.types import ArrayColumn, BooleanValue, DecimalValue, StringValue, Table

from evidence.engine import plain
from evidence.lookups import lookup
from evidence.shared import shared
from partnerhub.rulebook import Entry, normalise
from scoring.rule import Rule

NOW, BASE, LATER = "now", "base", "later"
COUNTED = "counted"
AMOUNT = "decimal(38, 10)"

Totals = Mapping[str, Decimal]


@dataclass(frozen=True)
class Scope:
    """The day a score stands on and its basis (published or preview)."""

    as_of: date
    basis: str


class Measure(Protocol):
    """What every measure's module has."""

    DATASETS: tuple[str, ...]
    SUBJECT: tuple[str, ...]
    MONTHLY: bool

    def contributions(self, tables: Mapping[str, Table], rule: Rule) -> Table: ...


def in_periods(facts: Table, periods: Table) -> Table:
    """The facts of the months that count now or as base for their partner, and (period ``later``) of months after now."""
    same = [facts.cohort == periods.cohort, facts.month == periods.month]
    return shared(facts.inner_join(periods, same).select(facts, periods.period))


def among(text: StringValue, values: Sequence[str]) -> BooleanValue:
    """Whether the value is one of these, however it is written. A missing value is none of them."""
    return plain(text).isin(sorted({normalise(value) for value in values})).fill_null(False)


def named(facts: Table, written: str, name: str, keys: Iterable[tuple[str, str]]) -> Table:
    """The facts with ``name``: the key that the plain text in the column ``written`` leads to; NULL where to none.

    ``keys`` are pairs of normalised text and key; a text with several keys makes a row of each.
    """
    found = lookup(("written_as", name), sorted(keys))
    return facts.left_join(found, facts[written] == found.written_as).drop(written, "written_as")


def first_failure(*conditions: tuple[BooleanValue, str]) -> StringValue:
    """The name of the first condition that holds (a failure), else ``counted``."""
    return ibis.cases(*conditions, else_=COUNTED)


def short_of(amount: DecimalValue, limit: Entry, *, of: DecimalValue | None = None) -> BooleanValue:
    """Whether the amount misses a limit: reached at its value (``at_least``), beyond it (``above``), or up to it (``at_most``).

    With ``of`` the limit is a share of that.
    """
    bound = exactly(limit) if of is None else of * exactly(limit)
    if limit.comparison == "at_most":
        return amount > bound
    return amount <= bound if limit.comparison == "above" else amount < bound


def exactly(limit: Entry) -> DecimalValue:
    """A limit's value in a statement, digit by digit: of a number without a type DuckDB keeps three decimals, Spark more."""
    return ibis.literal(limit.value, AMOUNT)


def lacking(verdict: StringValue, failed: str, lack: DecimalValue | None) -> DecimalValue:
    """The column ``lack``: what is missing where the verdict is ``failed``; NULL elsewhere."""
    nothing = ibis.null(AMOUNT)
    return nothing if lack is None else ibis.ifelse(verdict == failed, lack.cast(AMOUNT), nothing)


def apart(rows: Table) -> StringValue:
    """What keeps rows apart that do not count: their association. Rows that count together have one group."""
    return ibis.ifelse(rows.failed == COUNTED, "", rows.association_text.fill_null(""))


def associations(rows: Table) -> ArrayColumn:
    """The associations of the rows that make a contribution."""
    return rows.association_text.fill_null("").collect(distinct=True)


def origin(facts: Table) -> ArrayColumn:
    """The lines of the files that a contribution came from, each once although it may tell of several workloads."""
    return ibis.struct({"run": facts.run, "row": facts.row}).collect(distinct=True)


def one_each(verdict: StringValue) -> DecimalValue:
    """A unit for every row that counts."""
    return (verdict == COUNTED).cast(AMOUNT)


def amount_each(verdict: StringValue, amount: DecimalValue) -> DecimalValue:
    """Its amount as the units of every row that counts."""
    return (verdict == COUNTED).ifelse(amount, 0).cast(AMOUNT)
