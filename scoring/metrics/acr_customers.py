"""Customers by Azure consumed revenue: tenants at the floor now, and a year earlier.

Sources: the Azure page of June 2023 (at least 1,000 USD in one of the last two months) and the Security page of June 2023
(100 USD, or 12,000 USD for a deployment, of security services in twelve months).
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import Table

from scoring.metrics.acr import DATASETS, acr_of_periods, acr_rows
from scoring.metrics.common import (
    AMOUNT,
    COUNTED,
    apart,
    associations,
    exactly,
    first_failure,
    lacking,
    one_each,
    origin,
    short_of,
)
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "amounts", "contributions"]

SUBJECT = ("tenant", "customer", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period and tenant, over the window or by month; of months that each reach the floor the largest counts."""
    customers = _customers(acr_rows(tables, rule), by_month=rule.text("window_counts") == "any_month")
    floor = rule.entry("acr_floor")
    ceiling = rule.entry("acr_ceiling") if rule.has("acr_ceiling") else None
    over = [(short_of(customers.amount, ceiling), "above_acr_ceiling")] if ceiling else []
    reached = first_failure(
        (customers.failed != COUNTED, customers.failed),
        (short_of(customers.amount, floor), "below_acr_floor"),
        *over,
    )
    judged = customers.mutate(reached=reached)
    place = ibis.row_number().over(
        group_by=["partner", "period", "tenant", "failed", "reached"],
        order_by=[judged.amount.desc(), judged.month.desc()],
    )
    again = (judged.reached == COUNTED) & (place > 0)
    judged = judged.mutate(verdict=ibis.ifelse(again, "customer_already_counted", judged.reached))
    judged = judged.mutate(
        units=one_each(judged.verdict),
        lack=lacking(judged.verdict, "below_acr_floor", exactly(floor) - judged.amount),
    )
    return judged.drop("apart", "reached")


def amounts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """A unit for every customer that counts: totals need not know the others."""
    by_month = rule.text("window_counts") == "any_month"
    rows = acr_rows(tables, rule) if by_month else acr_of_periods(tables, rule)
    counted = rows.filter(rows.failed == COUNTED)
    keys = ["partner", "period", "tenant"]
    found = counted.group_by([*keys, "month"] if by_month else keys).aggregate(acr=counted.acr.sum().cast(AMOUNT))
    reached = found.filter(~short_of(found.acr, rule.entry("acr_floor")))
    if rule.has("acr_ceiling"):
        reached = reached.filter(~short_of(reached.acr, rule.entry("acr_ceiling")))
    return reached.select(keys).distinct().select("partner", "period", units=ibis.literal(1))


def _customers(rows: Table, *, by_month: bool) -> Table:
    rows = rows.mutate(apart=apart(rows))
    keys = ["partner", "period", "tenant", "failed", "apart"]
    found = rows.group_by([*keys, "month"] if by_month else keys)
    sums = {
        "customer": rows.customer.max(),
        "association": associations(rows),
        "amount": rows.acr.sum().fill_null(0).cast(AMOUNT),
        "origin": origin(rows),
    }
    return found.aggregate(**sums if by_month else {**sums, "month": rows.month.max()})
