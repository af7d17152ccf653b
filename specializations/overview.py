"""The membership overview and the programme's desk: what they show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evidence import wording as evidence
from partnerhub import rules
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.rulebook.schema import Designation
from scoring import life_wording, membership, wording
from scoring import queries as scoring
from scoring.listing import signed
from scoring.membership import Membership
from scoring.models import Enrolment, ScoreSnapshot
from scoring.status import ENROLLED, RENEWAL_DUE, Life
from scoring.wording import Status
from specializations import queries
from specializations.changed import Change, changes
from specializations.lapsing import Lapses, lapses
from specializations.life import life as specialization_life
from specializations.models import Audit, Position, Reminder
from specializations.needs import Need, needs
from specializations.pages import Area
from specializations.stand import Stand, last_refresh, stand
from specializations.standing import ACTIVE, EXPIRED
from specializations.wording import STATUS


@dataclass(frozen=True)
class DesignationCard:
    """One designation on the overview; ``url`` is None while it is not scored, ``change`` since the eve of the last refresh."""

    title: str
    snapshot: ScoreSnapshot | None
    shown: int | None
    status: Status
    sentence: str
    change: int | None
    url: str | None
    why_url: str | None

    @property
    def change_text(self) -> str:
        """The change with its sign."""
        return signed(Decimal(self.change or 0))


@dataclass(frozen=True)
class Overview:
    """Where the partner stands, and what needs it; ``badge`` is what holding every designation is called.

    ``tags`` are what its business profile shows: the designations and specializations that it holds, by name.
    """

    fresh: Freshness | None
    badge: str | None
    needs: list[Need]
    designations: list[DesignationCard]
    areas: list[Area]
    tags: list[str]
    position: Position | None
    since: date
    changes: list[Change]
    lapses: Lapses
    late: list[str]


def overview(partner: Partner, on: date) -> Overview:
    """The membership overview on a day."""
    found = stand(partner, on)
    return Overview(
        fresh=freshness(on),
        badge=_badge(found.lives, on),
        needs=needs(found),
        designations=[_card(found, one) for one in _in_order()],
        areas=list(found.areas),
        tags=_tags(found.lives, found.areas),
        position=found.position,
        since=last_refresh(on) - timedelta(days=1),
        changes=changes(found),
        lapses=lapses(found),
        late=[evidence.title(dataset) for dataset in found.late],
    )


def _tags(found: Mapping[str, Life], areas: Sequence[Area]) -> list[str]:
    titles = rules.book().designations
    active = (row.title for area in areas for row in area.specializations if row.active)
    return [*(titles[key].title for key, life in found.items() if life.is_held), *active]


def _badge(found: Mapping[str, Life], on: date) -> str | None:
    """The name of those who hold every designation, for whom does."""
    badge = rules.book().on(on).peek("programme.all_designations_badge")
    return str(badge.value) if badge and all(life.is_held for life in found.values()) else None


def _in_order() -> list[Designation]:
    return sorted(rules.book().designations.values(), key=lambda one: one.order)


def _card(found: Stand, known: Designation) -> DesignationCard:
    snapshot, life = found.snapshots.get(known.key), found.lives[known.key]
    before = snapshot.shown_before if snapshot else None  # type: ignore[attr-defined]  # queries.newest tells it
    url = reverse("designation", args=[found.partner.mpn_id, known.key]) if known.scored else None
    return DesignationCard(
        title=known.title,
        snapshot=snapshot,
        shown=snapshot.shown if snapshot else None,
        status=wording.STATUS[life.key],
        sentence=life_wording.sentence(life, snapshot, found.on),
        change=snapshot.shown - before if snapshot and before is not None else None,
        url=url,
        why_url=f"{url}#points" if url and snapshot else None,
    )


@dataclass(frozen=True)
class Reminded:
    """A reminder on record."""

    day: date
    text: str
    url: str


@dataclass(frozen=True)
class ActionCenter:
    """What needs the admins now, and the reminders written so far, newest first."""

    needs: list[Need]
    reminders: list[Reminded]
    position: Position | None


def action_center(partner: Partner, on: date) -> ActionCenter:
    """The Action center on a day."""
    rows = queries.reminders(partner)
    found = stand(partner, on)
    return ActionCenter(needs(found), [_reminded(partner, row) for row in rows], found.position)


def _reminded(partner: Partner, row: Reminder) -> Reminded:
    key = row.award.specialization
    words = {"title": queries.name_of(key, row.day), "day": wording.day(row.anniversary)}
    text = _("%(title)s: anniversary on %(day)s") % words
    return Reminded(row.day, text, reverse("specialization", args=[partner.mpn_id, key]))


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

    partners: list[Partner]
    requests: list[DeskRequest]


def desk(on: date) -> Desk:
    """Every partner, and the audits that were asked for, newest first."""
    names = queries.catalogue(on)
    rows = Audit.objects.filter(ended_on=None).select_related("partner")
    return Desk(
        list(Partner.objects.all()), [_request(row, names.get(row.specialization, row.specialization)) for row in rows]
    )


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
    enrolments: list[DeskEnrolment]
    awards: list[DeskAward]
    held: dict[str, str]


def desk_partner(partner: Partner, on: date) -> DeskPartner:
    """The enrolments of a partner, newest first, and its specializations."""
    rows = scoring.enrolment_history(partner)
    awards = list(_awards(partner, on))
    held = {one.key: one.title for one in awards if one.is_held}
    return DeskPartner(partner, [_enrolment(row, rows, on) for row in rows], awards, held)


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
