"""What is on record about one specialization of a partner, as its page tells it: who, when, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.told import labelled, told
from scoring.models import Enrolment
from specializations import queries, wording
from specializations.models import Attestation, Audit, Reference, StatusEntry
from specializations.standing import Standing


@dataclass(frozen=True)
class Event:
    """Something on record: who did it (empty: the calendar), and why."""

    date: date
    text: str
    by: str = ""
    note: str = ""


def events(
    partner: Partner,
    found: Standing,
    bought: Iterable[Enrolment],
    words: Iterable[Attestation],
    audits: Iterable[Audit],
    references: Iterable[Reference],
) -> list[Event]:
    """Designations bought, attestations, steps of audits and references, changes of status; newest first, also of one day."""
    told = [*_designations(found, bought), *_attestations(found, words), *_audits(audits)]
    told += _references(references)
    told += [_status(one) for one in queries.status_entries(partner, found.specialization)]
    return sorted(told, key=lambda event: event.date)[::-1]


def _designations(found: Standing, bought: Iterable[Enrolment]) -> list[Event]:
    wanted = {name for check in found.checks for name in check.wanted}
    titles = rules.book().designations
    return [
        Event(
            row.starts, _("%(title)s enrolled") % {"title": titles[row.designation].title}, str(row.recorded_by or "")
        )
        for row in bought
        if row.designation in wanted
    ]


def _attestations(found: Standing, words: Iterable[Attestation]) -> list[Event]:
    asked = {check.key: told(check.title) for check in found.checks}
    return [
        Event(
            row.valid_from,
            _("%(title)s attested by the programme") % {"title": asked[row.requirement]},
            str(row.attested_by or ""),
            row.reason,
        )
        for row in words
        if row.requirement in asked
    ]


def _audits(audits: Iterable[Audit]) -> list[Event]:
    told = []
    for audit in audits:
        told.append(Event(audit.requested_at.date(), str(wording.REQUESTED), str(audit.requested_by or "")))
        told += [
            Event(one.at.date(), str(wording.STEPS[one.step][1]), str(one.by or ""), one.note)
            for one in audit.steps.all()
        ]
    return told


def _references(references: Iterable[Reference]) -> list[Event]:
    taken = sorted(((step.pk, step, one) for one in references for step in one.steps.all()), key=lambda each: each[0])
    return [
        Event(step.at.date(), labelled(one.customer, wording.REFERENCE_STEPS[step.step][1]))
        for _number, step, one in taken
    ]


def _status(entry: StatusEntry) -> Event:
    text = _("Status: %(status)s. %(why)s.") % {
        "status": wording.STATUS[entry.after].label,
        "why": entry.get_why_display(),
    }
    return Event(entry.day, text, str(entry.by or ""), entry.note)
