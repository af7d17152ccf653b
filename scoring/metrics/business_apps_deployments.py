"""Deployments for Business Applications: (tenant, workload) pairs at the MCV floor now, less those a year earlier.

Sources: Solutions Partner for Business Applications, 2022 edition (10,000 or 5,000 by market) and 13 June 2023 (by track).
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import Table

from scoring.metrics.business_apps_usage import DATASET, consumption, pair_label
from scoring.metrics.common import AMOUNT, COUNTED, Actual, Totals, first_failure, net, origin, short_of
from scoring.rule import Rule

__all__ = ["COMPARES_YEARS", "DATASET", "FLOOR", "SUBJECT", "actual", "contributions"]

SUBJECT = ("tenant", "customer", "workload", "association")
COMPARES_YEARS = True
FLOOR = "consumption_floor"


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant and workload whose rows may count together; rows that may not, by association."""
    rows = consumption(tables, rule)
    apart = ibis.ifelse(rows.failed == COUNTED, "", rows.association_text.fill_null(""))
    rows = rows.mutate(workload=pair_label(rows), apart=apart)
    pairs = rows.group_by("partner", "period", "month", "tenant", "workload", "failed", "apart").aggregate(
        customer=rows.customer.max(),
        association=rows.association_text.fill_null("").collect(distinct=True),
        amount=rows.mcv.sum().fill_null(0).cast(AMOUNT),
        origin=origin(rows),
    )
    floor = rule.entry(FLOOR)
    verdict = first_failure(
        (pairs.failed != COUNTED, pairs.failed), (short_of(pairs.amount, floor), "below_consumption_floor")
    )
    judged = pairs.mutate(verdict=verdict).drop("failed", "apart")
    return judged.mutate(units=(judged.verdict == COUNTED).cast(AMOUNT))


def actual(totals: Totals, rule: Rule) -> Actual:
    """Pairs now less pairs a year earlier."""
    return Actual(net(totals))
