"""Validation by customer references: the last step, open once everything else is met.

A customer counts once, from the day of its approval until the validity of references ends (programme overview of 2023). The
number asked for is published for few specializations; where it is not, only the programme's word meets the requirement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partnerhub.months import months_after
from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import ReferencesRequirement
from specializations.requirements.check import MET, NOT_MET, UNPUBLISHED, Check


@dataclass(frozen=True)
class Approval:
    """That a customer approved a reference, on which day, and that the programme had not declined it on the day asked for."""

    tenant: str
    approved_on: date


def check(
    rules: Rules, specialization: str, key: str, requirement: ReferencesRequirement, approvals: Sequence[Approval]
) -> Check:
    """How many customers' approvals are valid on the rules' day, and until when they are enough without any more."""
    entry = rules.peek(f"{specialization}.{key}.count")
    required = entry.value if entry and isinstance(entry.value, Decimal) else None
    ends = _ends(rules, approvals)
    enough = required is not None and len(ends) >= required
    state = UNPUBLISHED if required is None else MET if enough else NOT_MET
    return Check(
        "references",
        key,
        requirement.title,
        state,
        Decimal(len(ends)),
        required,
        unit="references",
        until=_enough_until(ends, int(required)) if required and enough else None,
    )


def valid_until(rules: Rules, approved_on: date) -> date | None:
    """The first day on which an approval does not count any more, under the rules of the question's day; None: it never ends."""
    term = rules.peek("programme.validation_term")
    return months_after(approved_on, int(str(term.value))) if term else None


def _ends(rules: Rules, approvals: Iterable[Approval]) -> list[date]:
    """When the newest approval of each customer ends, of those that are valid on the rules' day."""
    newest: dict[str, date] = {}
    for one in approvals:
        newest[one.tenant] = max(one.approved_on, newest.get(one.tenant, one.approved_on))
    ends = (valid_until(rules, day) or date.max for day in newest.values())
    return sorted(end for end in ends if rules.day < end)


def _enough_until(ends: Sequence[date], required: int) -> date | None:
    """The day on which fewer are left than required."""
    end = ends[-required]
    return None if end == date.max else end
