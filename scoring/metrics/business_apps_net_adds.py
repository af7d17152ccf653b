"""Net customer adds for Business Applications: (tenant, workload) pairs at the revenue floor now, less those a year earlier.

Sources: Solutions Partner for Business Applications, 2022 edition (above 1,500 USD) and 13 June 2023 (at least 1,500 or 250 USD
by track). Revenue of one customer and workload is added up over its subscriptions before it meets the floor.
"""

from collections.abc import Mapping

from ibis.expr.types import Table

from scoring.metrics.business_apps import with_workload
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
from scoring.rule import Rule

DATASETS = ("business_apps_revenue",)
SUBJECT = ("tenant", "customer", "workload", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant and workload whose rows may count together; rows that may not, by association."""
    pairs = _pairs(eligible_revenue(tables, rule))
    floor = rule.entry("revenue_floor")
    verdict = first_failure(
        (pairs.failed != COUNTED, pairs.failed), (short_of(pairs.amount, floor), "below_revenue_floor")
    )
    judged = pairs.mutate(verdict=verdict)
    lack = lacking(judged.verdict, "below_revenue_floor", exactly(floor) - judged.amount)
    return judged.mutate(units=one_each(judged.verdict), lack=lack)


def eligible_revenue(tables: Mapping[str, Table], rule: Rule) -> Table:
    """Revenue rows of the months compared, each with ``named`` (its workload in the rulebook) and ``failed`` (or counted)."""
    facts = in_periods(tables["business_apps_revenue"], tables["periods"])
    rows = with_workload(facts, rule.beside("performance"), "performance")
    failed = first_failure(
        (rows.period == "later", "not_published"),
        (rows.named.isnull(), "workload_not_eligible"),
        (~rows.associated, "association_not_eligible"),
        (rows.revenue.isnull(), "no_amount"),
    )
    return rows.mutate(failed=failed)


def _pairs(rows: Table) -> Table:
    rows = rows.mutate(workload=rows.named.fill_null(rows.workload), apart=apart(rows))
    grouped = rows.group_by("partner", "period", "month", "tenant", "workload", "failed", "apart").aggregate(
        customer=rows.customer.max(),
        association=associations(rows),
        amount=rows.revenue.sum().fill_null(0).cast(AMOUNT),
        origin=origin(rows),
    )
    return grouped.drop("apart")
