"""The membership overview and the Action center: what they show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from evidence import wording as evidence
from partnerhub import rules
from partnerhub.alerts import Alert, alerts
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.rulebook.schema import Designation
from scoring import life_wording, wording
from scoring.listing import signed
from scoring.models import ScoreSnapshot
from scoring.status import Life
from scoring.wording import Status
from specializations import queries
from specializations.changed import Change, changes
from specializations.lapsing import Lapses, lapses
from specializations.models import Position, Reminder
from specializations.needs import Need, needs
from specializations.pages import Area
from specializations.stand import Stand, last_refresh, stand


@dataclass(frozen=True)
class DesignationCard:
    """One designation on the overview; ``url`` is None while it is not scored, ``shown`` while nothing of its score is known.

    ``change`` is since the eve of the last refresh.
    """

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
    kept, life = found.snapshots.get(known.key), found.lives[known.key]
    snapshot = kept if kept and kept.is_measured else None
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
    """What needs the admins now, what other parts have told and still holds, and the reminders so far, newest first."""

    needs: list[Need]
    alerts: list[Alert]
    reminders: list[Reminded]
    position: Position | None


def action_center(partner: Partner, on: date, may: Collection[str]) -> ActionCenter:
    """The Action center on a day, for a person with these permissions."""
    rows = queries.reminders(partner)
    found = stand(partner, on)
    return ActionCenter(
        needs(found), alerts(partner, on, may), [_reminded(partner, row) for row in rows], found.position
    )


def _reminded(partner: Partner, row: Reminder) -> Reminded:
    key = row.award.specialization
    words = {"title": queries.name_of(key, row.day), "day": wording.day(row.anniversary)}
    text = _("%(title)s: anniversary on %(day)s") % words
    return Reminded(row.day, text, reverse("specialization", args=[partner.mpn_id, key]))
