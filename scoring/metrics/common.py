"""What metrics share: reading the months compared, matching values, and the shape of their contributions.

A metric is a module with ``DATASET``, ``SUBJECT`` (the columns that name what was counted, in order),
``contributions(tables, rule) -> Table`` and ``actual(totals, rule) -> Actual``.

Contributions have one row per thing that was looked at: ``partner``, the subject columns, ``period`` (now, base or
later), ``month``, ``amount`` (what was measured, DECIMAL), ``units`` (what it adds to the period's figure), ``verdict``
(``counted``, or the first condition that failed) and ``origin`` (list of {run, row}: the lines of the file that it came
from).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import ibis
from ibis.expr.types import ArrayColumn, BooleanValue, DecimalValue, StringValue, Table

from partnerhub.rulebook import Entry, normalise
from scoring.rule import Rule

NOW, BASE, LATER = "now", "base", "later"
COUNTED = "counted"
AMOUNT = "decimal(38, 10)"
# Replaced one by one: over a column of few distinct values DuckDB does that once per value, which it does not for TRANSLATE.
_IGNORED = " \t\n\r\f\v\u00a0_-"

Totals = Mapping[str, Decimal]


@dataclass(frozen=True)
class Scope:
    """The day a score stands on and its basis (published or preview)."""

    as_of: date
    basis: str


@dataclass(frozen=True)
class Actual:
    """What a metric measured. ``reason`` says why it earns nothing although evidence is there (None: it may earn)."""

    value: Fraction
    reason: str | None = None


class Metric(Protocol):
    """The two questions that every metric module answers."""

    DATASET: str
    SUBJECT: tuple[str, ...]
    COMPARES_YEARS: bool

    def contributions(self, tables: Mapping[str, Table], rule: Rule) -> Table: ...

    def actual(self, totals: Totals, rule: Rule) -> Actual: ...


def in_periods(facts: Table, periods: Table) -> Table:
    """The facts of the months that count now or as base, and (period ``later``) of months after now."""
    return facts.inner_join(periods, [facts.partner == periods.partner, facts.month == periods.month]).select(
        facts, periods.period
    )


def plain(text: StringValue) -> StringValue:
    """A value as files write it, without case, spaces, underscores and hyphens (decision 7), as ``normalise`` does."""
    for ignored in _IGNORED:
        text = text.replace(ignored, "")
    return text.lower()


def among(text: StringValue, values: Sequence[str]) -> BooleanValue:
    """Whether the value is one of these, however it is written. A missing value is none of them."""
    return plain(text).isin(sorted({normalise(value) for value in values})).fill_null(False)


def first_failure(*conditions: tuple[BooleanValue, str]) -> StringValue:
    """The name of the first condition that holds (a failure), else ``counted``."""
    return ibis.cases(*conditions, else_=COUNTED)


def short_of(amount: DecimalValue, floor: Entry) -> BooleanValue:
    """Whether the amount misses a floor, which is reached at its value (``at_least``) or only beyond it (``above``)."""
    return amount <= floor.value if floor.comparison == "above" else amount < floor.value


def origin(facts: Table) -> ArrayColumn:
    """The lines of the files that a contribution came from."""
    return ibis.struct({"run": facts.run, "row": facts.row}).collect()


def net(totals: Totals) -> Fraction:
    """What is there now less what was there a year earlier."""
    return Fraction(totals.get(NOW, Decimal(0))) - Fraction(totals.get(BASE, Decimal(0)))
