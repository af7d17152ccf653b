"""The membership overview and the Action center: what they show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub import rules
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.rulebook.schema import Designation
from scoring import life_wording, wording
from scoring import queries as scoring
from scoring.life import lives
from scoring.models import ScoreSnapshot
from scoring.status import RENEWAL_DUE, Life
from scoring.wording import Status
from specializations import pages, queries
from specializations.models import Reminder
from specializations.pages import Area


@dataclass(frozen=True)
class DesignationCard:
    """One designation on the overview; ``url`` is None while it is not scored. ``change`` is since last month, as shown."""

    title: str
    snapshot: ScoreSnapshot | None
    shown: int | None
    status: Status
    sentence: str
    change: int | None
    url: str | None
    why_url: str | None


@dataclass(frozen=True)
class Need:
    """Something that needs the admin, with the page where it is done."""

    kind: str
    text: str
    url: str
    label: str


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


@dataclass(frozen=True)
class _Position:
    """What both the overview and the Action center rest on."""

    snapshots: dict[str, ScoreSnapshot]
    lives: Mapping[str, Life]
    areas: list[Area]


def _position(partner: Partner, on: date) -> _Position:
    snapshots = scoring.newest(partner, on)
    found = lives(partner, on, snapshots)
    return _Position(
        snapshots, found, pages.areas(partner, on, held=[key for key, life in found.items() if life.is_held])
    )


def _needs(partner: Partner, found: _Position) -> list[Need]:
    return [
        *_renewals(partner, found.lives),
        *_missing_evidence(partner, found.snapshots),
        *_of_specializations(partner, found.areas),
    ]


def overview(partner: Partner, on: date) -> Overview:
    """The membership overview on a day."""
    found = _position(partner, on)
    earlier = scoring.newest(partner, on.replace(day=1) - timedelta(days=1))
    return Overview(
        fresh=freshness(on),
        badge=_badge(found.lives, on),
        needs=_needs(partner, found),
        designations=[
            _card(partner, one, found.snapshots.get(one.key), earlier.get(one.key), found.lives[one.key], on)
            for one in _in_order()
        ],
        areas=found.areas,
        tags=_tags(found.lives, found.areas),
    )


def _tags(found: Mapping[str, Life], areas: list[Area]) -> list[str]:
    titles = rules.book().designations
    active = (row.title for area in areas for row in area.specializations if row.active)
    return [*(titles[key].title for key, life in found.items() if life.is_held), *active]


def _badge(found: Mapping[str, Life], on: date) -> str | None:
    """The name of those who hold every designation, for whom does."""
    badge = rules.book().on(on).peek("programme.all_designations_badge")
    return str(badge.value) if badge and all(life.is_held for life in found.values()) else None


def _in_order() -> list[Designation]:
    return sorted(rules.book().designations.values(), key=lambda one: one.order)


def _card(
    partner: Partner,
    known: Designation,
    snapshot: ScoreSnapshot | None,
    before: ScoreSnapshot | None,
    life: Life,
    on: date,
) -> DesignationCard:
    return DesignationCard(
        title=known.title,
        snapshot=snapshot,
        shown=snapshot.shown if snapshot else None,
        status=wording.STATUS[life.key],
        sentence=life_wording.sentence(life, snapshot, on),
        change=snapshot.shown - before.shown if snapshot and before else None,
        url=reverse("designation", args=[partner.mpn_id, known.key]) if known.scored else None,
        why_url=None,
    )


def _renewals(partner: Partner, found: Mapping[str, Life]) -> list[Need]:
    """The designations whose anniversary has passed and that can still be renewed."""
    titles = rules.book().designations
    return [
        Need(
            _("Renewal"),
            f"{titles[key].title}: {life_wording.renewal_sentence(life.renewal)}",
            reverse("designation", args=[partner.mpn_id, key]),
            _("View details"),
        )
        for key, life in found.items()
        if life.key == RENEWAL_DUE and life.renewal
    ]


def _missing_evidence(partner: Partner, snapshots: dict[str, ScoreSnapshot]) -> list[Need]:
    """What stands unknown instead of measured, each dataset and month once."""
    found: dict[str, Need] = {}
    for key, snapshot in snapshots.items():
        title = rules.book().designations[key].title
        for metric in snapshot.metrics:
            if metric["state"] == "no_evidence":
                text = f"{title}: {wording.missing(metric)}"
                found[text] = Need(_("Data"), text, reverse("data", args=[partner.mpn_id]), _("Import"))
    return list(found.values())


def _of_specializations(partner: Partner, areas: list[Area]) -> Iterator[Need]:
    """The specializations to be renewed, then the audits that can be scheduled."""
    rows = [row for area in areas for row in area.specializations]
    for row in rows:
        if row.renewal:
            yield Need(_("Renewal"), f"{row.title}: {row.renewal}", row.url, _("View details"))
    for row in rows:
        if row.ready and row.audit is None:
            text = _("%(name)s: every prerequisite is met, the audit can be scheduled.") % {"name": row.title}
            yield Need(_("Audit"), text, reverse("audit-request", args=[partner.mpn_id, row.key]), _("Schedule audit"))


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


def action_center(partner: Partner, on: date) -> ActionCenter:
    """The Action center on a day."""
    rows = queries.reminders(partner)
    return ActionCenter(_needs(partner, _position(partner, on)), [_reminded(partner, row) for row in rows])


def _reminded(partner: Partner, row: Reminder) -> Reminded:
    key = row.award.specialization
    words = {"title": queries.name_of(key, row.day), "day": wording.day(row.anniversary)}
    text = _("%(title)s: anniversary on %(day)s") % words
    return Reminded(row.day, text, reverse("specialization", args=[partner.mpn_id, key]))
