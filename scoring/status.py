"""Where a designation stands in its life on a day, in the programme's words.

*In progress* until its score qualifies, *Qualified* while it may be bought, *Enrolled* until the anniversary whatever the score
does, *Enrolled (Renewal due)* in the days after it. (Partner Capability Score, 6 September 2023.) Pure: days in, words out.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from partnerhub.rulebook import Entry, Rules
from scoring import membership
from scoring.membership import Membership
from scoring.window import Window, serves_until, window

NOT_SCORED, NO_EVIDENCE = "not_scored", "no_evidence"
IN_PROGRESS, QUALIFIED = "in_progress", "qualified"
ENROLLED, RENEWAL_DUE = "enrolled", "enrolled_renewal_due"


@dataclass(frozen=True)
class Renewal:
    """A membership that is held, and the first and last day on which it can be renewed."""

    anniversary: date
    opens: date
    closes: date


@dataclass(frozen=True)
class Life:
    """A designation's status, with the days that decide it.

    ``qualified`` are the known days in ``window`` on which the criteria were met, oldest first. While they are met for
    a designation that is not held, ``buy_until`` is the last day on which that serves, and ``enrol_by`` the end of the days that
    a partner has who never held it. ``lapsed`` is the anniversary at which it was lost. ``rules`` are the values that were read.
    """

    key: str
    window: Window
    qualified: tuple[date, ...] = ()
    renewal: Renewal | None = None
    buy_until: date | None = None
    enrol_by: date | None = None
    lapsed: date | None = None
    rules: tuple[Entry, ...] = field(default=(), compare=False)

    @property
    def is_held(self) -> bool:
        return self.renewal is not None


def window_on(rules: Rules, day: date, memberships: Iterable[Membership]) -> Window:
    """The days that matter on this day: to renew what is held, or to enrol. Raises NotInForce before the programme."""
    found = membership.held(rules, day, memberships)
    return window(rules, day, found.ends if found else None)


def status(
    rules: Rules, day: date, memberships: Collection[Membership], qualified: Iterable[date], *, measured: bool
) -> Life:
    """Where a designation stands on a day. ``memberships`` are its own; ``measured``: whether anything of its score is known.

    Raises NotInForce before the programme.
    """
    found = membership.held(rules, day, memberships)
    days = window_on(rules, day, memberships)
    met = tuple(sorted({one for one in qualified if one in days and one <= day}))
    life = _held(rules, day, found, days, met) if found else _free(rules, day, memberships, days, met, measured)
    return replace(life, rules=rules.trace)


def _held(rules: Rules, day: date, found: Membership, days: Window, met: tuple[date, ...]) -> Life:
    key = ENROLLED if day <= found.ends else RENEWAL_DUE
    return Life(key, days, met, Renewal(found.ends, *membership.renewal(rules, found)))


def _free(
    rules: Rules,
    day: date,
    memberships: Collection[Membership],
    days: Window,
    met: tuple[date, ...],
    measured: bool,
) -> Life:
    ended = membership.lapsed(rules, day, memberships)
    lapsed = ended.ends if ended else None
    if not met:
        return Life(IN_PROGRESS if measured else NO_EVIDENCE, days, lapsed=lapsed)
    return Life(
        QUALIFIED,
        days,
        met,
        buy_until=serves_until(rules, met[-1]),
        enrol_by=None if lapsed else _enrol_by(rules, met[0]),
        lapsed=lapsed,
    )


def _enrol_by(rules: Rules, first_qualified: date) -> date | None:
    if not rules.has("programme.enrolment_days"):
        return None
    return first_qualified + timedelta(days=int(rules.number("programme.enrolment_days")))
