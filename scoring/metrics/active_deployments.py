"""Deployments of Microsoft 365: tenants that use enough of their paid seats, now and a year earlier.

Sources: the Modern Work page of June 2023 (40 % of the seats active, by association; not where a claim of the last twelve
months found them so) and the Security page of June 2023 (at least 25 seats, 15 % of them active).
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import DateValue, IntegerValue, Table

from evidence.shared import shared
from scoring.metrics.common import (
    AMOUNT,
    COUNTED,
    apart,
    associations,
    exactly,
    first_failure,
    in_periods,
    lacking,
    one_each,
    origin,
    short_of,
)
from scoring.metrics.seats import DATASETS, associated, in_track_by_size, seat_facts, seat_rows
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "contributions"]

SUBJECT = ("tenant", "customer", "association", "seats")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period and tenant: ``seats`` paid, ``amount`` of them active. Rows that may not count, by association."""
    facts = seat_facts(tables, rule)
    rows = in_track_by_size(seat_rows(tables, rule, facts, "seats", "active"), rule)
    share = rule.entry("active_share")
    tenants = (
        _with_claims(tables, _tenants(rows), facts, rule)
        if rule.has("claim_months")
        else _without_claims(_tenants(rows))
    )
    too_few = (tenants.seats <= 0) | short_of(tenants.amount, share, of=tenants.seats)
    verdict = first_failure(
        (tenants.failed != COUNTED, tenants.failed),
        (too_few, "below_active_share"),
        (tenants.claimed_active, "active_when_claimed"),
    )
    judged = tenants.mutate(verdict=verdict)
    missing = (judged.seats > 0).ifelse(judged.seats * exactly(share) - judged.amount, ibis.null(AMOUNT))
    lack = lacking(judged.verdict, "below_active_share", missing)
    judged = judged.mutate(units=one_each(judged.verdict), lack=lack)
    return judged.drop("apart", "claimed", "claimed_active")


def _tenants(rows: Table) -> Table:
    rows = rows.mutate(apart=apart(rows))
    return rows.group_by("partner", "period", "month", "tenant", "failed", "apart").aggregate(
        customer=rows.customer.max(),
        association=associations(rows),
        seats=rows.seats.sum().fill_null(0).cast(AMOUNT),
        amount=rows.active.sum().fill_null(0).cast(AMOUNT),
        claimed=rows.claimed.max(),
        origin=origin(rows),
    )


def _without_claims(tenants: Table) -> Table:
    return tenants.mutate(claimed_active=ibis.literal(False))


def _with_claims(tables: Mapping[str, Table], tenants: Table, facts: Table, rule: Rule) -> Table:
    """``claimed_active``: whether a claim of the last months found the tenant's share reached already, in its own month."""
    months = int(rule.number("claim_months"))
    age = _count(tenants.month) - _count(tenants.claimed)
    recent = tenants.mutate(recent=((tenants.failed == COUNTED) & (age >= 0) & (age < months)).fill_null(False))
    claims = recent.filter(recent.recent).select("partner", "tenant", "claimed", at=_count(recent.claimed)).distinct()
    known = _when_claimed(tables, facts)
    known = known.filter(associated(known, rule))
    same = [known[key] == claims[key] for key in ("partner", "tenant", "at")]
    then = known.inner_join(claims, same).select(known.partner, known.tenant, known.seats, known.active, claims.claimed)
    found = then.group_by("partner", "tenant", "claimed").aggregate(
        paid=then.seats.sum().cast(AMOUNT), used=then.active.sum().cast(AMOUNT)
    )
    share = rule.entry("active_share")
    active = found.filter((found.paid > 0) & ~short_of(found.used, share, of=found.paid))
    active = active.select("partner", "tenant", "claimed", was_active=ibis.literal(True))
    on = [recent[key] == active[key] for key in ("partner", "tenant", "claimed")]
    joined = recent.left_join(active, on).select(recent, was_active=active.was_active.fill_null(False))
    return joined.mutate(claimed_active=joined.recent & joined.was_active).drop("recent", "was_active")


def _when_claimed(tables: Mapping[str, Table], facts: Table) -> Table:
    """The facts that count of the tenants and months that a claim names: few of all that there are."""
    compared = in_periods(facts, tables["periods"])
    claims = compared.filter(compared.claimed.notnull())
    claims = claims.select("partner", "tenant", at=_count(claims.claimed)).distinct()
    known = facts.filter(
        facts.named.notnull() & ~facts.duplicate.fill_null(False) & facts.seats.notnull() & facts.active.notnull()
    )
    known = known.mutate(at=_count(known.month))
    named = known.semi_join(claims, [known[key] == claims[key] for key in ("partner", "tenant", "at")])
    return shared(named.select("partner", "tenant", "at", "association", "seats", "active"), costly=True)


def _count(month: DateValue) -> IntegerValue:
    """Months since the year 0."""
    return month.year() * 12 + month.month()
