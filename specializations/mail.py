"""What an audit's steps tell by e-mail: to whom, and in which words."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.languages import each_in_their_language
from partnerhub.models import Letter
from scoring.wording import day
from specializations import audit_calendar, queries, wording
from specializations.audit_steps import AUDITOR, PARTNER
from specializations.models import Audit, AuditStep

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def of_request(audit: Audit) -> list[Letter]:
    """That an audit was asked for: to every auditor, as nobody has accepted it yet."""
    return _letters(audit, "requested", wording.REQUESTED, PARTNER, lambda: [audit.notes])


def of_step(step: AuditStep, *, taken_off: bool = False) -> list[Letter]:
    """A step: to the side that did not take it. What changes the calendars goes to both, with the entry.

    ``taken_off``: the day that was agreed does not hold any more.
    """
    sides = [PARTNER, AUDITOR] if taken_off or step.step == "agree" else [step.side]

    def calendar() -> str:
        return audit_calendar.entry(step.audit, cancelled=taken_off) if len(sides) > 1 else ""

    what = wording.STEPS[step.step][1]
    return [
        letter
        for side in sides
        for letter in _letters(step.audit, f"step-{step.pk}", what, side, partial(_told, step), calendar)
    ]


def _told(step: AuditStep) -> list[str]:
    """What came with a step."""
    told = [_("Day: %(day)s") % {"day": day(step.day)} if step.day else "", step.note]
    if step.document:
        told.append(_("A document came with it: %(name)s") % {"name": step.document.name})
    return told


def _letters(
    audit: Audit,
    key: str,
    what: "StrOrPromise",
    side: str,
    more: Callable[[], Sequence[str]],
    calendar: Callable[[], str] = str,
) -> list[Letter]:
    """Letters to the other side than this one, each in its reader's language."""
    if side == AUDITOR:
        to, address = _partners_side(audit), reverse("audit-request", args=[audit.partner.mpn_id, audit.specialization])
    else:
        to, address = _auditors(audit), reverse("audit", args=[audit.pk])
    about, asked_in = f"audit:{audit.pk}", audit.requested_by.language if audit.requested_by else ""
    title = queries.title_of(audit)
    return [
        Letter(
            key=f"{about}:{key}:{one}",
            about=about,
            to=one,
            subject=_("%(what)s: %(title)s, %(partner)s")
            % {"what": what, "title": title, "partner": audit.partner.name},
            text=_text(audit, title, what, more(), address),
            calendar=calendar(),
        )
        for one in each_in_their_language(to, asked_in)
    ]


def _text(audit: Audit, title: str, what: "StrOrPromise", more: Sequence[str], address: str) -> str:
    lines = [
        _("Audit of %(partner)s for %(title)s: %(what)s.")
        % {"what": what, "title": title, "partner": audit.partner.name},
        *filter(None, more),
        f"{settings.PUBLIC_URL}{address}",
        _("partnerhub is not affiliated with Microsoft."),
    ]
    return "\n\n".join(lines) + "\n"


def _partners_side(audit: Audit) -> tuple[str, ...]:
    asked_by = audit.requested_by.email if audit.requested_by and audit.requested_by.is_active else ""
    return tuple(dict.fromkeys(filter(None, (audit.contact_email, asked_by))))


def _auditors(audit: Audit) -> tuple[str, ...]:
    """The auditor who accepted and their organisation; before that, everyone who could accept."""
    may = queries.auditors()
    if audit.auditor:
        may = may.filter(Q(pk=audit.auditor.pk) | Q(audit_firms__isnull=False, audit_firms=audit.firm))
    return tuple(one.email for one in may)
