"""How a customer reference goes on: which step which side may take next, and where it leads. Pure: no record is read here.

The states Awaiting approval, Customer approved and Customer rejected, and that an approval counts, are told of the portal before
Partner Center (support article 2966440); that references need an approval by the programme's page of 2023. What the programme
confirms or declines, and that an approval expires with its validity, is our reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

PARTNER, CUSTOMER, PROGRAMME = "partner", "customer", "programme"
DRAFT, AWAITING = "draft", "awaiting"
APPROVED, REJECTED = "approved", "rejected"
ACCEPTED, DECLINED, EXPIRED = "accepted", "declined", "expired"
# After these the same customer may be named again for the same specialization.
OVER = (REJECTED, DECLINED, EXPIRED)


@dataclass(frozen=True)
class Step:
    """One step: the states it may be taken in, the one it leads to, and whether words must be said with it."""

    since: tuple[str, ...]
    to: str
    side: str
    needs_note: bool = False


# In the order of their buttons: what is most likely wanted comes first.
STEPS: Mapping[str, Step] = {
    "send": Step((DRAFT,), AWAITING, PARTNER),
    "resend": Step((AWAITING,), AWAITING, PARTNER),
    "approve": Step((AWAITING,), APPROVED, CUSTOMER),
    "reject": Step((AWAITING,), REJECTED, CUSTOMER, needs_note=True),
    "accept": Step((APPROVED,), ACCEPTED, PROGRAMME),
    "decline": Step((APPROVED, ACCEPTED), DECLINED, PROGRAMME, needs_note=True),
    "expire": Step((APPROVED, ACCEPTED), EXPIRED, PROGRAMME),
}


def digest(token: str) -> str:
    """What is kept of the secret in a personal link."""
    return sha256(token.encode()).hexdigest()


def possible(state: str, side: str) -> tuple[str, ...]:
    """The steps that this side may take in this state. Approvals expire by themselves: nobody has a button for that."""
    return tuple(key for key, step in STEPS.items() if state in step.since and side == step.side and key != "expire")


def resend_from(sent_on: date, days: int | None) -> date:
    """The first day on which a reference that nobody answered may be sent again; the day it was sent on where no rule says so."""
    return sent_on + timedelta(days=days or 0)


def after_forgetting(state: str) -> str:
    """The state once the contact is forgotten: nobody is left to answer what was sent, so it is a draft again."""
    return DRAFT if state == AWAITING else state
