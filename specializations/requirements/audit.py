"""Validation by a third-party audit: the last step, open once everything else is met.

A Pass is valid for two years; after a No Pass the specialization shows that the audit failed for a week, then it may be tried
again (audit checklists of 2022). Withdrawing counts as No Pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnerhub.months import months_after
from partnerhub.rulebook import Rules
from partnerhub.rulebook.schema import AuditRequirement
from specializations.requirements.check import MET, NOT_MET, Check


@dataclass(frozen=True)
class Outcome:
    """How an audit went, and on which day it ended."""

    ended_on: date
    passed: bool


def check(rules: Rules, key: str, requirement: AuditRequirement, outcomes: Sequence[Outcome]) -> Check:
    """Met from the day of a Pass until its validity ends."""
    last = next((one for one in reversed(outcomes) if one.passed), None)
    if last is None:
        return Check("audit", key, requirement.title, NOT_MET)
    until = valid_until(rules, last)
    met = until is None or rules.day < until
    return Check("audit", key, requirement.title, MET if met else NOT_MET, until=until)


def valid_until(rules: Rules, outcome: Outcome) -> date | None:
    """The first day on which a Pass is not valid any more, under the rules of the question's day; None where they say none."""
    term = rules.peek("programme.validation_term")
    return months_after(outcome.ended_on, int(str(term.value))) if term else None


def failed_since(outcomes: Sequence[Outcome]) -> date | None:
    """The day of the last audit's No Pass; None where the last one passed, or there was none."""
    return outcomes[-1].ended_on if outcomes and not outcomes[-1].passed else None


def is_shown_as_failed(rules: Rules, since: date) -> bool:
    """Whether the failure is recent enough to be the status."""
    shown = rules.peek("programme.failed_audit_shown")
    return shown is not None and rules.day < since + timedelta(days=int(str(shown.value)))
