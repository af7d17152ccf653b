"""Growth of Azure consumed revenue: the whole base's total of a window, now and a year earlier.

Sources: the Azure page of June 2023 (percent, on the trailing twelve months) and the Security page of June 2023 (USD of
security services).
"""

from collections.abc import Mapping

from ibis.expr.types import Table

from scoring.metrics.acr import DATASETS, acr_of_periods, acr_rows
from scoring.metrics.common import AMOUNT, COUNTED, amount_each, lacking, origin
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "amounts", "contributions"]

SUBJECT = ("tenant", "customer", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period, tenant and association; its units are its ACR."""
    rows = acr_rows(tables, rule)
    rows = rows.mutate(verdict=rows.failed, association=rows.association_text.fill_null(""))
    grouped = rows.group_by("partner", "period", "tenant", "association", "verdict").aggregate(
        customer=rows.customer.max(),
        month=rows.month.max(),
        amount=rows.acr.sum().fill_null(0).cast(AMOUNT),
        origin=origin(rows),
    )
    return grouped.mutate(units=amount_each(grouped.verdict, grouped.amount), lack=lacking(grouped.verdict, "", None))


def amounts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """What counts, with its units: totals need not know of whom it is."""
    rows = acr_of_periods(tables, rule)
    return rows.filter(rows.failed == COUNTED).select("partner", "period", units=rows.acr)
