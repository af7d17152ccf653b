"""Seats of Microsoft 365 workloads, which three measures share, as one set of facts from two files.

The Office 365 usage file has a row per workload; the Enterprise Mobility file has columns for three workloads in each
row. Sources: the Modern Work and Security pages of June 2023.
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue, Table

from evidence.engine import plain
from partnerhub.rulebook import normalise
from scoring.metrics.common import COUNTED, first_failure, in_periods, named, short_of
from scoring.rule import Rule

DATASETS = ("office_usage", "mobility_usage")
BLOCK = "microsoft_365"
# The Enterprise Mobility file's columns, by the name of their workload.
MOBILITY = {
    "Azure Active Directory Premium": ("aadp_seats", "aadp_active"),
    "Intune": ("intune_seats", "intune_active"),
    "Azure Information Protection": ("azip_seats", "azip_active"),
}
_COMMON = ("partner", "cohort", "month", "tenant", "customer", "association", "association_text", "run", "row")


def seat_facts(tables: Mapping[str, Table], rule: Rule) -> Table:
    """Paid and active seats per row of a file and workload, with ``named``: the rulebook's key of a workload that counts here."""
    office = tables["office_usage"]
    office = office.select(
        *_COMMON, "workload", "seats", "active", "duplicate", "claimed", written=plain(office.workload)
    )
    parts = [office, *(_mobility(tables["mobility_usage"], *workload) for workload in MOBILITY.items())]
    listed = rule.within(BLOCK).names("workloads")
    keys = [(text, key) for text, key in rule.book.workloads.items() if key in listed]
    return named(ibis.union(*parts), "written", "named", keys)


def _mobility(rows: Table, workload: str, columns: tuple[str, str]) -> Table:
    seats, active = (rows[column] for column in columns)
    told = rows.select(
        *_COMMON,
        workload=ibis.literal(workload),
        seats=seats,
        active=active,
        duplicate=ibis.null(bool),
        claimed=ibis.null("date"),
        written=ibis.literal(normalise(workload)),
    )
    return told.filter(told.seats.notnull() | told.active.notnull())


def seat_rows(tables: Mapping[str, Table], rule: Rule, facts: Table, *columns: str) -> Table:
    """The facts of the months compared, each with ``failed`` (or counted). ``columns`` are the amounts that it must have."""
    rows = in_periods(facts, tables["periods"])
    failed = first_failure(
        (rows.period == "later", "not_published"),
        (rows.duplicate.fill_null(False), "duplicate"),
        (rows.named.isnull(), "workload_not_eligible"),
        (~associated(rows, rule), "association_not_eligible"),
        (ibis.or_(*(rows[column].isnull() for column in columns)), "no_amount"),
    )
    return rows.mutate(failed=failed)


def associated(rows: Table, rule: Rule) -> BooleanValue:
    """Whether the row's association is on the rule's list."""
    return rows.association.isin(rule.within(BLOCK).names("associations")).fill_null(False)


def largest_workload(rows: Table, *, counted_only: bool) -> Table:
    """Per period and tenant, ``size``: the paid seats of its largest workload, added up per association.

    ``counted_only`` looks at rows that count; else at every row of a workload that counts, whatever its association.
    """
    may = (
        rows.failed == COUNTED if counted_only else rows.failed.isin((COUNTED, "association_not_eligible", "no_amount"))
    )
    found = rows.filter(may & rows.seats.notnull())
    workloads = found.group_by("partner", "period", "tenant", "named", "association").aggregate(seats=found.seats.sum())
    return workloads.group_by("partner", "period", "tenant").aggregate(size=workloads.seats.max())


def in_track_by_size(rows: Table, rule: Rule) -> Table:
    """The rows, of which those fail that belong to a tenant outside the track's sizes (where the rulebook gives any)."""
    limits = [(rule.entry(name), failed) for name, failed in _LIMITS if rule.has(name)]
    if not limits:
        return rows
    sizes = largest_workload(rows, counted_only=False)
    same = [rows[key] == sizes[key] for key in ("partner", "period", "tenant")]
    sized = rows.left_join(sizes, same).select(rows, size=sizes.size.fill_null(0))
    misses = [(short_of(sized.size, limit), failed) for limit, failed in limits]
    return sized.mutate(failed=first_failure((sized.failed != COUNTED, sized.failed), *misses)).drop("size")


_LIMITS = (("seats_floor", "below_seats_floor"), ("seats_ceiling", "above_seats_ceiling"))


def size_failures(size: ibis.expr.types.DecimalValue, rule: Rule) -> list[tuple[BooleanValue, str]]:
    """The conditions under which a tenant of this size does not count."""
    return [(short_of(size, rule.entry(name)), failed) for name, failed in _LIMITS if rule.has(name)]
