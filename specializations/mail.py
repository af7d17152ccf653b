"""What an audit's steps tell by e-mail: to whom, and in which words."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.models import Letter, User
from partnerhub.permissions import Role
from scoring.wording import day
from specializations import queries, wording
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.models import Audit, AuditStep


def of_request(audit: Audit) -> list[Letter]:
    """That an audit was asked for: to every auditor, as nobody has accepted it yet."""
    return _letters(audit, "requested", str(wording.REQUESTED), PARTNER, [audit.notes])


def of_step(step: AuditStep) -> list[Letter]:
    """A step: to the side that did not take it."""
    told = _("Day: %(day)s") % {"day": day(step.day)} if step.day else ""
    return _letters(step.audit, f"step-{step.pk}", str(wording.STEPS[step.step][1]), step.side, [told, step.note])


def _letters(audit: Audit, key: str, what: str, side: str, more: Sequence[str]) -> list[Letter]:
    if side == AUDITOR:
        to, address = _partners_side(audit), reverse("audit-request", args=[audit.partner.mpn_id, audit.specialization])
    else:
        to, address = _auditors(audit), reverse("audit", args=[audit.pk])
    words = {"what": what, "title": queries.title_of(audit), "partner": audit.partner.name}
    lines = [
        _("Audit of %(partner)s for %(title)s: %(what)s.") % words,
        *filter(None, more),
        f"{settings.PUBLIC_URL}{address}",
        _("partnerhub is not affiliated with Microsoft."),
    ]
    subject, about = _("%(what)s: %(title)s, %(partner)s") % words, f"audit:{audit.pk}"
    return [
        Letter(key=f"{about}:{key}:{one}", about=about, to=one, subject=subject, text="\n\n".join(lines) + "\n")
        for one in to
    ]


def _partners_side(audit: Audit) -> tuple[str, ...]:
    asked_by = audit.requested_by.email if audit.requested_by and audit.requested_by.is_active else ""
    return tuple(dict.fromkeys(filter(None, (audit.contact_email, asked_by))))


def _auditors(audit: Audit) -> tuple[str, ...]:
    """The auditor who accepted; before that, everyone who could."""
    if audit.auditor:
        return (audit.auditor.email,)
    may = User.objects.filter(is_active=True, memberships__partner=None, memberships__roles__contains=[Role.AUDITOR])
    return tuple(may.order_by("email").values_list("email", flat=True))
