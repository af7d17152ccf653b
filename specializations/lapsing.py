"""What of a partner's ends in the months to come, by day: certificates, memberships, specializations, approvals and audits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import rules
from scoring.listing import signed
from scoring.points import shown_points
from scoring.wording import day as in_words
from specializations import endings, queries
from specializations.audit_steps import PASSED
from specializations.reference_steps import ACCEPTED, APPROVED, AWAITING
from specializations.requirements import audit as audits
from specializations.requirements import references
from specializations.requirements.audit import Outcome
from specializations.stand import Stand

AHEAD = timedelta(days=120)
MOST = 8


@dataclass(frozen=True)
class Lapse:
    """Something whose last day comes, with what it costs or asks for (may be empty). ``costs``: it takes points, or a status."""

    day: date
    text: str
    effect: str
    url: str
    costs: bool


@dataclass(frozen=True)
class Lapses:
    """What ends first, and how much more ends within the days that are looked ahead."""

    first: list[Lapse]
    more: int


def lapses(found: Stand) -> Lapses:
    """What ends from the day on, the next first."""
    every = [
        *_certificates(found),
        *_memberships(found),
        *_specializations(found),
        *_references(found),
        *_audits(found),
    ]
    near = sorted((one for one in every if found.on <= one.day <= found.on + AHEAD), key=lambda one: one.day)
    return Lapses(near[:MOST], max(len(near) - MOST, 0))


def _address(found: Stand, name: str, *args: object) -> str:
    return reverse(name, args=[found.partner.mpn_id, *args])


def _certificates(found: Stand) -> Iterator[Lapse]:
    titles, url = rules.book().designations, f"{_address(found, 'people')}?within=90#list"
    for one in endings.of(found):
        if one.costs:
            text = ngettext("%(count)d certificate ends", "%(count)d certificates end", one.certificates)
            told = (
                _("%(title)s %(points)s") % {"title": titles[key].title, "points": signed(Decimal(-shown_points(cost)))}
                for key, cost in one.costs.items()
            )
            yield Lapse(one.day, text % {"count": one.certificates}, ", ".join(told), url, True)


def _memberships(found: Stand) -> Iterator[Lapse]:
    for key, life in found.lives.items():
        if life.renewal:
            title = rules.book().designations[key].title
            effect = _("to be renewed until %(day)s") % {"day": in_words(life.renewal.closes)}
            url = _address(found, "designation", key)
            yield Lapse(life.renewal.anniversary, _("%(title)s: anniversary") % {"title": title}, effect, url, False)


def _specializations(found: Stand) -> Iterator[Lapse]:
    for row in (one for area in found.areas for one in area.specializations if one.life):
        assert row.life is not None
        effect = _("can be renewed from %(day)s") % {"day": in_words(row.life.opens)}
        yield Lapse(row.life.anniversary, _("%(title)s: anniversary") % {"title": row.title}, effect, row.url, False)


def _references(found: Stand) -> Iterator[Lapse]:
    on = rules.book().on(found.on)
    for one in found.references:
        url, words = _address(found, "reference", one.pk), {"customer": one.customer}
        until = one.answered_at and references.valid_until(on, one.answered_at.date())
        if one.state in {APPROVED, ACCEPTED} and until:
            text = _("%(customer)s: approval of the reference ends") % words
            yield Lapse(until, text, queries.title_of_reference(one), url, True)
        expires = getattr(one, "expires_at", None)
        if one.state == AWAITING and expires:
            text = _("%(customer)s: the link to answer expires") % words
            yield Lapse(expires.date(), text, queries.title_of_reference(one), url, False)


def _audits(found: Stand) -> Iterator[Lapse]:
    on = rules.book().on(found.on)
    for one in found.audits:
        if one.state == PASSED and one.ended_on:
            until = audits.valid_until(on, Outcome(one.ended_on, passed=True))
            if until:
                text = _("%(title)s: its audit is valid no more") % {"title": queries.title_of(one)}
                yield Lapse(until, text, "", _address(found, "specialization", one.specialization), True)
