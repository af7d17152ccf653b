"""Where a partner stands for a specialization: every requirement checked, and what may be done next.

A specialization is *Not started* until everything is complete, then *Active* (specialization pages of 2021 and 2023).
The audit opens when every other requirement is met. After a No Pass it is *Audit failed* for a week, then *Not enrolled*, and
may be tried again (audit checklists of December 2022).
"""

from collections.abc import Collection, Mapping, Sequence
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
from specializations.requirements.audit import Outcome
from specializations.requirements.check import ATTESTED, UNPUBLISHED, Check

NOT_STARTED, ACTIVE = "not_started", "active"
AUDIT_FAILED, NOT_ENROLLED = "audit_failed", "not_enrolled"
VALIDATIONS = ("audit", "references")


@dataclass(frozen=True)
class Record:
    """What is on record about a partner besides evidence, on the rules' day: the designations ``held``, the requirement keys for
    which the programme gave its word (``attested``), and how audits went, oldest first."""

    held: Collection[str]
    attested: Collection[str] = ()
    outcomes: Sequence[Outcome] = ()


@dataclass(frozen=True)
class Standing:
    """A specialization's checks in the order of its page, with what they add up to."""

    specialization: str
    validation: str
    checks: tuple[Check, ...]
    # After an audit that was not passed: whether that is recent (else it is over, and may be tried again).
    failed: bool | None = None

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
        if all(check.met for check in self.checks):
            return ACTIVE
        return {None: NOT_STARTED, True: AUDIT_FAILED, False: NOT_ENROLLED}[self.failed]

    @property
    def can_schedule_audit(self) -> bool:
        return self.validation == "audit" and self.status in {NOT_STARTED, NOT_ENROLLED} and not self.open


def standing(
    session: Session,
    book: Rulebook,
    rules: Rules,
    specialization: str,
    record: Record,
) -> Standing:
    """The standing of the session's one partner on the rules' day."""
    requirements: Mapping[str, Requirement] = book.requirements(specialization, rules.day)
    checks = [_check(session, rules, specialization, key, one, record) for key, one in requirements.items()]
    given = tuple(_with_attestation(check, record.attested) for check in checks)
    since = audit.failed_since(record.outcomes)
    failed = None if since is None else audit.is_shown_as_failed(rules, since)
    return Standing(specialization, rules.text(f"{specialization}.validation"), given, failed)


def _check(
    session: Session, rules: Rules, specialization: str, key: str, requirement: Requirement, record: Record
) -> Check:
    match requirement:
        case PerformanceRequirement():
            return performance.check(session, rules, specialization, key, requirement)
        case DesignationRequirement() | CompetencyRequirement():
            return designation.check(rules, specialization, key, requirement, record.held)
        case SkillingRequirement():
            return skilling.check(rules, specialization, key, requirement)
        case AuditRequirement():
            return audit.check(rules, key, requirement, record.outcomes)
        case ReferencesRequirement():
            return references.check(rules, specialization, key, requirement)


def _with_attestation(check: Check, attested: Collection[str]) -> Check:
    """Only a requirement without a published threshold can be attested."""
    return replace(check, state=ATTESTED) if check.state == UNPUBLISHED and check.key in attested else check
