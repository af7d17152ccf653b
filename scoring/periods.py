"""Which months a score compares. Pure date arithmetic, on top of the programme's calendar."""

from collections.abc import Collection
from datetime import date

from partnerhub.months import first_of_month, newest_published, next_publication, publication, shift

__all__ = [
    "first_of_month",
    "newest_known",
    "newest_published",
    "next_publication",
    "publication",
    "shift",
    "year_earlier",
]


def newest_known(as_of: date, months: Collection[date]) -> date | None:
    """The newest month with evidence that has begun on ``as_of``; None without any."""
    return max((month for month in months if month <= as_of), default=None)


def year_earlier(month: date) -> date:
    return shift(month, -12)
