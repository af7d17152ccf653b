"""Who reads a rule: which figures change when it does. Traces of the scores are held against this in tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .book import Rulebook
from .schema import Designation, Metric, PerformanceRequirement, Specialization

Kind = Literal[
    "metric", "requirement", "designation", "specialization", "designations", "specializations", "memberships", "credit"
]


@dataclass(frozen=True)
class Reader:
    """A metric or requirement (`key`) of a designation or specialization (`root`), all of one, or every one of a kind.

    `memberships` are the days around a designation that is held: until when, and when it can be renewed. `credit` is what
    usage of an Azure plan earns.
    """

    kind: Kind
    root: str = ""
    key: str = ""


# Which blocks of a designation each measure looks at.
BLOCKS: dict[str, tuple[str, ...]] = {
    "acr_customers": ("azure",),
    "acr_growth": ("azure",),
    "acr_services": ("azure",),
    "active_deployments": ("microsoft_365",),
    "active_users": ("microsoft_365",),
    "business_apps_deployments": ("customer_success", "rate_card"),
    "business_apps_net_adds": ("performance",),
    "business_apps_usage_growth": ("customer_success", "rate_card"),
    "certifications": (),
    "seat_customers": ("microsoft_365",),
}
_ALL_SCORES, _ALL_SPECIALIZATIONS, _MEMBERSHIPS = (
    Reader("designations"),
    Reader("specializations"),
    Reader("memberships"),
)
# Rules that hold for everyone; what is not named here is kept for the record and no figure reads it.
SHARED: dict[str, tuple[Reader, ...]] = {
    "freshness.performance_day": (_ALL_SCORES, _ALL_SPECIALIZATIONS),
    "freshness.skilling_lag_days": (_ALL_SCORES, _ALL_SPECIALIZATIONS),
    "programme.pass_total": (_ALL_SCORES,),
    "programme.metric_minimum": (_ALL_SCORES,),
    "programme.excluded_associations": (_ALL_SCORES,),
    "programme.excluded_offers": (_ALL_SCORES, _ALL_SPECIALIZATIONS),
    "programme.all_designations_badge": (_MEMBERSHIPS,),
    "programme.enrolment_days": (_MEMBERSHIPS,),
    "programme.history_months": (_MEMBERSHIPS,),
    "programme.membership_days": (_MEMBERSHIPS,),
    "programme.qualification_window": (_MEMBERSHIPS,),
    "programme.renewal_days": (_MEMBERSHIPS,),
    "programme.renewal_qualification_days": (_MEMBERSHIPS,),
    "programme.renewal_qualification_window": (_MEMBERSHIPS,),
    "programme.window_months": (_MEMBERSHIPS,),
    "programme.competency_level": (_ALL_SPECIALIZATIONS,),
    "programme.specialization_associations": (_ALL_SPECIALIZATIONS,),
    "programme.specialization_window": (_ALL_SPECIALIZATIONS,),
    "programme.validation_term": (_ALL_SPECIALIZATIONS,),
    "programme.failed_audit_shown": (_ALL_SPECIALIZATIONS,),
    "programme.specialization_term": (_ALL_SPECIALIZATIONS,),
    "programme.audit_modules": (_ALL_SPECIALIZATIONS,),
    "programme.audit_fee": (_ALL_SPECIALIZATIONS,),
    "programme.audit_fee_workload": (_ALL_SPECIALIZATIONS,),
    "programme.audit_contact": (_ALL_SPECIALIZATIONS,),
    "programme.audit_held": (_ALL_SPECIALIZATIONS,),
    "programme.audit_gaps_reported": (_ALL_SPECIALIZATIONS,),
    "programme.audit_gaps_answered": (_ALL_SPECIALIZATIONS,),
    "programme.audit_gaps_reviewed": (_ALL_SPECIALIZATIONS,),
    "programme.audit_result": (_ALL_SPECIALIZATIONS,),
    "programme.renewal_opens": (_ALL_SPECIALIZATIONS,),
    "programme.renewal_grace": (_ALL_SPECIALIZATIONS,),
    "programme.renewal_first_year": (_ALL_SPECIALIZATIONS,),
    "programme.renewal_reminders": (_ALL_SPECIALIZATIONS,),
    "programme.reference_order": (_ALL_SPECIALIZATIONS,),
    "programme.reference_resend_days": (_ALL_SPECIALIZATIONS,),
}


def readers(book: Rulebook, rule: str) -> tuple[Reader, ...]:
    """Who reads the rule of this id, in the order shown; empty where no figure does."""
    root, _, rest = rule.partition(".")
    block = rest.partition(".")[0]
    if root in book.designations:
        return tuple(_of_designation(book.designations[root], block))
    if root in book.specializations:
        return tuple(_of_specialization(book.specializations[root], block))
    return (Reader("credit"),) if root == "credit" else SHARED.get(rule, ())


def _of_designation(designation: Designation, block: str) -> Iterator[Reader]:
    found = [key for key, metric in designation.metrics.items() if key == block or block in _blocks(metric)]
    # What is no metric's own decides how all of them are measured: the tracks, and how one is chosen.
    yield from (Reader("metric", designation.key, key) for key in found)
    if not found:
        yield Reader("designation", designation.key)


def _blocks(metric: Metric) -> set[str]:
    measures = [metric.counts, *(part.counts for part in metric.parts.values())]
    return {block for measure in measures if measure for block in BLOCKS[measure]}


def _of_specialization(specialization: Specialization, block: str) -> Iterator[Reader]:
    kinds: dict[str, tuple[str, ...]] = {
        "validation": ("audit", "references"),
        "checklist": ("audit",),
        "window": ("performance",),
        "associations": ("performance",),
    }
    found = [
        key
        for key, requirement in specialization.requirements.items()
        if key == block or (requirement.kind in kinds.get(block, ()) and _counts(requirement))
    ]
    yield from (Reader("requirement", specialization.key, key) for key in found)
    if not found:
        yield Reader("specialization", specialization.key)


def _counts(requirement: object) -> bool:
    """Whether this requirement is worked out at all: performance without lines of usage is not."""
    return not isinstance(requirement, PerformanceRequirement) or bool(requirement.lines)


def rules_of(book: Rulebook, designation: str) -> frozenset[str]:
    """The ids of every rule that a designation's score reads: its own, and those that hold for all scores."""
    shared = (rule for rule, known in SHARED.items() if _ALL_SCORES in known)
    return frozenset(key[0] for key in book.chains if key[0].partition(".")[0] == designation).union(shared)
