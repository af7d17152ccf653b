"""The programme's calendar on a day: until when performance data reaches, and when the next month is published."""

from dataclasses import dataclass
from datetime import date

from partnerhub import months, rules
from partnerhub.rulebook import NotInForce


@dataclass(frozen=True)
class Freshness:
    """Until when the performance data reaches, and when the next month is published."""

    data_until: date
    published_on: date
    next_refresh: date


def freshness(as_of: date) -> Freshness | None:
    """The programme's calendar on a day; None before the programme's rules begin."""
    try:
        day = int(rules.book().on(as_of).number("freshness.performance_day"))
    except NotInForce:
        return None
    month = months.newest_published(as_of, day)
    return Freshness(month, months.publication(month, day), months.next_publication(as_of, day))
