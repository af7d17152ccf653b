"""In which order providers stand: what the programme's pages name, as whole numbers that an index can sort.

Best match looks at specializations, then designations, then at how often leads were accepted (Create a business profile, 2023;
support page of 14 October 2020). Most responsive looks at leads received, accepted, the time until then, and won. How these weigh
against each other is nowhere said; the weights are ours. Of partners without leads nobody knows, so they stand in the middle.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from directory.models import Lead, ProfileBadge
from partnerhub.models import Partner

# Leads older than that say nothing of today.
LOOKED_BACK = timedelta(days=365)
_SPECIALIZATION, _DESIGNATION = 10_000, 1_000
# As if every partner had two leads before, one of them accepted.
_PRIOR, _PRIOR_ACCEPTED = 2, 1
_SHARE, _SPEED, _WON = 600, 300, 100
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ranks:
    """A partner's place: the larger, the further up."""

    best: int
    response: int


def of_partner(partner: Partner, held: Collection[ProfileBadge], day: date) -> Ranks:
    """The place of a partner with these badges, as its leads were answered."""
    since = day - LOOKED_BACK
    leads = list(Lead.objects.filter(partner=partner, received_at__date__gt=since).exclude(reason=Lead.Reason.SPAM))
    specializations = sum(one.kind == ProfileBadge.Kind.SPECIALIZATION for one in held)
    best = _SPECIALIZATION * specializations + _DESIGNATION * (len(held) - specializations) + _conversion(leads)
    return Ranks(best, _response(leads))


def _conversion(leads: Collection[Lead]) -> int:
    """Of a thousand leads so many were accepted; those that still wait count for neither."""
    decided = [one for one in leads if one.state != Lead.State.RECEIVED]
    accepted = sum(one.accepted_at is not None for one in decided)
    return 999 * (accepted + _PRIOR_ACCEPTED) // (len(decided) + _PRIOR)


def _response(leads: Collection[Lead]) -> int:
    waited = [one.accepted_at - one.received_at for one in leads if one.accepted_at]
    # Half of it after a day, a third after two.
    speed = sum(_SPEED * _DAY // (_DAY + one) for one in waited) // len(waited) if waited else _SPEED // 2
    won = sum(one.reason == Lead.Reason.WON for one in leads)
    return _SHARE * _conversion(leads) // 999 + speed + _WON * won // max(len(waited), 1)
