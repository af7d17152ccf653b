"""Where a partner stands for a specialization: every requirement checked, and what may be done next.

A specialization is *Not started* until everything is complete, then *Active* (specialization pages of 2021 and 2023).
The audit opens when every other requirement is met.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from evidence.engine import Session
from partnerhub.rulebook import Rulebook, Rules
from partnerhub.rulebook.schema import (
    AuditRequirement,
    CompetencyRequirement,
    DesignationRequirement,
    PerformanceRequirement,
    ReferencesRequirement,
    Requirement,
    SkillingRequirement,
)
from specializations.requirements import audit, designation, performance, references, skilling
from specializations.requirements.check import ATTESTED, UNPUBLISHED, Check

NOT_STARTED, ACTIVE = "not_started", "active"
VALIDATIONS = ("audit", "references")


@dataclass(frozen=True)
class Standing:
    """A specialization's checks in the order of its page, with what they add up to."""

    specialization: str
    validation: str
    checks: tuple[Check, ...]

    @property
    def prerequisites(self) -> tuple[Check, ...]:
        """Everything that comes before the audit or the references."""
        return tuple(check for check in self.checks if check.kind not in VALIDATIONS)

    @property
    def open(self) -> tuple[Check, ...]:
        """The prerequisites that are not met yet."""
        return tuple(check for check in self.prerequisites if not check.met)

    @property
    def status(self) -> str:
        return ACTIVE if all(check.met for check in self.checks) else NOT_STARTED

    @property
    def can_schedule_audit(self) -> bool:
        return self.validation == "audit" and self.status == NOT_STARTED and not self.open


def standing(
    session: Session,
    book: Rulebook,
    rules: Rules,
    specialization: str,
    held: Collection[str],
    attested: Collection[str],
) -> Standing:
    """The standing of the session's one partner on the rules' day.

    ``held`` are the designations active on that day, ``attested`` the requirement keys for which the programme gave its word.
    """
    requirements: Mapping[str, Requirement] = book.requirements(specialization, rules.day)
    checks = [_check(session, rules, specialization, key, one, held) for key, one in requirements.items()]
    given = tuple(_with_attestation(check, attested) for check in checks)
    return Standing(specialization, rules.text(f"{specialization}.validation"), given)


def _check(
    session: Session, rules: Rules, specialization: str, key: str, requirement: Requirement, held: Collection[str]
) -> Check:
    match requirement:
        case PerformanceRequirement():
            return performance.check(session, rules, specialization, key, requirement)
        case DesignationRequirement() | CompetencyRequirement():
            return designation.check(rules, specialization, key, requirement, held)
        case SkillingRequirement():
            return skilling.check(rules, specialization, key, requirement)
        case AuditRequirement():
            return audit.check(key, requirement)
        case ReferencesRequirement():
            return references.check(rules, specialization, key, requirement)


def _with_attestation(check: Check, attested: Collection[str]) -> Check:
    """Only a requirement without a published threshold can be attested."""
    return replace(check, state=ATTESTED) if check.state == UNPUBLISHED and check.key in attested else check
