"""What the pages of an audit show: to its partner, and to the auditor on the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub import clock, rules
from partnerhub.listing import Column, Filter, Listed, Query, stored
from partnerhub.models import User
from scoring.wording import amount, day
from specializations import queries, wording
from specializations.audit_clock import REQUESTED, Due, day_in, dues
from specializations.audit_steps import AUDITOR, PARTNER, possible
from specializations.forms import LANGUAGES, AuditStepForm
from specializations.models import Audit, AuditStep

PILLS = {"passed": "good", "not_passed": "bad", "withdrawn": "bad", "declined": "neutral", "requested": "neutral"}


@dataclass(frozen=True)
class Action:
    """A step that may be taken now: its button, and the form with what it needs."""

    key: str
    label: str
    form: AuditStepForm


@dataclass(frozen=True)
class Wait:
    """What is waited for, from whom, and whether its day has passed."""

    text: str
    day: date
    is_overdue: bool


@dataclass(frozen=True)
class Entry:
    """A step on record; ``url`` is that of the document that came with it."""

    text: str
    by: str
    at: date
    day: date | None = None
    begins: time | None = None
    note: str = ""
    document: str = ""
    url: str = ""


@dataclass(frozen=True)
class AuditPage:
    """One audit for one of its sides. ``url`` takes the steps. An auditor sees whom to talk to once they have accepted."""

    audit: Audit
    title: str
    state: str
    pill: str
    url: str
    actions: list[Action]
    entries: list[Entry]
    waits: list[Wait]
    facts: list[tuple[str, str]]
    knows_contact: bool
    calendar_url: str


@dataclass(frozen=True)
class AuditRow:
    """An audit on the auditor's desk; ``late`` says what is overdue."""

    audit: Audit
    title: str
    state: str
    pill: str
    url: str
    mine: bool
    late: str


FEES = {
    "programme.audit_fee": Audit.Modules.BOTH,
    "programme.audit_fee_workload": Audit.Modules.WORKLOAD,
}
Address = Callable[..., str]


def for_partner(audit: Audit, sent: AuditStepForm | None = None) -> AuditPage:
    """The audit for its partner; ``sent`` is the step that has to be filled in again."""
    own = [audit.partner.mpn_id, audit.specialization]
    return _page(
        audit,
        PARTNER,
        reverse("audit-step", args=own),
        lambda name, *more: reverse(f"own-{name}", args=[*own, *more]),
        sent,
    )


def for_auditor(audit: Audit, sent: AuditStepForm | None = None) -> AuditPage:
    """The audit for the auditor's side."""
    url = reverse("audit", args=[audit.pk])
    return _page(audit, AUDITOR, url, lambda name, *more: reverse(name, args=[audit.pk, *more]), sent)


def _page(audit: Audit, side: str, url: str, address: Address, sent: AuditStepForm | None) -> AuditPage:
    today = day_in(audit.time_zone, clock.now())
    open_now = possible(audit.state, side, day=audit.day, proposed_by=audit.proposed_by, today=today)
    entries = [_entry(step, address) for step in audit.steps.all()]
    return AuditPage(
        audit=audit,
        title=queries.title_of(audit),
        state=audit.get_state_display(),
        pill=PILLS.get(audit.state, "progress"),
        url=url,
        actions=[_action(key, audit, sent) for key in open_now],
        entries=[_requested(audit), *entries],
        waits=waits(audit),
        facts=_facts(audit),
        knows_contact=side == PARTNER or audit.auditor_id is not None,
        calendar_url=address("audit-calendar") if audit.state == "agreed" else "",
    )


def waits(audit: Audit) -> list[Wait]:
    """What an audit waits for, where the rulebook gives it a day."""
    taken = [(REQUESTED, audit.requested_at.date()), *((one.step, one.at.date()) for one in audit.steps.all())]
    return [_wait(one) for one in dues(rules.book(), audit.state, taken)]


def _wait(due: Due) -> Wait:
    words = {"step": wording.STEPS[due.step][0], "side": wording.SIDES[due.side]}
    return Wait(_("%(side)s: %(step)s") % words, due.day, due.day < clock.today())


def _facts(audit: Audit) -> list[tuple[str, str]]:
    days = ", ".join(day(one) for one in audit.preferred_dates) or "–"
    facts = [
        (_("Modules"), audit.get_modules_display() if audit.modules else ""),
        (_("Language"), str(dict(LANGUAGES).get(audit.language, audit.language))),
        (_("Preferred days"), days),
        (_("Time zone"), audit.time_zone.replace("_", " ")),
        (_("Auditor"), auditor_of(audit)),
        (_("Checklist"), audit.checklist),
    ]
    return [(label, value) for label, value in facts if value]


def fees(on: date) -> list[tuple[str, str]]:
    """What the auditor asks for, in USD, where a price is published; it is paid to the auditor."""
    known = {rule: rules.book().on(on).peek(rule) for rule in FEES}
    return [
        (str(FEES[rule].label), amount(entry.value))
        for rule, entry in known.items()
        if entry and isinstance(entry.value, Decimal)
    ]


def auditor_of(audit: Audit) -> str:
    """Who conducts the audit, and for whom."""
    if audit.auditor is None:
        return _("nobody has accepted yet")
    return f"{audit.auditor}, {audit.firm}" if audit.firm else str(audit.auditor)


@dataclass(frozen=True)
class AuditDesk:
    """A page of the audits on an auditor's desk."""

    listed: Listed[Audit]
    rows: list[AuditRow]


def desk(auditor: User, query: Query) -> AuditDesk:
    """The audits of the auditor and their organisation, and those that wait for one; the open ones first."""
    columns = (
        Column("organisation", _("Organisation"), ("partner__name",)),
        Column("specialization", _("Specialization"), ("specialization",)),
        Column("state", _("State"), ("state",)),
        Column("day", _("Day"), ("day",)),
        Column("requested", _("Requested"), ("requested_at",)),
    )
    filters = (
        Filter("state", _("State"), dict(Audit.State.choices), "state"),
        Filter("specialization", _("Specialization"), queries.catalogue(clock.today()), "specialization"),
    )
    search = ("partner__name", "partner__mpn_id")
    listed = stored(queries.audits_of(auditor), query, columns, search=search, filters=filters)
    return AuditDesk(listed, [_row(one) for one in listed.page.object_list])


def _row(audit: Audit) -> AuditRow:
    return AuditRow(
        audit=audit,
        title=queries.title_of(audit),
        state=audit.get_state_display(),
        pill=PILLS.get(audit.state, "progress"),
        url=reverse("audit", args=[audit.pk]),
        mine=audit.auditor_id is not None,
        late=", ".join(one.text for one in waits(audit) if one.is_overdue),
    )


def _action(key: str, audit: Audit, sent: AuditStepForm | None) -> Action:
    again = sent is not None and sent.data.get("step") == key
    form = sent if sent is not None and again else AuditStepForm(key, zone=audit.time_zone)
    return Action(key, str(wording.STEPS[key][0]), form)


def _requested(audit: Audit) -> Entry:
    at = audit.requested_at.date()
    return Entry(str(wording.REQUESTED), str(audit.requested_by or ""), at, note=audit.notes)


def _entry(step: AuditStep, address: Address) -> Entry:
    return Entry(
        text=str(wording.STEPS[step.step][1]),
        by=str(step.by or ""),
        at=step.at.date(),
        day=step.day,
        begins=step.begins,
        note=step.note,
        document=step.document.name if step.document else "",
        url=address("audit-document", step.document.pk) if step.document else "",
    )
