"""Writes of audits and their steps, of auditing organisations, and of the programme's attestations and enrolments."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partnerhub import clock, documents, outbox
from partnerhub.models import Partner, User
from partnerhub.told import told
from scoring import actions as scoring
from scoring.models import Enrolment
from specializations import calendar, mail, queries, wire, wording
from specializations.audit_clock import day_in
from specializations.audit_steps import AUDITOR, ENDS, STEPS, possible
from specializations.award_actions import review
from specializations.models import Attestation, Audit, AuditFirm, AuditStep
from specializations.refusals import NotPossible
from specializations.standing import Standing


@dataclass(frozen=True)
class AuditWish:
    """What a partner asks for with an audit; its days are meant in ``time_zone``. ``modules``: empty before there were any."""

    contact_name: str
    contact_email: str
    time_zone: str = "UTC"
    modules: str = ""
    language: str = "en"
    preferred_dates: Sequence[date] = ()
    notes: str = ""


def request_audit(partner: Partner, specialization: str, by: User, wish: AuditWish) -> Audit:
    """Record the request for an audit, with the standing it rests on. Asking twice gives the same open request.

    Raises NotPossible while a prerequisite is not met, where no audit is asked for, and for modules that cannot be chosen.
    """
    if existing := queries.open_audit(partner, specialization):
        return existing
    found = queries.standings(partner, clock.today(), specialization=specialization)[specialization]
    if not found.can_schedule_audit:
        raise NotPossible(_why_closed(found))
    if wish.modules and wish.modules not in dict(queries.modules(partner, clock.today())):
        raise NotPossible(_("The workload's module alone needs a valid Pass of an audit with both modules."))
    try:
        with transaction.atomic():
            row = Audit.objects.create(
                partner=partner,
                specialization=specialization,
                requested_by=by,
                requested_at=clock.now(),
                standing=wire.standing(found),
                **{**asdict(wish), "preferred_dates": list(wish.preferred_dates)},
            )
            outbox.post(mail.of_request(row))
            return row
    except IntegrityError:
        return Audit.objects.get(partner=partner, specialization=specialization, ended_on=None)


@dataclass(frozen=True)
class Said:
    """What comes with a step of an audit: a day and when it begins there, in the contact's time zone; words; a PDF."""

    day: date | None = None
    begins: time | None = None
    note: str = ""
    document: "UploadedFile[Any] | None" = None


NOTHING = Said()


def take_step(audit: Audit, side: str, step: str, by: User, said: Said = NOTHING) -> Audit:
    """Take a step of an audit for the auditor's or the partner's side, record it, and have the other side told.

    Who accepts becomes the auditor, for their organisation. Raises NotPossible where the step is not possible now or
    lacks what it needs, and DocumentRefused for a file that cannot be kept.
    """
    with transaction.atomic():
        row = Audit.objects.select_for_update(of=("self",)).select_related("partner", "firm").get(pk=audit.pk)
        _refuse_step(row, side, step, by, said)
        was_agreed = row.state == "agreed"
        _change(row, side, step, by, said)
        taken = AuditStep.objects.create(
            audit=row,
            step=step,
            side=side,
            by=by,
            at=clock.now(),
            day=said.day,
            begins=said.begins,
            note=said.note,
            document=documents.keep(said.document, by) if said.document else None,
        )
        outbox.post(mail.of_step(taken, taken_off=was_agreed and step in {"propose", "withdraw"}))
        if STEPS[step].to in ENDS:
            review(row.partner, specialization=row.specialization, by=by)
    return row


def _change(row: Audit, side: str, step: str, by: User, said: Said) -> None:
    """What a step makes of the audit itself."""
    if step == "accept":
        row.auditor, row.firm = by, by.audit_firms.first()
    if row.state == "agreed" and step in {"propose", "withdraw"}:
        row.sequence += 1  # its calendar entry is taken off
    if step == "propose":
        row.day, row.begins, row.proposed_by = said.day, said.begins, side
    if step == "agree":
        row.sequence += 1
    if step == "hold" and row.day:
        row.checklist = queries.checklist(row.specialization, row.day)
    if to := STEPS[step].to:
        row.state, row.ended_on = to, clock.today() if to in ENDS else None
    row.save()


def _refuse_step(row: Audit, side: str, step: str, by: User, said: Said) -> None:
    if side == AUDITOR and not queries.may_conduct(by, row):
        raise NotPossible(_("Another auditor has accepted this audit."))
    today = day_in(row.time_zone, clock.now())
    open_now = possible(row.state, side, day=row.day, proposed_by=row.proposed_by, today=today)
    if step not in open_now:
        raise NotPossible(
            _("This step is not possible now: the audit is “%(state)s”.") % {"state": row.get_state_display()}
        )
    if STEPS[step].needs_day and said.day is None:
        raise NotPossible(_("This step needs a day."))
    if STEPS[step].needs_note and not said.note.strip():
        raise NotPossible(_("This step needs words: say why, or what was found."))
    if STEPS[step].needs_file and not said.document:
        raise NotPossible(_("This step needs a document."))


def _why_closed(found: Standing) -> str:
    if words := wording.audit_closed(found):
        return words
    titles = ", ".join(told(check.title) for check in found.open)
    return _("The audit opens when these are met: %(titles)s.") % {"titles": titles}


def attest(
    partner: Partner, specialization: str, requirement: str, by: User, *, reason: str, valid_from: date
) -> Attestation:
    """Record the programme's word that a requirement without a published threshold is met. The same again adds nothing.

    Raises NotPossible for a requirement that has a threshold: evidence alone decides it.
    """
    day = max(valid_from, clock.today())
    found = queries.standings(partner, day, specialization=specialization)[specialization]
    check = next((one for one in found.checks if one.key == requirement), None)
    if check is None or check.state not in {"unpublished", "attested"}:
        raise NotPossible(_("Only a requirement whose threshold is not published can be attested."))
    with transaction.atomic():
        # One word about a partner at a time, as a button may be clicked twice.
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        about = {"partner": partner, "specialization": specialization, "requirement": requirement}
        newest = Attestation.objects.filter(**about).first()
        if newest and newest.reason == reason and newest.valid_from <= valid_from:
            return newest
        given = {"reason": reason, "valid_from": valid_from, "attested_by": by, "attested_at": clock.now()}
        row = Attestation.objects.create(**about, **given)
        review(partner, specialization=specialization, by=by)
    return row


def enrol(partner: Partner, designation: str, by: User, *, starts: date, ends: date | None = None) -> Enrolment:
    """Record a designation that the partner bought (``scoring.actions.enrol``), and review what it is a prerequisite of."""
    row = scoring.enrol(partner, designation, by, starts=starts, ends=ends)
    calendar.start(partner)
    return row


def set_firm(auditor: User, name: str) -> AuditFirm | None:
    """Say for which auditing organisation somebody works; an empty name says for none. An organisation without people goes."""
    with transaction.atomic():
        firm = AuditFirm.objects.get_or_create(name=name)[0] if name else None
        auditor.audit_firms.set([firm] if firm else [])
        AuditFirm.objects.filter(people=None, audits=None).delete()
    return firm
