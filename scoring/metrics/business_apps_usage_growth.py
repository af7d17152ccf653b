"""Usage growth for Business Applications: growth of the whole customer base's MCV over a year, in percent.

Sources: Solutions Partner for Business Applications, 2022 edition and 13 June 2023: one point for each percent. The
pages print the formula without brackets; the difference is meant to be divided. A base below the baseline earns nothing
(decision 4).
"""

from collections.abc import Mapping

from ibis.expr.types import Table

from scoring.metrics.business_apps_usage import DATASETS, consumption, pair_label
from scoring.metrics.common import AMOUNT, COUNTED, amount_each, lacking, origin
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "amounts", "contributions"]

SUBJECT = ("tenant", "customer", "workload", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant, workload and association; its units are its MCV."""
    rows = consumption(tables, rule)
    rows = rows.mutate(workload=pair_label(rows), verdict=rows.failed)
    grouped = rows.group_by(
        "partner", "period", "month", "tenant", "workload", "verdict", "association_text"
    ).aggregate(customer=rows.customer.max(), amount=rows.mcv.sum().fill_null(0).cast(AMOUNT), origin=origin(rows))
    grouped = grouped.rename(association="association_text")
    return grouped.mutate(units=amount_each(grouped.verdict, grouped.amount), lack=lacking(grouped.verdict, "", None))


def amounts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """The rows that count, each with its units: totals need not group them first."""
    rows = consumption(tables, rule)
    return rows.filter(rows.failed == COUNTED).select("partner", "period", units=rows.mcv)
