"""Azure consumed revenue (ACR) over the last published months, by the specialization's own lines.

Sources: the specialization pages of 2021 and 2023 (filters, associations, offers that never count) and the usage
report's page of 2023 (one row of each record is kept: rows flagged as duplicates at partner global account level do not
count).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from evidence.engine import Session
from partnerhub.rulebook import Filter, Rules
from partnerhub.rulebook.schema import PerformanceRequirement
from scoring import periods
from scoring.metrics.common import AMOUNT, COUNTED, among, first_failure, in_periods, origin
from specializations.requirements.acr_filter import passes
from specializations.requirements.check import MET, NO_EVIDENCE, NOT_MET, UNPUBLISHED, Check, Part

DATASET = "azure_usage"
SUBJECT = ("tenant", "customer", "line", "association")
OTHER = "other_service"

_PERIODS = pa.schema([("partner", pa.string()), ("period", pa.string()), ("month", pa.date32())])


@dataclass(frozen=True)
class Window:
    """The published months that count, newest first, and those of them without evidence."""

    months: tuple[date, ...]
    missing: tuple[date, ...]


def window(session: Session, rules: Rules, specialization: str, partner: str) -> Window:
    """The last published months (three unless the rule says otherwise)."""
    count = int(rules.first(f"{specialization}.window", "programme.specialization_window").value)  # type: ignore[arg-type]
    newest = periods.newest_published(rules.day, int(rules.number("freshness.performance_day")))
    months = tuple(periods.shift(newest, -back) for back in range(count))
    known = session.view.months(DATASET, partner)
    return Window(months, tuple(month for month in months if month not in known))


def contributions(session: Session, rules: Rules, specialization: str, key: str, found: Window) -> Table:
    """One row per month, tenant, line and association, with its verdict; ``amount`` is ACR in USD."""
    lines = rules.lines(f"{specialization}.{key}")
    rows = in_periods(session.tables[DATASET], _window_table(session, found.months))
    rows = rows.mutate(line=_line(rows, lines))
    rows = rows.mutate(verdict=_verdict(rows, rules, specialization))
    rows = rows.mutate(association=rows.association_text.fill_null(""))
    grouped = rows.group_by("partner", "period", "month", "tenant", "line", "association", "verdict").aggregate(
        customer=rows.customer.max(), amount=rows.acr.sum().fill_null(0).cast(AMOUNT), origin=origin(rows)
    )
    return grouped.mutate(units=(grouped.verdict == COUNTED).ifelse(grouped.amount, 0).cast(AMOUNT))


def _window_table(session: Session, months: Sequence[date]) -> Table:
    rows = [
        {"partner": partner, "period": "now", "month": month} for partner in session.view.partners for month in months
    ]
    return session.register("periods", pa.Table.from_pylist(rows, _PERIODS))


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
    prefix = f"{specialization}.{key}"
    minimum = rules.get(f"{prefix}.minimum")
    needed = rules.get(f"{prefix}.customers").value if rules.has(f"{prefix}.customers") else None
    found = window(session, rules, specialization, partner)
    if not requirement.lines or len(found.missing) == len(found.months):
        state = NO_EVIDENCE if minimum.published and requirement.lines else UNPUBLISHED
        return Check(
            "performance",
            key,
            requirement.title,
            state,
            required=minimum.value,
            unit=minimum.unit or "",
            customers_required=needed and int(needed),
            months=found.months,
            missing=found.missing,
        )
    counted = _counted(session, rules, specialization, key, found)
    measured, customers = _total(counted, None), len(_customers(counted))
    parts = tuple(_part(counted, rules, prefix, name, part) for name, part in requirement.parts.items())
    enough = (
        minimum.published and measured >= minimum.value and customers >= int(needed or 0) and all(p.met for p in parts)
    )
    return Check(
        "performance",
        key,
        requirement.title,
        UNPUBLISHED if not minimum.published else MET if enough else NOT_MET,
        measured,
        minimum.value,
        minimum.unit or "",
        customers,
        needed and int(needed),
        parts,
        found.months,
        found.missing,
    )


def _counted(session: Session, rules: Rules, specialization: str, key: str, found: Window) -> list[dict[str, Any]]:
    table = contributions(session, rules, specialization, key, found)
    counted = table.filter(table.verdict == COUNTED)
    return session.rows(counted.group_by("tenant", "line").aggregate(amount=counted.amount.sum()))


def _total(counted: list[dict[str, Any]], lines: Sequence[str] | None) -> Decimal:
    return sum((row["amount"] for row in counted if lines is None or row["line"] in lines), Decimal(0))


def _customers(counted: list[dict[str, Any]]) -> set[str]:
    tenants = {row["tenant"] for row in counted}
    return {tenant for tenant in tenants if _total([row for row in counted if row["tenant"] == tenant], None) > 0}


def _part(counted: list[dict[str, Any]], rules: Rules, prefix: str, name: str, part: Any) -> Part:
    entry = rules.get(f"{prefix}.{name}.minimum")
    return Part(part.title, _total(counted, part.lines), entry.value if entry.published else None)  # type: ignore[arg-type]
