"""Azure consumed revenue (ACR), which three measures share: the rows of a window, each with the first condition it fails.

Sources: the Azure and Security pages of June 2023 (associations, offers that never count, services), and the usage
report's page of 2023 (rows flagged as duplicates at partner global account level do not count).
"""

from collections.abc import Callable, Mapping, Sequence

from ibis.expr.types import BooleanValue, Table

from evidence.shared import shared
from scoring.metrics.common import AMOUNT, among, first_failure, in_periods
from scoring.rule import Rule

DATASETS = ("azure_usage",)
BLOCK = "azure"
Failures = Sequence[tuple[BooleanValue, str]]


def listed_services(rows: Table, rule: Rule) -> Failures:
    """Rows of services that the rule does not list, where it lists any, by their Service Level 4 or 2 (decision 13)."""
    shared = rule.within(BLOCK)
    if not shared.has("services"):
        return []
    listed = shared.names("services")
    return [(~(among(rows.service_level_4, listed) | among(rows.service_level_2, listed)), "service_not_eligible")]


def acr_rows(
    tables: Mapping[str, Table], rule: Rule, services: Callable[[Table, Rule], Failures] = listed_services
) -> Table:
    """Usage rows of the months compared, each with ``failed`` (or counted)."""
    return judged(in_periods(tables["azure_usage"], tables["periods"]), rule, services)


def acr_of_periods(
    tables: Mapping[str, Table], rule: Rule, services: Callable[[Table, Rule], Failures] = listed_services
) -> Table:
    """The same of what was consumed in all months of a period, added up: totals need not know in which of them."""
    return judged(_added_up(tables), rule, services)


def _added_up(tables: Mapping[str, Table]) -> Table:
    rows = in_periods(tables["azure_usage"], tables["periods"])
    alike = (
        "partner",
        "period",
        "tenant",
        "service_level_2",
        "service_level_4",
        "offer_type",
        "association",
        "duplicate",
    )
    return shared(rows.group_by(*alike).aggregate(acr=rows.acr.sum().cast(AMOUNT)), costly=True)


def judged(rows: Table, rule: Rule, services: Callable[[Table, Rule], Failures]) -> Table:
    """Usage rows with the first condition that each fails."""
    failed = first_failure(
        (rows.period == "later", "not_published"),
        (rows.duplicate.fill_null(False), "duplicate"),
        *services(rows, rule),
        (~rows.association.isin(rule.within(BLOCK).names("associations")).fill_null(False), "association_not_eligible"),
        (among(rows.offer_type, rule.rules.names("programme.excluded_offers")), "offer_excluded"),
        (rows.acr.isnull(), "no_amount"),
    )
    return rows.mutate(failed=failed)
