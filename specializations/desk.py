"""The programme's desk: partners, audits that were asked for, auditors, and what a partner holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerhub import rules
from partnerhub.listing import Column, Filter, Listed, Orders, Query, held, stored
from partnerhub.models import Partner, User
from scoring import membership, wording
from scoring import queries as scoring
from scoring.membership import Membership
from scoring.models import Enrolment
from scoring.status import ENROLLED, RENEWAL_DUE
from scoring.wording import Status
from specializations import queries
from specializations.life import life as specialization_life
from specializations.models import Audit
from specializations.standing import ACTIVE, EXPIRED
from specializations.wording import STATUS


@dataclass(frozen=True)
class DeskRequest:
    """An open audit request on the programme's desk."""

    partner: Partner
    title: str
    url: str
    contact_name: str
    contact_email: str
    preferred_dates: list[date]
    requested_at: Any


@dataclass(frozen=True)
class Desk:
    """What the programme manager sees first."""

    partners: Listed[Partner]
    asked_for: Listed[Audit]
    requests: list[DeskRequest]


def desk(on: date, parameters: Mapping[str, str]) -> Desk:
    """A page of the partners, and one of the audits that were asked for, newest first. ``parameters``: what the address says."""
    names = queries.catalogue(on)
    audits = _audits(names, Query(parameters, "requests"))
    rows = [_request(row, names.get(row.specialization, row.specialization)) for row in audits.page.object_list]
    return Desk(_partners(Query(parameters)), audits, rows)


def _partners(query: Query) -> Listed[Partner]:
    columns = (
        Column("organisation", _("Organisation"), ("name", "mpn_id")),
        Column("mpn", _("MPN id"), ("mpn_id",)),
        Column("market", _("Market"), ("market",)),
        Column("kind", _("Kind"), ("kind",)),
    )
    filters = (
        Filter("market", _("Market"), dict(Partner.Market.choices), "market"),
        Filter("kind", _("Kind"), dict(Partner.Kind.choices), "kind"),
    )
    return stored(Partner.objects.all(), query, columns, search=("name", "mpn_id"), filters=filters)


def _audits(names: Mapping[str, str], query: Query) -> Listed[Audit]:
    columns = (
        Column("organisation", _("Organisation"), ("partner__name",)),
        Column("specialization", _("Specialization"), ("specialization",)),
        Column("contact", _("Contact"), ("contact_name",)),
        Column("days", _("Preferred days")),
        Column("requested", _("Requested"), ("requested_at",)),
    )
    rows = Audit.objects.filter(ended_on=None).select_related("partner")
    only = Filter("specialization", _("Specialization"), names, "specialization")
    search = ("partner__name", "partner__mpn_id", "contact_name", "contact_email")
    return stored(rows, query, columns, search=search, filters=(only,))


def _request(row: Audit, title: str) -> DeskRequest:
    url = reverse("specialization", args=[row.partner.mpn_id, row.specialization])
    return DeskRequest(
        row.partner, title, url, row.contact_name, row.contact_email, row.preferred_dates, row.requested_at
    )


@dataclass(frozen=True)
class DeskEnrolment:
    """A designation that a partner bought."""

    title: str
    status: Status
    starts: date
    ends: date
    recorded_by: Any
    recorded_at: Any


@dataclass(frozen=True)
class DeskAward:
    """A specialization that a partner holds or held."""

    key: str
    is_held: bool
    title: str
    url: str
    status: Status
    starts: date
    anniversary: date


@dataclass(frozen=True)
class DeskPartner:
    """One partner on the desk, with the designations and specializations that it holds or held; ``held`` are names by key."""

    partner: Partner
    enrolments: Listed[DeskEnrolment]
    awards: Listed[DeskAward]
    held: dict[str, str]


def desk_partner(partner: Partner, on: date, parameters: Mapping[str, str]) -> DeskPartner:
    """The enrolments of a partner, newest first, and its specializations. ``parameters``: what the address says."""
    rows = scoring.enrolment_history(partner)
    enrolments, awards = [_enrolment(row, rows, on) for row in rows], list(_awards(partner, on))
    return DeskPartner(
        partner,
        held(enrolments, Query(parameters, "enrolments"), *_enrolment_columns(), words=lambda one: one.title),
        held(awards, Query(parameters, "awards"), *_award_columns(), words=lambda one: one.title),
        {one.key: one.title for one in awards if one.is_held},
    )


def _enrolment_columns() -> tuple[list[Column], Orders[DeskEnrolment]]:
    columns = [
        Column("designation", _("Designation")),
        Column("status", _("Status")),
        Column("from", pgettext("day", "From")),
        Column("until", _("Until")),
        Column("recorded", _("Recorded")),
    ]
    return columns, {
        "designation": lambda one: one.title.casefold(),
        "status": lambda one: str(one.status.label),
        "from": lambda one: one.starts,
        "until": lambda one: one.ends,
        "recorded": lambda one: one.recorded_at,
    }


def _award_columns() -> tuple[list[Column], Orders[DeskAward]]:
    columns = [
        Column("specialization", _("Specialization")),
        Column("status", _("Status")),
        Column("since", _("Held since")),
        Column("anniversary", _("Anniversary")),
    ]
    return columns, {
        "specialization": lambda one: one.title.casefold(),
        "status": lambda one: str(one.status.label),
        "since": lambda one: one.starts,
        "anniversary": lambda one: one.anniversary,
    }


def _awards(partner: Partner, on: date) -> Iterator[DeskAward]:
    for key, awards in sorted(queries.awards(partner).items()):
        for place, award in enumerate(awards, 1):
            found = specialization_life(rules.book(), awards[:place], on)
            if found:
                url = reverse("specialization", args=[partner.mpn_id, key])
                label = STATUS[ACTIVE if found.is_held else EXPIRED]
                yield DeskAward(
                    key, found.is_held, queries.name_of(key, on), url, label, award.starts, found.anniversary
                )


def _enrolment(row: Enrolment, rows: list[Enrolment], on: date) -> DeskEnrolment:
    own = [Membership(one.starts, one.ends) for one in rows if one.designation == row.designation]
    title = rules.book().designations[row.designation].title
    status = _enrolment_status(Membership(row.starts, row.ends), own, on)
    return DeskEnrolment(title, status, row.starts, row.ends, row.recorded_by, row.recorded_at)


def _enrolment_status(one: Membership, own: list[Membership], on: date) -> Status:
    if one.starts > on:
        return Status(_("Not begun"), "neutral")
    if one.ends >= on:
        return wording.STATUS[ENROLLED]
    if one == membership.held(rules.book().on(on), on, own):
        return wording.STATUS[RENEWAL_DUE]
    return Status(_("Ended"), "neutral")


def auditors(query: Query) -> Listed[User]:
    """A page of those who may conduct audits, by name, with the organisation they work for."""
    columns = (
        Column("name", _("Name"), ("name", "email")),
        Column("firm", _("Auditing organisation"), ("firm",)),
    )
    rows = queries.auditors().annotate(firm=Min("audit_firms__name"))
    return stored(rows, query, columns, search=("name", "email", "firm"))
