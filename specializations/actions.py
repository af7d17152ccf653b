"""Writes of audits and their steps, and of the programme's attestations."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partnerhub import clock, outbox
from partnerhub.models import Partner, User
from scoring import actions as scoring
from scoring.models import Enrolment
from specializations import calendar, mail, queries, wire
from specializations.audit_steps import AUDITOR, ENDS, STEPS, possible
from specializations.award_actions import NotPossible, review
from specializations.models import Attestation, Audit, AuditStep
from specializations.standing import AUDIT_FAILED, Standing


def request_audit(
    partner: Partner,
    specialization: str,
    by: User,
    *,
    contact_name: str,
    contact_email: str,
    preferred_date: date | None = None,
    notes: str = "",
) -> Audit:
    """Record the request for an audit, with the standing it rests on. Asking twice gives the same open request.

    Raises NotPossible while a prerequisite is not met, or where no audit is asked for.
    """
    if existing := queries.open_audit(partner, specialization):
        return existing
    found = queries.standings(partner, clock.today(), specialization=specialization)[specialization]
    if not found.can_schedule_audit:
        raise NotPossible(_why_closed(found))
    try:
        with transaction.atomic():
            row = Audit.objects.create(
                partner=partner,
                specialization=specialization,
                contact_name=contact_name,
                contact_email=contact_email,
                preferred_date=preferred_date,
                notes=notes,
                requested_by=by,
                requested_at=clock.now(),
                standing=wire.standing(found),
            )
            outbox.post(mail.of_request(row))
            return row
    except IntegrityError:
        return Audit.objects.get(partner=partner, specialization=specialization, ended_on=None)


def take_step(audit: Audit, side: str, step: str, by: User, *, day: date | None = None, note: str = "") -> Audit:
    """Take a step of an audit for the auditor's or the partner's side, record it, and have the other side told.

    Who accepts becomes the auditor. Raises NotPossible where the step is not possible now, or lacks its day or words.
    """
    with transaction.atomic():
        row = Audit.objects.select_for_update().get(pk=audit.pk)
        _refuse_step(row, side, step, by, day, note)
        to = STEPS[step].to
        if step == "accept":
            row.auditor = by
        if step == "propose":
            row.day, row.proposed_by = day, side
        row.state, row.ended_on = to, clock.today() if to in ENDS else None
        row.save()
        taken = AuditStep.objects.create(audit=row, step=step, side=side, by=by, at=clock.now(), day=day, note=note)
        outbox.post(mail.of_step(taken))
        if to in ENDS:
            review(row.partner, specialization=row.specialization, by=by)
    return row


def _refuse_step(row: Audit, side: str, step: str, by: User, day: date | None, note: str) -> None:
    if side == AUDITOR and row.auditor_id not in {None, by.pk}:
        raise NotPossible(_("Another auditor has accepted this audit."))
    open_now = possible(row.state, side, day=row.day, proposed_by=row.proposed_by, today=clock.today())
    if step not in open_now:
        raise NotPossible(
            _("This step is not possible now: the audit is “%(state)s”.") % {"state": row.get_state_display()}
        )
    if STEPS[step].needs_day and day is None:
        raise NotPossible(_("This step needs a day."))
    if STEPS[step].needs_note and not note.strip():
        raise NotPossible(_("This step needs words: say why, or what was found."))


def _why_closed(found: Standing) -> str:
    if found.validation != "audit":
        return "This specialization is not validated by an audit."
    if found.status == AUDIT_FAILED:
        return "The last audit was not passed; it may be tried again when the status is Not enrolled."
    return "The audit opens when these are met: " + ", ".join(check.title for check in found.open) + "."


def attest(
    partner: Partner, specialization: str, requirement: str, by: User, *, reason: str, valid_from: date
) -> Attestation:
    """Record the programme's word that a requirement without a published threshold is met.

    Raises NotPossible for a requirement that has a threshold: evidence alone decides it.
    """
    day = max(valid_from, clock.today())
    found = queries.standings(partner, day, specialization=specialization)[specialization]
    check = next((one for one in found.checks if one.key == requirement), None)
    if check is None or check.state not in {"unpublished", "attested"}:
        raise NotPossible("Only a requirement whose threshold is not published can be attested.")
    with transaction.atomic():
        row, _made = Attestation.objects.update_or_create(
            partner=partner,
            specialization=specialization,
            requirement=requirement,
            defaults={"reason": reason, "valid_from": valid_from, "attested_by": by, "attested_at": clock.now()},
        )
        review(partner, specialization=specialization, by=by)
    return row


def enrol(partner: Partner, designation: str, by: User, *, starts: date, ends: date | None = None) -> Enrolment:
    """Record a designation that the partner bought (``scoring.actions.enrol``), and review what it is a prerequisite of."""
    row = scoring.enrol(partner, designation, by, starts=starts, ends=ends)
    calendar.start(partner)
    return row
