"""Writes of customer references: what the partner, the customer and the programme do with one, and what is forgotten of it."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from partnerhub import clock, documents, outbox, rules
from partnerhub.models import Document, Partner, User
from scoring.wording import day as in_words
from specializations import award_actions, queries, reference_mail, reference_steps, wording
from specializations.models import Reference, ReferenceLink, ReferenceStep
from specializations.reference_steps import ACCEPTED, APPROVED, AWAITING, DRAFT
from specializations.refusals import NotPossible
from specializations.requirements import references


class CustomerNamedAlready(NotPossible):
    """This customer has a reference for this specialization already, and that one still stands."""


def add_reference(partner: Partner, specialization: str, by: User, fields: Mapping[str, Any]) -> Reference:
    """Begin a reference as a draft, however much of it is filled in. Raises CustomerNamedAlready, and NotPossible where no
    reference is asked for."""
    if queries.validation(specialization, clock.today()) != "references":
        raise NotPossible(_("This specialization is not validated by customer references."))
    row = Reference(
        partner=partner, specialization=specialization, created_by=by, created_at=clock.now(), **_written(fields)
    )
    return _saved(row)


def change_reference(reference: Reference, fields: Mapping[str, Any]) -> Reference:
    """Write a draft anew. Raises NotPossible once it was sent, and CustomerNamedAlready."""
    with transaction.atomic():
        row = _locked_draft(reference)
        for name, value in _written(fields).items():
            setattr(row, name, value)
        row.forgotten_at = None
        return _saved(row)


def _written(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in Reference.NEEDED}


def _saved(row: Reference) -> Reference:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        told = _("This customer has a reference for this specialization already; each customer counts once.")
        raise CustomerNamedAlready(" ".join(filter(None, [told, _free_again(row)]))) from error
    return row


def _free_again(row: Reference) -> str:
    """When the customer of an approval may be named again; empty where the reference is still on its way."""
    named = Reference.objects.filter(
        partner=row.partner, specialization=row.specialization, tenant=row.tenant, state__in=[APPROVED, ACCEPTED]
    ).first()
    end = named and queries.counts_until(named, clock.today())
    return _("It may be named again from %(day)s on, when its approval ends.") % {"day": in_words(end)} if end else ""


def _locked_draft(reference: Reference) -> Reference:
    row = Reference.objects.select_for_update().get(pk=reference.pk)
    if row.state != DRAFT:
        raise NotPossible(_("This reference was sent and cannot be changed any more."))
    return row


def delete_reference(reference: Reference) -> None:
    """Delete a draft, with its documents and what was told of it. Raises NotPossible once it was sent, and in the week after
    its customer was asked: what is not there would be asked again at once."""
    with transaction.atomic():
        row = _locked_draft(reference)
        if free := waits_until(row):
            raise NotPossible(
                _("Its customer was asked already; it can be deleted from %(day)s on.") % {"day": in_words(free)}
            )
        _forget_documents(row)
        outbox.forget(reference_mail.about(row))
        row.delete()


def attach(reference: Reference, upload: "UploadedFile[Any]", by: User) -> Document:
    """Attach a document to a draft. Raises NotPossible once it was sent, or with too many, and DocumentRefused."""
    with transaction.atomic():
        row = _locked_draft(reference)
        if row.documents.count() >= MOST_DOCUMENTS:
            raise NotPossible(_("A reference has at most %(most)d documents.") % {"most": MOST_DOCUMENTS})
        document = documents.keep(upload, by)
        row.documents.add(document)
    return document


def detach(reference: Reference, document: Document) -> None:
    """Take a document off a draft again, and delete it. Raises NotPossible once it was sent."""
    with transaction.atomic():
        _locked_draft(reference)
        documents.forget(document)


MOST_DOCUMENTS = 10


def send_reference(reference: Reference, by: User) -> Reference:
    """Send a draft to its customer, or again what nobody answered: a new link by e-mail, after which an older one is dead.

    Raises NotPossible while something is not filled in, other requirements are open that come first, or a week has not passed,
    also where its contact was deleted meanwhile and it became a draft again.
    """
    today = clock.today()
    before = queries.prerequisites(reference.partner, reference.specialization, today)
    closed = wording.references_closed(before, today)
    with transaction.atomic():
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        step = "resend" if row.state == AWAITING else "send"
        _refuse_reference_step(row, step)
        if closed or row.missing:
            raise NotPossible(closed or _("It cannot be sent yet: something is not filled in."))
        if free := waits_until(row):
            raise NotPossible(_("It can be sent again from %(day)s on.") % {"day": in_words(free)})
        row.state, row.sent_by, row.sent_at = AWAITING, by, clock.now()
        row.save()
        ReferenceStep.objects.create(reference=row, step=step, by=by, at=row.sent_at)
        _send_link(row, row.sent_at)
    return row


def resend_from(sent_at: datetime) -> date:
    """The first day on which what was sent at this moment may be sent again."""
    rule = rules.book().on(clock.today()).peek("programme.reference_resend_days")
    return reference_steps.resend_from(sent_at.date(), int(str(rule.value)) if rule else None)


def waits_until(row: Reference) -> date | None:
    """The first day on which its customer may be asked again, while that lies ahead."""
    free = resend_from(row.sent_at) if row.sent_at else None
    return free if free and clock.today() < free else None


def _send_link(row: Reference, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    until = now + timedelta(days=settings.REFERENCE_LINK_DAYS)
    link = ReferenceLink.objects.create(
        reference=row, sha256=reference_steps.digest(token), sent_at=now, expires_at=until
    )
    outbox.post(reference_mail.request(link, token))


class LinkUsedUp(Exception):
    """The link leads nowhere any more: somebody answered, it has expired, or a newer one was sent."""


def answer_reference(link: ReferenceLink, step: str, note: str = "") -> Reference:
    """The customer's answer (``approve``, or ``reject`` with words), which uses the link up.

    Raises LinkUsedUp where it was used up before, and NotPossible for a rejection without words.
    """
    with transaction.atomic():
        row = Reference.objects.select_for_update().get(pk=link.reference_id)
        link.reference = row
        if not queries.is_good(link, clock.now()):
            raise LinkUsedUp
        _refuse_reference_step(row, step, note)
        row.answered_at, row.answer = clock.now(), note
        return _take_reference_step(row, step, None, note)


def review_reference(reference: Reference, step: str, by: User, note: str = "") -> Reference:
    """The programme's decision (``accept`` or ``decline``). Raises NotPossible in another state, and without words."""
    with transaction.atomic():
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        _refuse_reference_step(row, step, note)
        row.reviewed_by, row.reviewed_at, row.review = by, clock.now(), note
        return _take_reference_step(row, step, by, note)


