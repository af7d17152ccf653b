"""For how long a designation is held once it was bought. Pure date arithmetic; the numbers come from the rulebook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from partnerhub.rulebook import Rules


@dataclass(frozen=True)
class Membership:
    """A designation bought on ``starts`` and held until its anniversary ``ends``, that day included."""

    starts: date
    ends: date


def anniversary(rules: Rules, bought: date, memberships: Iterable[Membership]) -> date:
    """Until when a designation bought on this day is held: a year of days, or as long as a membership that is running.

    ``memberships`` are those of all the partner's designations, as one fee pays for any number of them. A renewal comes after
    the anniversary, when none is running any more, and so begins a year of its own. Raises NotInForce before the programme.
    """
    shared = running(bought, memberships)
    return shared.ends if shared else bought + timedelta(days=int(rules.number("programme.membership_days")))


def running(day: date, memberships: Iterable[Membership]) -> Membership | None:
    """The membership in force on a day: the one that lasts longest."""
    return max((one for one in memberships if one.starts <= day <= one.ends), key=lambda one: one.ends, default=None)


def held(rules: Rules, day: date, memberships: Iterable[Membership]) -> Membership | None:
    """The membership that a designation is held by on a day: running, or past its anniversary and still to be renewed."""
    begun = [one for one in memberships if one.starts <= day <= renewal(rules, one)[1]]
    return max(begun, key=lambda one: one.ends, default=None)


def lapsed(rules: Rules, day: date, memberships: Iterable[Membership]) -> Membership | None:
    """The last membership that ended without a renewal in its time; None while one is held."""
    memberships = list(memberships)
    if held(rules, day, memberships):
        return None
    return max((one for one in memberships if one.ends < day), key=lambda one: one.ends, default=None)


def renewal(rules: Rules, membership: Membership) -> tuple[date, date]:
    """The first and the last day on which a membership can be renewed: the first is the day after its anniversary."""
    days = int(rules.number("programme.renewal_days")) if rules.has("programme.renewal_days") else 0
    return membership.ends + timedelta(days=1), membership.ends + timedelta(days=days)
