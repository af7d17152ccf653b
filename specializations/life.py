"""A specialization's life once it is awarded: its anniversaries, when it can be renewed, and what a renewal asks for.

It is held for a year. Until 30 days after each anniversary it can be renewed, from 60 days before it on: an odd anniversary
checks the qualification requirements, an even one also the audit or the references (Specializations overview, 9 October 2023).
Pure date arithmetic; the numbers come from the rulebook. They are those in force on the anniversary itself, as the scheme
was announced for the anniversaries from a day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnerhub.months import months_after
from partnerhub.rulebook import Rulebook, Rules

HELD, RENEWAL_OPEN, GRACE, EXPIRED = "held", "renewal_open", "grace", "expired"


@dataclass(frozen=True)
class Renewal:
    """The decision that the specialization is held for another year, ``validated`` by an audit or references anew or not."""

    anniversary: date
    decided_on: date
    validated: bool


@dataclass(frozen=True)
class Award:
    """A specialization awarded on ``starts``; ``anniversary`` is the first one that is to be renewed.

    ``validated_on`` is the day on which the audit or the references were looked at for it; None where that is not known.
    """

    starts: date
    anniversary: date
    validated_on: date | None = None
    renewals: tuple[Renewal, ...] = ()


@dataclass(frozen=True)
class Life:
    """Where an award stands on a day.

    ``anniversary`` is the next one that is to be renewed, the ``number``-th that counts; it can be renewed from ``opens`` to
    ``closes``, both included. ``validates``: whether it asks for the audit or the references again.
    """

    state: str
    starts: date
    anniversary: date
    number: int
    opens: date
    closes: date
    validates: bool
    validated_on: date | None

    @property
    def is_held(self) -> bool:
        return self.state != EXPIRED

    @property
    def is_renewable(self) -> bool:
        return self.state in {RENEWAL_OPEN, GRACE}


def life(book: Rulebook, awards: Sequence[Award], day: date) -> Life | None:
    """Where the newest award stands on a day, with what was decided until then; None before the first. Oldest award first."""
    begun = [award for award in awards if award.starts <= day]
    if not begun:
        return None
    award = begun[-1]
    decided = [one for one in award.renewals if one.decided_on <= day]
    due = anniversary_after(book, award.starts, decided[-1].anniversary) if decided else award.anniversary
    rules = book.on(due)
    opens = due - timedelta(days=_days(rules, "programme.renewal_opens"))
    closes = due + timedelta(days=_days(rules, "programme.renewal_grace"))
    number = _number(rules, award.starts, due)
    return Life(
        state=_state(day, opens, due, closes),
        starts=award.starts,
        anniversary=due,
        number=number,
        opens=opens,
        closes=closes,
        validates=number > 0 and number % 2 == 0,
        validated_on=max((one.decided_on for one in decided if one.validated), default=award.validated_on),
    )


def _state(day: date, opens: date, due: date, closes: date) -> str:
    if day < opens:
        return HELD
    if day <= due:
        return RENEWAL_OPEN
    return GRACE if day <= closes else EXPIRED


def anniversary_after(book: Rulebook, starts: date, day: date) -> date:
    """The first anniversary after a day: the same day of a later year, the last of February where there is no 29th.

    A late renewal keeps the anniversary where it was. Our sources say nothing of it for specializations in 2023; the
    programme's renewal page of 2021 counts from the old anniversary.
    """
    term = int(book.on(day).number("programme.specialization_term"))
    count = 1
    while (found := months_after(starts, term * count)) <= day:
        count += 1
    return found


def reminder_days(book: Rulebook, anniversary: date) -> list[tuple[int, date]]:
    """On which days a renewal is reminded of, with their distance in days from the anniversary, oldest first."""
    rules = book.on(anniversary)
    if not rules.has("programme.renewal_reminders"):
        return []
    distances = sorted(int(one) for one in rules.names("programme.renewal_reminders"))
    return [(distance, anniversary + timedelta(days=distance)) for distance in distances]


def _days(rules: Rules, rule: str) -> int:
    """A number of days; none while the rulebook gives none."""
    return int(rules.number(rule)) if rules.has(rule) else 0


def _number(rules: Rules, starts: date, anniversary: date) -> int:
    """Which anniversary it is. Those before the scheme's first year do not count, so that awards older than it all begin anew."""
    if not rules.has("programme.renewal_first_year"):
        return 0
    return anniversary.year - max(starts.year, _days(rules, "programme.renewal_first_year") - 1)