def _refuse_reference_step(row: Reference, step: str, note: str = "") -> None:
    known = reference_steps.STEPS[step]
    if row.state not in known.since:
        raise NotPossible(
            _("This step is not possible now: the reference is “%(state)s”.") % {"state": row.get_state_display()}
        )
    if known.needs_note and not note.strip():
        raise NotPossible(_("This step needs words: say why."))


def _take_reference_step(row: Reference, step: str, by: User | None, note: str) -> Reference:
    row.state = reference_steps.STEPS[step].to
    row.save()
    taken = ReferenceStep.objects.create(reference=row, step=step, by=by, at=clock.now(), note=note)
    outbox.post(reference_mail.of_step(taken))
    award_actions.review(row.partner, specialization=row.specialization, by=by)
    return row


def forget_contact(reference: Reference, by: User | None) -> Reference:
    """Delete who the customer's contact is, the letters about the reference and its documents; what was approved stays on record.

    What nobody answered becomes a draft again, as nobody is left to answer it. Forgetting twice is harmless.
    """
    with transaction.atomic():
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        if row.forgotten_at is None:
            _forget_documents(row)
            outbox.forget(reference_mail.about(row))
            row.state = reference_steps.after_forgetting(row.state)
            row.contact_name = row.contact_email = ""
            row.forgotten_at = clock.now()
            row.save()
            ReferenceStep.objects.create(reference=row, step="forget", by=by, at=row.forgotten_at)
    return row


def _forget_documents(row: Reference) -> None:
    for document in row.documents.all():
        documents.forget(document)


def end_references() -> None:
    """Once a day: approvals whose validity has ended expire, and contacts are forgotten a while after their purpose has ended."""
    for row in _approvals_over(clock.today()):
        with transaction.atomic():
            locked = Reference.objects.select_for_update().get(pk=row.pk)
            if locked.state == row.state:
                _take_reference_step(locked, "expire", None, "")
    for row in _contacts_over(clock.now() - timedelta(days=settings.REFERENCE_CONTACT_DAYS)):
        forget_contact(row, None)


def _approvals_over(today: date) -> Iterable[Reference]:
    read = rules.book().on(today)
    for row in Reference.objects.filter(state__in=reference_steps.STEPS["expire"].since):
        end = row.answered_at and references.valid_until(read, row.answered_at.date())
        if end and end <= today:
            yield row


def _contacts_over(then: datetime) -> Iterable[Reference]:
    """Those that ended, or whose link expired unanswered, before this moment."""
    rows = Reference.objects.filter(forgotten_at=None).annotate(
        last=Max("steps__at"), link_until=Max("links__expires_at")
    )
    return rows.filter(Q(state__in=reference_steps.OVER, last__lte=then) | Q(state=AWAITING, link_until__lte=then))
