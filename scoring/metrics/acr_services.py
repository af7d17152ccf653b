"""Deployments on Azure: distinct services with consumption anywhere in the customer base. A level, not growth.

Source: the Azure page of June 2023: every Service Level 2 service with ACR above zero over the last twelve months,
except virtual machines and their licences.
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import Table

from evidence.engine import plain
from scoring.metrics.acr import BLOCK, DATASETS, Failures, acr_of_periods, acr_rows
from scoring.metrics.common import (
    AMOUNT,
    COUNTED,
    among,
    apart,
    associations,
    first_failure,
    lacking,
    one_each,
    origin,
)
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "amounts", "contributions"]

SUBJECT = ("service", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per service whose rows may count together; rows that may not, by association."""
    rows = acr_rows(tables, rule, _services)
    rows = rows.mutate(apart=apart(rows), key=plain(rows.service_level_2).fill_null(""))
    services = rows.group_by("partner", "period", "key", "failed", "apart").aggregate(
        service=rows.service_level_2.max().fill_null(""),
        association=associations(rows),
        month=rows.month.max(),
        amount=rows.acr.sum().fill_null(0).cast(AMOUNT),
        origin=origin(rows),
    )
    verdict = first_failure((services.failed != COUNTED, services.failed), (services.amount <= 0, "no_consumption"))
    judged = services.mutate(verdict=verdict)
    judged = judged.mutate(units=one_each(judged.verdict), lack=lacking(judged.verdict, "", None))
    return judged.drop("apart", "key")


def amounts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """A unit for every service with consumption: totals need not know the rows that do not count."""
    rows = acr_of_periods(tables, rule, _services)
    counted = rows.filter(rows.failed == COUNTED).mutate(key=plain(rows.service_level_2))
    services = counted.group_by("partner", "period", "key").aggregate(acr=counted.acr.sum())
    return services.filter(services.acr > 0).select("partner", "period", units=ibis.literal(1))


def _services(rows: Table, rule: Rule) -> Failures:
    excluded = rule.within(BLOCK).names("excluded_services")
    blank = ibis.or_(rows.service_level_2.isnull(), plain(rows.service_level_2) == "")
    return [(blank, "service_unknown"), (among(rows.service_level_2, excluded), "service_excluded")]
