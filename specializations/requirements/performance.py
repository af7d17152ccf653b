"""Azure consumed revenue (ACR) over the last published months, by the specialization's own lines.

Sources: the specialization pages of 2021 and 2023 (filters, associations, offers that never count) and the usage
report's page of 2023 (one row of each record is kept: rows flagged as duplicates at partner global account level do not
count).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
from ibis.expr.types import Table

from evidence import engine
from evidence.engine import Session
from evidence.statements import Statement
from partnerhub.rulebook import Entry, Filter, Rules
from partnerhub.rulebook.schema import PerformanceRequirement
from scoring import periods
from scoring.metrics.common import AMOUNT, COUNTED, among, amount_each, first_failure, in_periods, lacking, origin
from specializations.requirements.acr_filter import passes
from specializations.requirements.check import MET, NO_EVIDENCE, NOT_MET, UNPUBLISHED, Check, Part

DATASET = "azure_usage"
SUBJECT = ("tenant", "customer", "line", "association")
OTHER = "other_service"


@dataclass(frozen=True)
class Window:
    """The published months that count, newest first, and those of them without evidence."""

    months: tuple[date, ...]
    missing: tuple[date, ...]


def window(session: Session, rules: Rules, specialization: str, partner: str) -> Window:
    """The last published months (three unless the rule says otherwise); none while no calendar is in force (2021)."""
    if not rules.has("freshness.performance_day"):
        return Window((), ())
    count = int(rules.first(f"{specialization}.window", "programme.specialization_window").value)  # type: ignore[arg-type]
    newest = periods.newest_published(rules.day, int(rules.number("freshness.performance_day")))
    months = tuple(periods.shift(newest, -back) for back in range(count))
    known = session.view.months(DATASET, partner)
    return Window(months, tuple(month for month in months if month not in known))


def contributions(session: Session, rules: Rules, specialization: str, key: str, found: Window) -> Statement:
    """One row per month, tenant, line and association, with its verdict; ``amount`` is ACR in USD."""
    return _statement(session, rules, specialization, key, found, "contributions", lambda table: table)


def _statement(
    session: Session,
    rules: Rules,
    specialization: str,
    key: str,
    found: Window,
    name: str,
    shape: Callable[[Table], Table],
) -> Statement:
    """Bind the window's months, and the statement in one of its shapes."""
    cohorts = sorted({session.view.cohort(partner) for partner in session.view.partners})
    rows = [{"cohort": cohort, "period": "now", "month": month} for cohort in cohorts for month in found.months]
    session.bind("periods", rows, engine.PERIODS)

    def build() -> tuple[Table, tuple[Entry, ...]]:
        read = rules.fresh()
        return shape(_table(read, specialization, key)), read.trace

    identity = (rules.book.digest, rules.book.edition(rules.day), specialization, key, name)
    return session.statement(identity, build)


def _table(rules: Rules, specialization: str, key: str) -> Table:
    lines = rules.lines(f"{specialization}.{key}")
    rows = in_periods(engine.tables()[DATASET], engine.tables()["periods"])
    rows = rows.mutate(line=_line(rows, lines))
    rows = rows.mutate(verdict=_verdict(rows, rules, specialization))
    rows = rows.mutate(association=rows.association_text.fill_null(""))
    grouped = rows.group_by("partner", "period", "month", "tenant", "line", "association", "verdict").aggregate(
        customer=rows.customer.max(), amount=rows.acr.sum().fill_null(0).cast(AMOUNT), origin=origin(rows)
    )
    return grouped.mutate(units=amount_each(grouped.verdict, grouped.amount), lack=lacking(grouped.verdict, "", None))


def _line(rows: Table, lines: dict[str, Filter]) -> ibis.expr.types.StringValue:
    return ibis.cases(*((passes(rows, rule), name) for name, rule in lines.items()), else_=OTHER)


def _verdict(rows: Table, rules: Rules, specialization: str) -> ibis.expr.types.StringValue:
    allowed = rules.first(f"{specialization}.associations", "programme.specialization_associations").value
    return first_failure(
        (rows.line == OTHER, OTHER),
        (rows.duplicate.fill_null(False), "duplicate"),
        (~rows.association.isin(allowed).fill_null(False), "association_not_eligible"),
        (among(rows.offer_type, rules.names("programme.excluded_offers")), "offer_excluded"),
        (rows.acr.isnull(), "no_amount"),
    )


def check(session: Session, rules: Rules, specialization: str, key: str, requirement: PerformanceRequirement) -> Check:
    """The requirement for the one partner of the session."""
    (partner,) = session.view.partners
    minimum, customers = (
        _needed(rules, f"{specialization}.{key}.minimum"),
        _needed(rules, f"{specialization}.{key}.customers"),
    )
    found = window(session, rules, specialization, partner)
    asked = Check(
        "performance",
        key,
        requirement.title,
        UNPUBLISHED if minimum is None else NO_EVIDENCE,
        required=minimum,
        unit=rules.get(f"{specialization}.{key}.minimum").unit or "",
        customers_required=int(customers) if customers is not None else None,
        months=found.months,
        missing=found.missing,
    )
    if not requirement.lines or len(found.missing) == len(found.months):
        return asked
    counted = _counted(session, rules, specialization, key, found)
    return _measured(asked, counted, _parts(rules, f"{specialization}.{key}", requirement))


def _needed(rules: Rules, rule: str) -> Decimal | None:
    """The number asked for; None where it is unpublished, or nothing is asked."""
    entry = rules.get(rule) if rules.has(rule) else None
    return entry.value if entry is not None and isinstance(entry.value, Decimal) else None


def _parts(
    rules: Rules, prefix: str, requirement: PerformanceRequirement
) -> list[tuple[str, list[str], Decimal | None]]:
    return [
        (part.title, part.lines, _needed(rules, f"{prefix}.{name}.minimum")) for name, part in requirement.parts.items()
    ]


def _measured(
    asked: Check, counted: list[dict[str, Any]], wanted: list[tuple[str, list[str], Decimal | None]]
) -> Check:
    parts = tuple(Part(title, _total(counted, lines), needed) for title, lines, needed in wanted)
    measured, customers = _total(counted, None), _customers(counted)
    found = replace(asked, measured=measured, customers=customers, parts=parts)
    if asked.required is None:
        return found
    enough = (
        measured >= asked.required and customers >= (asked.customers_required or 0) and all(part.met for part in parts)
    )
    # What is not enough without the missing months may still be enough with them: unknown, not missed (decision 3).
    return replace(found, state=MET if enough else NO_EVIDENCE if asked.missing else NOT_MET)


def _counted(session: Session, rules: Rules, specialization: str, key: str, found: Window) -> list[dict[str, Any]]:
    return session.rows(_statement(session, rules, specialization, key, found, "counted", _by_tenant))


def _by_tenant(table: Table) -> Table:
    counted = table.filter(table.verdict == COUNTED)
    return counted.group_by("tenant", "line").aggregate(amount=counted.amount.sum())


def _total(counted: list[dict[str, Any]], lines: Sequence[str] | None) -> Decimal:
    return sum((row["amount"] for row in counted if lines is None or row["line"] in lines), Decimal(0))


def _customers(counted: list[dict[str, Any]]) -> int:
    """Distinct tenants whose counted ACR is above zero."""
    by_tenant: dict[str, Decimal] = {}
    for row in counted:
        by_tenant[row["tenant"]] = by_tenant.get(row["tenant"], Decimal(0)) + row["amount"]
    return sum(amount > 0 for amount in by_tenant.values())
