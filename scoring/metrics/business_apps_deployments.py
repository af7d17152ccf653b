"""Deployments for Business Applications: (tenant, workload) pairs at the MCV floor now, less those a year earlier.

Sources: Solutions Partner for Business Applications, 2022 edition (10,000 or 5,000 by market) and 13 June 2023 (by track).
"""

from collections.abc import Mapping

from ibis.expr.types import Table

from scoring.metrics.business_apps_usage import DATASETS, consumption, pair_label
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

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "contributions"]

SUBJECT = ("tenant", "customer", "workload", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant and workload whose rows may count together; rows that may not, by association."""
    rows = consumption(tables, rule)
    rows = rows.mutate(workload=pair_label(rows), apart=apart(rows))
    pairs = rows.group_by("partner", "period", "month", "tenant", "workload", "failed", "apart").aggregate(
        customer=rows.customer.max(),
        association=associations(rows),
        amount=rows.mcv.sum().fill_null(0).cast(AMOUNT),
        origin=origin(rows),
    )
    floor = rule.entry("consumption_floor")
    verdict = first_failure(
        (pairs.failed != COUNTED, pairs.failed), (short_of(pairs.amount, floor), "below_consumption_floor")
    )
    judged = pairs.mutate(verdict=verdict).drop("apart")
    lack = lacking(judged.verdict, "below_consumption_floor", exactly(floor) - judged.amount)
    return judged.mutate(units=one_each(judged.verdict), lack=lack)
