"""Where a partner stands for a specialization: every requirement checked, and what may be done next.

A specialization is *Not started* until everything is complete, then *Active* (specialization pages of 2021 and 2023).
The audit opens when every other requirement is met. After a No Pass it is *Audit failed* for a week, then *Not enrolled*, and
may be tried again (audit checklists of December 2022). What was awarded is Active until an anniversary passes without a renewal
(``life``), whatever the requirements say in between; then it is *Expired*, for which our sources have no word.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evidence.engine import Session
from partnerhub.rulebook import Rulebook, Rules
from partnerhub.rulebook.schema import (
    AuditRequirement,
    CompetencyRequirement,
    DesignationRequirement,
    GrowthRequirement,
    OfferRequirement,
    PerformanceRequirement,
    ReferencesRequirement,
    Requirement,
    SkillingRequirement,
)
from specializations.life import Award, Life, life
from specializations.requirements import (
    audit,
    competency,
    designation,
    growth,
    offer,
    performance,
    references,
    skilling,
)
from specializations.requirements.audit import Outcome
from specializations.requirements.check import ATTESTED, UNPUBLISHED, Check
from specializations.requirements.offered import Offered, offered
from specializations.requirements.references import Approval

NOT_STARTED, ACTIVE = "not_started", "active"
AUDIT_FAILED, NOT_ENROLLED, EXPIRED = "audit_failed", "not_enrolled", "expired"
VALIDATIONS = ("audit", "references")


# Checks a requirement that is measured from evidence.
Measure = Callable[[Offered], Check]


@dataclass(frozen=True)
class Record:
    """What is on record about a partner besides evidence, on the rules' day: the designations ``held``, the requirement keys for
    which the programme gave its word (``attested``), how audits went, which customers approved references, and what was
    awarded, all oldest first."""

    held: Collection[str]
    attested: Collection[str] = ()
    outcomes: Sequence[Outcome] = ()
    approvals: Sequence[Approval] = ()
    awards: Sequence[Award] = ()


@dataclass(frozen=True)
class Standing:
    """A specialization's checks in the order of its page, with what they add up to."""

    specialization: str
    validation: str
    checks: tuple[Check, ...]
    # The day of an audit that was not passed, and whether that is recent (else it is over, and may be tried again).
    failed_on: date | None = None
    failed_recently: bool = False
    life: Life | None = None

    @property
    def prerequisites(self) -> tuple[Check, ...]:
        """Everything that comes before the audit or the references."""
        return tuple(check for check in self.checks if check.kind not in VALIDATIONS)

    @property
    def open(self) -> tuple[Check, ...]:
        """The prerequisites that are not met yet."""
        return tuple(check for check in self.prerequisites if not check.met)

    @property
    def complete(self) -> bool:
        """Whether every requirement is met."""
        return all(check.met for check in self.checks)

    @property
    def is_held(self) -> bool:
        return self.life is not None and self.life.is_held

    @property
    def can_renew(self) -> bool:
        """Whether it can be renewed today, and all that this anniversary asks for is met."""
        if self.life is None or not self.life.is_renewable or self.open:
            return False
        return self.complete or not self.life.validates

    @property
    def status(self) -> str:
        if self.is_held or self.complete:
            return ACTIVE
        if self.failed_on:
            return AUDIT_FAILED if self.failed_recently else NOT_ENROLLED
        return EXPIRED if self.life else NOT_STARTED

    @property
    def can_schedule_audit(self) -> bool:
        wanted = not self.complete and (not self.is_held or _asks_for_validation(self.life))
        return self.validation == "audit" and wanted and not self.open and not self.failed_recently


def datasets(rules: Rules) -> tuple[str, ...]:
    """The datasets that the requirements of the rules' day look at."""
    return tuple(sorted({dataset for one in offered(rules) for dataset in _datasets(rules, one)}))


def _datasets(rules: Rules, asked: Offered) -> tuple[str, ...]:
    match asked.requirement:
        case CompetencyRequirement():
            return (competency.DATASET,)
        case PerformanceRequirement():
            return (performance.DATASET,) if rules.lines(asked.id) else ()
        case GrowthRequirement():
            return growth.datasets(asked) if growth.is_measured(rules, asked) else ()
        case SkillingRequirement():
            return (skilling.DATASET,) if skilling.certificates(rules, asked) else ()
    return ()


def measuring(session: Session, rules: Rules) -> Measure:
    """Measures requirements for the session's one partner on the rules' day."""

    def measure(asked: Offered) -> Check:
        return _MEASURED[type(asked.requirement)](session, rules, asked.specialization, asked.key, asked.requirement)

    return measure


def standing(
    measure: Measure,
    book: Rulebook,
    rules: Rules,
    specialization: str,
    record: Record,
) -> Standing:
    """The standing of a partner on the rules' day; ``measure`` checks what is measured from its evidence."""
    found = life(book, record.awards, rules.day)
    fresh = _since(found, record)
    requirements: Mapping[str, Requirement] = book.requirements(specialization, rules.day)
    checks = [check(measure, rules, Offered(specialization, key, one), fresh) for key, one in requirements.items()]
    failed_on = audit.failed_since(record.outcomes)
    if failed_on and found and not found.is_held and failed_on <= found.closes:
        failed_on = None  # that is over with what expired since
    return Standing(
        specialization,
        rules.text(f"{specialization}.validation"),
        tuple(_with_attestation(one, record.attested) for one in checks),
        failed_on,
        failed_on is not None and audit.is_shown_as_failed(rules, failed_on),
        found,
    )


def _asks_for_validation(found: Life | None) -> bool:
    return found is not None and found.is_renewable and found.validates


def _since(found: Life | None, record: Record) -> Record:
    """A renewal that asks for the audit or the references again asks for those since the last that were looked at."""
    if found is None or found.validated_on is None or not _asks_for_validation(found):
        return record
    return replace(
        record,
        outcomes=[one for one in record.outcomes if one.ended_on > found.validated_on],
        approvals=[one for one in record.approvals if one.approved_on > found.validated_on],
    )


# The kinds that are measured from evidence.
_MEASURED: Mapping[type[Requirement], Callable[..., Check]] = {
    CompetencyRequirement: competency.check,
    PerformanceRequirement: performance.check,
    GrowthRequirement: growth.check,
    SkillingRequirement: skilling.check,
}


def check(measure: Measure, rules: Rules, asked: Offered, record: Record) -> Check:
    """One requirement, checked: measured from evidence, or by what is on record."""
    specialization, key, requirement = asked.specialization, asked.key, asked.requirement
    match requirement:
        case CompetencyRequirement() | PerformanceRequirement() | GrowthRequirement() | SkillingRequirement():
            return measure(asked)
        case DesignationRequirement():
            return designation.check(rules, specialization, key, requirement, record.held)
        case OfferRequirement():
            return offer.check(rules, specialization, key, requirement)
        case AuditRequirement():
            return audit.check(rules, key, requirement, record.outcomes)
        case ReferencesRequirement():
            return references.check(rules, specialization, key, requirement, record.approvals)


def _with_attestation(check: Check, attested: Collection[str]) -> Check:
    """Only a requirement without a published threshold can be attested."""
    return replace(check, state=ATTESTED) if check.state == UNPUBLISHED and check.key in attested else check
