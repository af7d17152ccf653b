"""Monthly consumption value (MCV) of Business Applications, which usage growth and deployments share.

MCV = monthly active users or capacity x the workload's rate (rate card in force), computed at month end; not an amount of money.
Quantity is ``MAC`` where the rate card's unit is capacity, profiles or nodes, else ``MAU`` (decision 12).
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import DecimalValue, StringValue, Table

from partnerhub.rulebook import Entry
from scoring.metrics.business_apps import association_counts, with_workload
from scoring.metrics.common import AMOUNT, first_failure, in_periods
from scoring.rule import Rule

DATASET = "business_apps_usage"
RATE = "decimal(10, 4)"


def consumption(tables: Mapping[str, Table], rule: Rule) -> Table:
    """Usage rows of the months compared, each with ``named``, ``mcv`` (NULL where it has none) and ``failed`` (or counted)."""
    eligible = rule.beside("customer_success")
    card = _rate_card(rule)
    rows = with_workload(in_periods(tables[DATASET], tables["periods"]), eligible)
    rows = rows.mutate(mcv=_mcv(rows, card))
    failed = first_failure(
        (rows.period == "later", "not_published"),
        (rows.named.isnull(), "workload_not_eligible"),
        (~rows.named.isin(sorted(card)), "no_rate"),
        (~association_counts(rows, eligible), "association_not_eligible"),
        (rows.mcv.isnull(), "no_amount"),
    )
    return rows.mutate(failed=failed)


def _rate_card(rule: Rule) -> Mapping[str, Entry]:
    entries = rule.rules.entries(f"{rule.designation}.rate_card", rule.track)
    return {workload: entry for workload, entry in entries.items() if entry.value is not None}


def _mcv(rows: Table, card: Mapping[str, Entry]) -> DecimalValue:
    branches = [(rows.named == workload, _value(rows, rate)) for workload, rate in sorted(card.items())]
    return ibis.cases(*branches, else_=ibis.null(AMOUNT))


def _value(rows: Table, rate: Entry) -> DecimalValue:
    quantity = rows.mac if rate.unit == "capacity" else rows.mau
    return (quantity * ibis.literal(rate.value, RATE)).cast(AMOUNT)


def pair_label(rows: Table) -> StringValue:
    """The workload's key in the rulebook, else as the file writes it."""
    return rows.named.fill_null(rows.workload)
