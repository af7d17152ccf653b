"""Today, as this installation sees it: the one place where the wall clock enters."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

# Days on which a question makes sense.
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def today() -> date:
    """The current day in UTC, or the demo's fixed day."""
    return settings.DEMO_TODAY or timezone.now().date()


def now() -> datetime:
    """The current moment in UTC; in the demo the time of day on its fixed day."""
    moment = timezone.now()
    return datetime.combine(today(), moment.timetz()) if settings.DEMO_TODAY else moment
