"""Active users of Microsoft 365 workloads: active paid seats of the whole base, now and a year earlier.

Sources: the Modern Work page of June 2023 (by association, tenants of the track's sizes) and the Security page of June
2023 (protected users, the whole base).
"""

from collections.abc import Mapping

from ibis.expr.types import Table

from scoring.metrics.common import AMOUNT, COUNTED, amount_each, lacking, origin
from scoring.metrics.seats import DATASETS, in_track_by_size, seat_facts, seat_rows
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "amounts", "contributions"]

SUBJECT = ("tenant", "customer", "workload", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant, workload and association; its units are its active users."""
    rows = in_track_by_size(seat_rows(tables, rule, seat_facts(tables, rule), "active"), rule)
    rows = rows.mutate(
        workload=rows.named.fill_null(rows.workload),
        association=rows.association_text.fill_null(""),
        verdict=rows.failed,
    )
    keys = ("partner", "period", "month", "tenant", "workload", "association", "verdict")
    grouped = rows.group_by(*keys).aggregate(
        customer=rows.customer.max(), amount=rows.active.sum().fill_null(0).cast(AMOUNT), origin=origin(rows)
    )
    return grouped.mutate(units=amount_each(grouped.verdict, grouped.amount), lack=lacking(grouped.verdict, "", None))


def amounts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """The rows that count, each with its units: totals need not group them first."""
    rows = in_track_by_size(seat_rows(tables, rule, seat_facts(tables, rule), "active"), rule)
    return rows.filter(rows.failed == COUNTED).select("partner", "period", units=rows.active)
