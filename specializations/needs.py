"""What needs a partner's admins now, most pressing first: each with the page where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from evidence import wording as evidence
from partnerhub import rules
from partnerhub.told import joined
from scoring import life_wording, points, wording
from scoring.status import RENEWAL_DUE
from scoring.wording import day
from specializations import endings, queries, reference_actions
from specializations.audit_steps import AUDITOR, PARTNER, possible
from specializations.models import Audit, Reference
from specializations.pages import SpecializationRow
from specializations.reference_steps import AWAITING, DRAFT
from specializations.stand import Stand
from specializations.wording import references_come_last

# Certificates that end within so many days are told of.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Need:
    """Something that needs the admin, with the page where it is done."""

    kind: str
    text: str
    url: str
    label: str


def needs(found: Stand) -> list[Need]:
    """Everything that needs the partner's admins, in the order in which it should be done."""
    return [
        *_renewals(found),
        *_specialization_renewals(found),
        *_audits(found),
        *_references(found),
        *_data(found),
        *_certificates(found),
        *_schedulable(found),
    ]


def _address(found: Stand, name: str, *args: Any) -> str:
    return reverse(name, args=[found.partner.mpn_id, *args])


def _renewals(found: Stand) -> Iterator[Need]:
    """The designations whose anniversary has passed and that can still be renewed."""
    titles = rules.book().designations
    for key, life in found.lives.items():
        if life.key == RENEWAL_DUE and life.renewal:
            text = _named(titles[key].title, life_wording.renewal_sentence(life.renewal))
            yield Need(_("Renewal"), text, _address(found, "designation", key), _("View details"))


def _named(title: str, text: str) -> str:
    return _("%(title)s: %(text)s") % {"title": title, "text": text}


def _rows(found: Stand) -> list[SpecializationRow]:
    return [row for area in found.areas for row in area.specializations]


def _specialization_renewals(found: Stand) -> Iterator[Need]:
    for row in _rows(found):
        if row.renewal:
            yield Need(_("Renewal"), _named(row.title, row.renewal), row.url, _("View details"))


def _audits(found: Stand) -> Iterator[Need]:
    """The audits that wait for the partner's word."""
    for audit in found.audits:
        if text := _asks(audit, found):
            url = _address(found, "audit-request", audit.specialization)
            yield Need(_("Audit"), _named(queries.title_of(audit), text), url, _("Answer"))


def _asks(audit: Audit, found: Stand) -> str:
    steps = possible(audit.state, PARTNER, day=audit.day, proposed_by=audit.proposed_by, today=found.on)
    if "agree" in steps and audit.proposed_by == AUDITOR and audit.day:
        return _("the auditor proposes %(day)s; agree, or propose another day.") % {"day": day(audit.day)}
    if "answer_gaps" in steps:
        return _("the auditor reported gaps; answer them.")
    return ""


def _references(found: Stand) -> Iterator[Need]:
    """The references that nobody answered, and those that only wait to be sent; none while something else comes first."""
    last = references_come_last(found.on)
    closed = {row.key for row in _rows(found) if row.lacks and last}
    for one in (row for row in found.references if row.specialization not in closed):
        if text := _reminds(one, found):
            label = _("Send again") if one.state == AWAITING else pgettext("reference", "Send")
            yield Need(pgettext("customer", "Reference"), text, _address(found, "reference", one.pk), label)


def _reminds(one: Reference, found: Stand) -> str:
    if one.state == DRAFT and not one.missing:
        return _("%(customer)s: complete, but not sent yet.") % {"customer": one.customer}
    if one.state == AWAITING and one.sent_at and found.on >= reference_actions.resend_from(one.sent_at):
        words = {"customer": one.customer, "day": day(one.sent_at.date())}
        return _("%(customer)s has not answered since %(day)s; it may be sent again.") % words
    return ""


def _data(found: Stand) -> Iterator[Need]:
    """What stands unknown instead of measured, each dataset once, and what has stopped without such a gap."""
    url, told = _address(found, "data"), _unknown(found)
    for text, titles in told.items():
        words = {"missing": text, "titles": ", ".join(titles)}
        yield Need(pgettext("evidence", "Data"), _("%(missing)s Concerns %(titles)s.") % words, url, _("Import"))
    named = {metric["dataset"] for one in found.snapshots.values() for metric in _gaps(one.metrics)}
    for dataset in found.late:
        if dataset not in named:
            text = _("%(report)s is late: what came since its last file is unknown, not zero.")
            yield Need(pgettext("evidence", "Data"), text % {"report": evidence.title(dataset)}, url, _("Import"))


def _unknown(found: Stand) -> dict[str, list[str]]:
    """What is missing, and the designations that miss it."""
    told: dict[str, list[str]] = {}
    book = rules.book()
    for key in (one for one in book.scored if one in found.snapshots):
        title = book.designations[key].title
        for metric in _gaps(found.snapshots[key].metrics):
            titles = told.setdefault(wording.missing(metric), [])
            titles += [] if title in titles else [title]
    return told


def _gaps(metrics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [metric for metric in metrics if metric["state"] == "no_evidence"]


def _certificates(found: Stand) -> Iterator[Need]:
    """The certificates that end soon and cost points, all in one line."""
    days = [one for one in endings.of(found) if one.costs and one.day <= found.on + SOON]
    if not days:
        return
    count = sum(one.certificates for one in days)
    text = ngettext(
        "%(count)d certificate ends by %(day)s: %(effects)s.",
        "%(count)d certificates end by %(day)s: %(effects)s.",
        count,
    )
    words = {"count": count, "day": day(days[-1].day), "effects": joined(_effects(found, days))}
    url = f"{_address(found, 'people')}?within={SOON.days}#list"
    yield Need(_("Certificates"), text % words, url, _("See people"))


def _effects(found: Stand, days: list[endings.EndingDay]) -> Iterator[str]:
    """What each designation comes down to: "Security 61 to 57"."""
    lost: dict[str, Fraction] = {}
    for one in days:
        for key, cost in one.costs.items():
            lost[key] = lost.get(key, Fraction(0)) + cost
    for key, cost in lost.items():
        if snapshot := found.snapshots.get(key):
            after = points.shown_total(max(Fraction(snapshot.points) - cost, Fraction(0)))
            words = {"title": rules.book().designations[key].title, "before": snapshot.shown, "after": after}
            yield _("%(title)s %(before)s → %(after)s") % words


def _schedulable(found: Stand) -> Iterator[Need]:
    for row in _rows(found):
        if row.ready and row.audit is None:
            text = _("%(name)s: every prerequisite is met, the audit can be scheduled.") % {"name": row.title}
            yield Need(_("Audit"), text, _address(found, "audit-request", row.key), _("Schedule audit"))
