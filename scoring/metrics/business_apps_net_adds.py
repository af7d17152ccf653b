"""Net customer adds for Business Applications: (tenant, workload) pairs at the revenue floor now, less those a year earlier.

Sources: Solutions Partner for Business Applications, 2022 edition (above 1,500 USD) and 13 June 2023 (at least 1,500 or 250 USD
by track). Revenue of one customer and workload is added up over its subscriptions before it meets the floor.
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import Table

from scoring.metrics.business_apps import association_counts, with_workload
from scoring.metrics.common import (
    AMOUNT,
    COUNTED,
    Actual,
    Totals,
    first_failure,
    in_periods,
    net,
    origin,
    short_of,
)
from scoring.rule import Rule

DATASET = "business_apps_revenue"
SUBJECT = ("tenant", "customer", "workload", "association")
COMPARES_YEARS = True
FLOOR = "revenue_floor"


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant and workload whose rows may count together; rows that may not, by association."""
    pairs = _pairs(eligible_revenue(tables, rule))
    floor = rule.entry(FLOOR)
    verdict = first_failure(
        (pairs.failed != COUNTED, pairs.failed), (short_of(pairs.amount, floor), "below_revenue_floor")
    )
    judged = pairs.mutate(verdict=verdict).drop("failed")
    return judged.mutate(units=(judged.verdict == COUNTED).cast(AMOUNT))


def eligible_revenue(tables: Mapping[str, Table], rule: Rule) -> Table:
    """Revenue rows of the months compared, each with ``named`` (its workload in the rulebook) and ``failed`` (or counted)."""
    rows = with_workload(in_periods(tables[DATASET], tables["periods"]), rule.beside("performance"))
    failed = first_failure(
        (rows.period == "later", "not_published"),
        (rows.named.isnull(), "workload_not_eligible"),
        (~association_counts(rows, rule.beside("performance")), "association_not_eligible"),
        (rows.revenue.isnull(), "no_amount"),
    )
    return rows.mutate(failed=failed)


def _pairs(rows: Table) -> Table:
    apart = ibis.ifelse(rows.failed == COUNTED, "", rows.association_text.fill_null(""))
    rows = rows.mutate(workload=rows.named.fill_null(rows.workload), apart=apart)
    grouped = rows.group_by("partner", "period", "month", "tenant", "workload", "failed", "apart").aggregate(
        customer=rows.customer.max(),
        association=rows.association_text.fill_null("").collect(distinct=True),
        amount=rows.revenue.sum().fill_null(0).cast(AMOUNT),
        origin=origin(rows),
    )
    return grouped.drop("apart")


def actual(totals: Totals, rule: Rule) -> Actual:
    """Pairs now less pairs a year earlier."""
    return Actual(net(totals))
