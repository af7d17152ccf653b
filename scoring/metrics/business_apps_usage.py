"""Monthly consumption value (MCV) of Business Applications, which usage growth and deployments share.

MCV = monthly active users or capacity x the workload's rate (rate card in force), computed at month end; not an amount of money.
Quantity is ``MAC`` where the rate card's unit is capacity, profiles or nodes, else ``MAU`` (decision 12).
"""

from collections.abc import Mapping

from ibis.expr.types import DecimalValue, StringValue, Table

from evidence.lookups import lookup
from partnerhub.rulebook.values import Group
from scoring.metrics.business_apps import with_workload
from scoring.metrics.common import AMOUNT, first_failure, in_periods
from scoring.rule import Rule

DATASETS = ("business_apps_usage",)
RATE = "decimal(10, 4)"


def consumption(tables: Mapping[str, Table], rule: Rule) -> Table:
    """Usage rows of the months compared, each with ``named``, ``mcv`` (NULL where it has none) and ``failed`` (or counted)."""
    facts = in_periods(tables["business_apps_usage"], tables["periods"])
    # The designation counts some workloads as others; a specialization names them as they are.
    group: Group | None = "customer_success" if rule.designation in rule.book.designations else None
    rows = with_workload(facts, rule.within("customer_success"), group)
    rows = _with_rate(rows, rule)
    rows = rows.mutate(mcv=_mcv(rows))
    failed = first_failure(
        (rows.period == "later", "not_published"),
        (rows.named.isnull(), "workload_not_eligible"),
        (rows.rate.isnull(), "no_rate"),
        (~rows.associated, "association_not_eligible"),
        (rows.mcv.isnull(), "no_amount"),
    )
    return rows.mutate(failed=failed)


def _with_rate(rows: Table, rule: Rule) -> Table:
    """The rows with ``rate`` and ``rate_unit`` from the rate card in force; NULL where it has none."""
    entries = sorted(rule.card("rate_card").items())
    card = [(key, str(entry.value), entry.unit) for key, entry in entries if entry.value is not None]
    rates = lookup(("rated", "rate", "rate_unit"), card)
    joined = rows.left_join(rates, rows.named == rates.rated).drop("rated")
    return joined.mutate(rate=joined.rate.cast(RATE))


def _mcv(rows: Table) -> DecimalValue:
    quantity = (rows.rate_unit == "capacity").ifelse(rows.mac, rows.mau)
    return (quantity * rows.rate).cast(AMOUNT)


def pair_label(rows: Table) -> StringValue:
    """The workload's key in the rulebook, else as the file writes it."""
    return rows.named.fill_null(rows.workload)
