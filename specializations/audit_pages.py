"""What the pages of an audit show: to its partner, and to the auditor on the desk."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from partnerhub import clock
from partnerhub.models import User
from specializations import queries, wording
from specializations.audit_steps import possible
from specializations.forms import AuditStepForm
from specializations.models import Audit, AuditStep


@dataclass(frozen=True)
class Action:
    """A step that may be taken now: its button, and the form with what it needs."""

    key: str
    label: str
    form: AuditStepForm


@dataclass(frozen=True)
class Entry:
    """A step on record."""

    text: str
    by: str
    at: date
    day: date | None
    note: str


@dataclass(frozen=True)
class AuditPage:
    """One audit for one of its sides. ``url`` takes the steps."""

    audit: Audit
    title: str
    state: str
    pill: str
    url: str
    actions: list[Action]
    entries: list[Entry]


@dataclass(frozen=True)
class AuditRow:
    """An audit on the auditor's desk."""

    audit: Audit
    title: str
    state: str
    pill: str
    url: str
    mine: bool


def audit_page(audit: Audit, side: str, url: str, sent: AuditStepForm | None = None) -> AuditPage:
    """The audit with the steps that this side may take today; ``sent`` is the form that has to be filled in again."""
    today = clock.today()
    open_now = possible(audit.state, side, day=audit.day, proposed_by=audit.proposed_by, today=today)
    return AuditPage(
        audit=audit,
        title=queries.title_of(audit),
        state=audit.get_state_display(),
        pill=PILLS.get(audit.state, "progress"),
        url=url,
        actions=[_action(key, sent) for key in open_now],
        entries=[_requested(audit), *(_entry(step) for step in audit.steps.all())],
    )


def desk(auditor: User) -> list[AuditRow]:
    """The auditor's own audits and those that wait for one; the open ones first."""
    return [
        AuditRow(
            audit=one,
            title=queries.title_of(one),
            state=one.get_state_display(),
            pill=PILLS.get(one.state, "progress"),
            url=reverse("audit", args=[one.pk]),
            mine=one.auditor_id is not None,
        )
        for one in queries.audits_of(auditor)
    ]


PILLS = {"passed": "good", "not_passed": "bad", "withdrawn": "bad", "declined": "neutral", "requested": "neutral"}


def _action(key: str, sent: AuditStepForm | None) -> Action:
    again = sent is not None and sent.data.get("step") == key
    return Action(key, str(wording.STEPS[key][0]), sent if sent is not None and again else AuditStepForm(key))


def _requested(audit: Audit) -> Entry:
    at = audit.requested_at.date()
    return Entry(str(wording.REQUESTED), str(audit.requested_by or ""), at, audit.preferred_date, audit.notes)


def _entry(step: AuditStep) -> Entry:
    return Entry(str(wording.STEPS[step.step][1]), str(step.by or ""), step.at.date(), step.day, step.note)
