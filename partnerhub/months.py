"""Calendar months, and when the programme publishes them. Pure date arithmetic; the days come from the rulebook."""

from calendar import monthrange
from datetime import date


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def shift(month: date, months: int) -> date:
    """The first day of the month that lies this many months later (negative: earlier)."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def through(first: date, last: date) -> list[date]:
    """Every month from ``first`` to ``last``, oldest first."""
    months = []
    while first <= last:
        months.append(first)
        first = shift(first, 1)
    return months


def publication(month: date, day: int) -> date:
    """When a month's feed is published: on this day of the month after it."""
    return shift(month, 1).replace(day=day)


def newest_published(as_of: date, day: int) -> date:
    """The newest month whose publication day has come on ``as_of``."""
    return shift(first_of_month(as_of), -1 if as_of.day >= day else -2)


def next_publication(as_of: date, day: int) -> date:
    """The first publication day after ``as_of``."""
    return publication(shift(newest_published(as_of, day), 1), day)


def months_after(day: date, count: int) -> date:
    """The same day so many months later; the last day of that month where it is too short."""
    month = shift(first_of_month(day), count)
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))
