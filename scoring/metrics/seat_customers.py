"""Customers by paid seats: tenants whose largest eligible workload has so many seats now, and a year earlier.

Sources: the Modern Work page of June 2023 (over 300 seats, or 11 to 300) and the Security page of June 2023 (at least 25).
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import Table

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
)
from scoring.metrics.seats import DATASETS, largest_workload, seat_facts, seat_rows, size_failures
from scoring.rule import Rule

__all__ = ["DATASETS", "MONTHLY", "SUBJECT", "contributions"]

SUBJECT = ("tenant", "customer", "association")
MONTHLY = True


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per period and tenant; its amount is the seats of its largest workload. Rows that may not count, by association."""
    rows = seat_rows(tables, rule, seat_facts(tables, rule), "seats")
    sizes = largest_workload(rows, counted_only=True)
    rows = rows.mutate(apart=apart(rows))
    tenants = rows.group_by("partner", "period", "month", "tenant", "failed", "apart").aggregate(
        customer=rows.customer.max(),
        association=associations(rows),
        seats=rows.seats.sum().fill_null(0),
        origin=origin(rows),
    )
    same = [tenants[key] == sizes[key] for key in ("partner", "period", "tenant")]
    sized = tenants.left_join(sizes, same).select(tenants, size=sizes.size)
    amount = ibis.ifelse(sized.failed == COUNTED, sized.size, sized.seats).fill_null(0).cast(AMOUNT)
    sized = sized.mutate(amount=amount)
    verdict = first_failure((sized.failed != COUNTED, sized.failed), *size_failures(sized.amount, rule))
    judged = sized.mutate(verdict=verdict)
    floor = exactly(rule.entry("seats_floor"))
    judged = judged.mutate(
        units=one_each(judged.verdict), lack=lacking(judged.verdict, "below_seats_floor", floor - judged.amount)
    )
    return judged.drop("apart", "seats", "size")
