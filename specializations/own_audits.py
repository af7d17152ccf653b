"""The audits of a partner in a list: the next step of each, whose it is, and until when."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerhub import clock
from partnerhub.models import Partner
from specializations import pages, queries, wording
from specializations.audit_pages import PILLS, Wait, auditor_of, waits
from specializations.audit_steps import PARTNER, possible
from specializations.models import Audit

# What an audit waits for where the rulebook gives no day for it.
WAITS = {
    "requested": gettext_lazy("an auditor to accept it"),
    "accepted": gettext_lazy("the auditor to propose a day"),
    "proposed": gettext_lazy("the auditor to agree to your day"),
    "agreed": gettext_lazy("the day of the audit"),
    "held": gettext_lazy("the auditor’s result"),
    "gaps": gettext_lazy("your answer to the gaps"),
    "answered": gettext_lazy("the auditor’s review of your answer"),
    "reviewed": gettext_lazy("the auditor’s result"),
}
# The steps that the partner’s admins are asked for; proposing another day and withdrawing are theirs at any time.
ASKED = ("agree", "answer_gaps")


@dataclass(frozen=True)
class OwnRow:
    """An audit in its partner's list. ``next``: the step that is waited for, of which side, and until when (may be empty)."""

    title: str
    state: str
    pill: str
    is_open: bool
    requested: date
    auditor: str
    day: date | None
    next: str
    due: date | None
    is_overdue: bool
    is_ours: bool
    url: str


@dataclass(frozen=True)
class OwnAudits:
    """The audits of a partner, those that go on first; ``possible``: what could be scheduled now (title, address)."""

    going_on: list[OwnRow]
    over: list[OwnRow]
    possible: list[tuple[str, str]]


def own_audits(partner: Partner, on: date) -> OwnAudits:
    """The page of a partner's audits."""
    found = _with_steps(partner)
    own = [_own(partner, one) for one in found]
    schedulable = [
        (row.title, reverse("audit-request", args=[partner.mpn_id, row.key]))
        for area in pages.areas(partner, on, records=found)
        for row in area.specializations
        if row.ready and row.audit is None
    ]
    return OwnAudits([one for one in own if one.is_open], [one for one in own if not one.is_open], schedulable)


def _with_steps(partner: Partner) -> list[Audit]:
    """Every audit of a partner, newest first."""
    rows = Audit.objects.filter(partner=partner).select_related("partner", "requested_by", "auditor", "firm")
    return list(rows.prefetch_related("steps"))


def _own(partner: Partner, audit: Audit) -> OwnRow:
    first = next(iter(waits(audit)), None)
    steps = possible(audit.state, PARTNER, day=audit.day, proposed_by=audit.proposed_by, today=clock.today())
    ours = [key for key in steps if key in ASKED]
    return OwnRow(
        title=queries.title_of(audit),
        state=audit.get_state_display(),
        pill=PILLS.get(audit.state, "progress"),
        is_open=audit.is_open,
        requested=audit.requested_at.date(),
        auditor=auditor_of(audit),
        day=audit.ended_on or audit.day,
        next=_next_step(audit, ours, first),
        due=first.day if first else None,
        is_overdue=first.is_overdue if first else False,
        is_ours=bool(ours),
        url=reverse("audit-request", args=[partner.mpn_id, audit.specialization]),
    )


def _next_step(audit: Audit, ours: list[str], first: Wait | None) -> str:
    """What the audit waits for, in words; empty once it has ended."""
    if not audit.is_open:
        return ""
    if ours:
        return _("Your turn: %(step)s") % {"step": wording.STEPS[ours[0]][0]}
    return first.text if first else str(WAITS[audit.state])
