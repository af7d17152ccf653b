"""Until when each step of an audit is due. Pure: the days come from the rulebook of the day on which the wait began.

Our sources publish no such days for 2021 and 2023; where the rulebook (or an installation's overlay) gives none, nothing is due.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from partnerhub.rulebook import Rulebook
from specializations.audit_steps import AUDITOR, PARTNER

SATURDAY = 5
REQUESTED = "request"


@dataclass(frozen=True)
class Clock:
    """What is waited for, by whom, for how long (a rule), counted from the newest of these steps."""

    waits_for: str
    side: str
    rule: str
    since: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """A step that is waited for: which, from which side, and until which day (that day included)."""

    step: str
    side: str
    day: date


CLOCKS: Mapping[str, tuple[Clock, ...]] = {
    "requested": (Clock("accept", AUDITOR, "programme.audit_contact", (REQUESTED,)),),
    "accepted": (Clock("propose", AUDITOR, "programme.audit_contact", ("accept",)),),
    "agreed": (Clock("hold", AUDITOR, "programme.audit_held", ("agree",)),),
    "held": (
        Clock("report_gaps", AUDITOR, "programme.audit_gaps_reported", ("hold",)),
        Clock("pass", AUDITOR, "programme.audit_result", ("hold",)),
    ),
    "gaps": (Clock("answer_gaps", PARTNER, "programme.audit_gaps_answered", ("report_gaps",)),),
    "answered": (Clock("review_gaps", AUDITOR, "programme.audit_gaps_reviewed", ("report_gaps",)),),
    "reviewed": (Clock("pass", AUDITOR, "programme.audit_result", ("review_gaps",)),),
}


def dues(book: Rulebook, state: str, taken: Sequence[tuple[str, date]]) -> list[Due]:
    """What an audit in this state waits for. ``taken``: its steps with their days, oldest first, the request among them."""
    return list(_dues(book, state, taken))


def _dues(book: Rulebook, state: str, taken: Sequence[tuple[str, date]]) -> Iterator[Due]:
    for clock in CLOCKS.get(state, ()):
        since = next((day for step, day in reversed(taken) if step in clock.since), None)
        entry = book.on(since).peek(clock.rule) if since else None
        if since and entry and isinstance(entry.value, Decimal):
            count = int(entry.value)
            due = business_days_after(since, count) if entry.unit == "business days" else since + timedelta(days=count)
            yield Due(clock.waits_for, clock.side, due)


def business_days_after(day: date, count: int) -> date:
    """So many working days (Monday to Friday) later."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def day_in(zone: str, moment: datetime) -> date:
    """The day that it is in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
