"""The story's customer references, written down as they would stand had they been lived through: no letter leaves the demo."""

import secrets
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils.timezone import make_aware

from demo import filler
from demo.story import Referenced
from partnerhub.models import Partner, User
from specializations.models import Reference, ReferenceLink, ReferenceStep
from specializations.reference_steps import CUSTOMER, DRAFT, PROGRAMME, STEPS, digest


def write(partner: Partner, one: Referenced, admin: User, reviewer: User) -> None:
    """A reference with its steps, unless it is there already."""
    tenant = filler.customer(one.customer).tenant
    told = {"partner": partner, "specialization": one.specialization, "tenant": tenant}
    row, made = Reference.objects.get_or_create(**told, defaults=_fields(one, admin))
    if not made:
        return
    for step in one.steps:
        _step(row, step.step, step.words, _at(step.on), admin, reviewer)
    row.save()


def _fields(one: Referenced, admin: User) -> dict[str, object]:
    first, last = one.contact.lower().split()
    return {
        "customer": one.customer,
        "contact_name": one.contact,
        "contact_email": f"{first}.{last}@example.com",
        "work": one.work,
        "workload": one.workload,
        "started": one.started,
        "ended": one.ended,
        "users": one.users,
        "state": DRAFT,
        "created_by": admin,
        "created_at": _at(one.begun),
    }


def _step(row: Reference, step: str, words: str, at: datetime, admin: User, reviewer: User) -> None:
    side = STEPS[step].side
    row.state = STEPS[step].to
    if side == CUSTOMER:
        row.answered_at, row.answer = at, words
    elif side == PROGRAMME:
        row.reviewed_at, row.review, row.reviewed_by = at, words, reviewer
    else:
        row.sent_at, row.sent_by = at, admin
        # Nobody knows this link: its customer does not exist.
        until = at + timedelta(days=settings.REFERENCE_LINK_DAYS)
        ReferenceLink.objects.create(
            reference=row, sha256=digest(secrets.token_urlsafe(32)), sent_at=at, expires_at=until
        )
    by = {CUSTOMER: None, PROGRAMME: reviewer}.get(side, admin)
    ReferenceStep.objects.create(reference=row, step=step, by=by, at=at, note=words)


def _at(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9, 30)))
