"""What an audit's steps tell by e-mail: to whom, and in which words."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.models import Letter
from scoring.wording import day
from specializations import audit_calendar, queries, wording
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.models import Audit, AuditStep


def of_request(audit: Audit) -> list[Letter]:
    """That an audit was asked for: to every auditor, as nobody has accepted it yet."""
    return _letters(audit, "requested", str(wording.REQUESTED), PARTNER, [audit.notes])


def of_step(step: AuditStep, *, taken_off: bool = False) -> list[Letter]:
    """A step: to the side that did not take it. What changes the calendars goes to both, with the entry.

    ``taken_off``: the day that was agreed does not hold any more.
    """
    told = [_("Day: %(day)s") % {"day": day(step.day)} if step.day else "", step.note]
    if step.document:
        told.append(_("A document came with it: %(name)s") % {"name": step.document.name})
    sides = [PARTNER, AUDITOR] if taken_off or step.step == "agree" else [step.side]
    calendar = audit_calendar.entry(step.audit, cancelled=taken_off) if len(sides) > 1 else ""
    what = str(wording.STEPS[step.step][1])
    return [
        letter
        for side in sides
        for letter in _letters(step.audit, f"step-{step.pk}", what, side, told, calendar=calendar)
    ]


def _letters(audit: Audit, key: str, what: str, side: str, more: Sequence[str], *, calendar: str = "") -> list[Letter]:
    """Letters to the other side than this one."""
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
    text = "\n\n".join(lines) + "\n"
    return [
        Letter(key=f"{about}:{key}:{one}", about=about, to=one, subject=subject, text=text, calendar=calendar)
        for one in to
    ]


def _partners_side(audit: Audit) -> tuple[str, ...]:
    asked_by = audit.requested_by.email if audit.requested_by and audit.requested_by.is_active else ""
    return tuple(dict.fromkeys(filter(None, (audit.contact_email, asked_by))))


def _auditors(audit: Audit) -> tuple[str, ...]:
    """The auditor who accepted and their organisation; before that, everyone who could accept."""
    may = queries.auditors()
    if audit.auditor:
        may = may.filter(Q(pk=audit.auditor.pk) | Q(audit_firms__isnull=False, audit_firms=audit.firm))
    return tuple(one.email for one in may)
