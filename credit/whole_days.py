"""On which days access lasted for the whole day: intervals put together, without what a deny assignment blocks.

No Django in here. Between two moments at which an assignment or a deny begins or ends nothing changes. So a day is covered when
at its beginning, and at each such moment in it, somebody of ours holds an assignment that earns and is not denied just then.
"""

import ibis
from ibis.expr.types import StringValue, Table

from credit import verdicts
from credit.access import END

SEAT = "seat"


def spanned(days: Table) -> Table:
    """The stretch of days that are looked at, as one row: ``begin``, and ``end`` excluded."""
    span = days.aggregate(first=days.day.min(), last=days.day.max())
    return span.select(begin=span["first"].cast("timestamp"), end=_next_day(span["last"]))


def counting(reaching: Table) -> Table:
    """Assignments with ``counts``: ours, of a role that earns, with its link."""
    counts = reaching.ours & ~reaching.deny & reaching.earns.fill_null(False) & reaching.has_link
    return reaching.mutate(counts=counts)


def steady(rows: Table, days: Table) -> Table:
    """The ``state`` of the areas that have the same one on all days; those of which no access is told have no row."""
    rows = _overlapping(rows.cross_join(spanned(days)))
    found = rows.group_by(SEAT).aggregate(
        covered=(rows.counts & (rows.start <= rows.begin) & (rows.until >= rows.end)).any(),
        denied=(rows.deny & rows.ours).any(),
        moving=((rows.start > rows.begin) | (rows.until < rows.end)).any(),
        state=_reached(rows),
    )
    return found.filter(~found.denied, found.covered | ~found.moving).select(SEAT, "state")


def daily(rows: Table, days: Table) -> Table:
    """The ``state`` of areas on each day on which somebody had access; of those that are not steady."""
    rows = rows.cross_join(days.select("day"))
    rows = rows.mutate(begin=rows.day.cast("timestamp"), end=_next_day(rows.day))
    rows = _overlapping(rows)
    states = rows.group_by(SEAT, "day").aggregate(state=_reached(rows))
    gaps = _gaps(rows).rename(gap_seat=SEAT, gap_day="day")
    joined = states.left_join(gaps, [(SEAT, "gap_seat"), ("day", "gap_day")])
    short = (joined.state == verdicts.EARNED) & joined.gap_day.notnull()
    lacking = ibis.ifelse(joined.denied, verdicts.DENIED, verdicts.PART_OF_DAY)
    found = joined.select(SEAT, "day", state=ibis.ifelse(short, lacking, joined.state))
    return found.filter(found.state != verdicts.NO_ACCESS)


def ends(rows: Table, days: Table) -> Table:
    """The moment ``ends`` at which access that earns stops, on file: the first gap after the days looked at, or the last end.

    Areas without a known end have no row.
    """
    rows = rows.filter(rows.counts).cross_join(spanned(days))
    before = ibis.window(group_by=rows[SEAT], order_by=[rows.start, rows.until], preceding=(None, 1))
    rows = rows.mutate(covered_until=rows.until.max().over(before))
    gap = (rows.start > rows.covered_until) & (rows.covered_until >= rows.end)
    found = rows.group_by(SEAT).aggregate(gap=rows.covered_until.min(where=gap), last=rows.until.max())
    found = found.select(SEAT, ends=ibis.coalesce(found.gap, found["last"]))
    return found.filter(found.ends < ibis.literal(END).cast("timestamp"))


def _next_day(day: ibis.expr.types.DateValue) -> ibis.expr.types.TimestampValue:
    return day.cast("timestamp") + ibis.interval(days=1)


def _overlapping(rows: Table) -> Table:
    return rows.filter(rows.start < rows.end, rows.until > rows.begin)


def _reached(rows: Table) -> StringValue:
    """How far assignments get, the length of the day aside: the first condition at which the last of them fails."""
    held = ~rows.deny
    ours = held & rows.ours
    return ibis.cases(
        (rows.counts.any(), verdicts.EARNED),
        ((ours & rows.earns.fill_null(False)).any(), verdicts.LINK_MISSING),
        ((ours & rows.earns.isnull()).any(), verdicts.ROLE_UNKNOWN),
        (ours.any(), verdicts.ROLE_NOT_ELIGIBLE),
        (held.any(), verdicts.OTHER_PARTNER),
        else_=verdicts.NO_ACCESS,
    )


def _gaps(rows: Table) -> Table:
    """The days with a moment at which nothing of ours counts; ``denied``: without the denies there were none."""
    rows = rows.filter(rows.counts | (rows.ours & rows.deny))
    moments = ibis.union(
        rows.select(SEAT, "day", moment=rows.begin),
        rows.filter(rows.start > rows.begin).select(SEAT, "day", moment="start"),
        rows.filter(rows.until < rows.end).select(SEAT, "day", moment="until"),
        distinct=True,
    )
    of = rows.rename(of_seat=SEAT, of_day="day")
    joined = moments.inner_join(of, [(SEAT, "of_seat"), ("day", "of_day")])
    now = (joined.start <= joined.moment) & (joined.until > joined.moment)
    # Access of a holder counts while that holder is not denied; a deny without holder is meant for everybody.
    holders = joined.group_by(SEAT, "day", "moment", "account").aggregate(
        granted=(now & joined.counts).any(), denied=(now & joined.deny).any()
    )
    found = holders.group_by(SEAT, "day", "moment").aggregate(
        granted=holders.granted.any(),
        free=(holders.granted & ~holders.denied).any(),
        closed=(holders.account.isnull() & holders.denied).any(),
    )
    covered = found.free & ~found.closed
    gaps = found.group_by(SEAT, "day").aggregate(gaps=(~covered).any(), denied=found.granted.all())
    return gaps.filter(gaps.gaps).select(SEAT, "day", "denied")
