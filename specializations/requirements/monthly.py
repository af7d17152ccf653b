"""ACR by month: what the performance requirements of a specialization add up, and what the month after adds.

The months of the window add up to what ``performance.check`` measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
from ibis.expr.types import Table

from evidence import engine
from evidence.engine import Session
from partnerhub.rulebook import Filter, Rules
from scoring.metrics.common import AMOUNT
from scoring.periods import shift
from specializations.requirements import performance
from specializations.requirements.acr_filter import cells, passes
from specializations.requirements.performance import DATASET

Amounts = Mapping[date, Decimal]
MAX_REMEMBERED = 2000
_remembered: dict[tuple[object, ...], Mapping[str, Amounts]] = {}


@dataclass(frozen=True)
class Span:
    """The months of a specialization's window, oldest first, and those of them that are unknown; ``ahead`` is the month after it,
    where there is evidence of that already."""

    months: tuple[date, ...]
    missing: tuple[date, ...]
    ahead: date | None

    @property
    def every(self) -> tuple[date, ...]:
        return (*self.months, *([self.ahead] if self.ahead else []))


def span(session: Session, rules: Rules, specialization: str) -> Span:
    """The months to look at for the session's one partner."""
    (partner,) = session.view.partners
    found = performance.window(session, rules, specialization, partner)
    following = shift(found.months[0], 1) if found.months else None
    known = session.view.months(DATASET, partner)
    return Span(found.months[::-1], found.missing, following if following in known else None)


def lines(rules: Rules, specialization: str) -> dict[str, Mapping[str, Filter]]:
    """The requirements of a specialization that have ACR lines, with the filters of those."""
    found = (one.of for one in performance.figures(rules) if not one.part and one.of.specialization == specialization)
    return {one.key: rules.lines(one.id) for one in found}


def amounts(session: Session, rules: Rules, specialization: str) -> Mapping[str, Amounts]:
    """What counted (USD) by requirement and month, where anything did; worked out once for everything that it depends on."""
    (partner,) = session.view.partners
    if not lines(rules.fresh(), specialization):
        return {}
    months = span(session, rules.fresh(), specialization).every
    book = rules.book
    view = session.view.digest(partner, (DATASET,), (book.digest, str(book.edition(rules.day))))
    key = (str(session.view.lake), view, specialization, months)
    if key not in _remembered:
        if len(_remembered) >= MAX_REMEMBERED:
            _remembered.clear()
        _remembered[key] = _ask(session, rules, specialization, months)
    return _remembered[key]


def _ask(session: Session, rules: Rules, specialization: str, months: tuple[date, ...]) -> Mapping[str, Amounts]:
    cohorts = session.view.cohorts(session.view.partners)
    rows = [{"cohort": one, "period": "", "month": month} for one in sorted(cohorts) for month in months]
    session.bind("periods", rows, engine.PERIODS)
    identity = (rules.book.digest, rules.book.edition(rules.day), specialization, "by_month")
    statement = session.statement(identity, lambda: (by_month(rules.fresh(), specialization), None))
    found: dict[str, dict[date, Decimal]] = {}
    for row in session.rows(statement):
        month = row.pop("month")
        for key, amount in row.items():
            found.setdefault(key, {})[month] = amount
    return found


def by_month(rules: Rules, specialization: str) -> Table:
    """A row per month, with the ACR (USD) that counts for each requirement; within one a row counts once."""
    own = lines(rules, specialization)
    rows = performance.eligible(rules)
    rows = rows.filter(performance.associated(rows, performance.associations(rules, specialization)))
    rows = cells(rows, [rule for found in own.values() for rule in found.values()])
    sums = {key: rows.acr.sum(where=ibis.or_(*(passes(rows, rule) for rule in own[key].values()))) for key in own}
    return rows.group_by("month").aggregate(**{key: found.fill_null(0).cast(AMOUNT) for key, found in sums.items()})
