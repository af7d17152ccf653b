"""All designations at a glance: where each stands in its life, its score, and how far each category is, as refreshes kept it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from partnerhub import rules
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.rulebook.schema import Designation
from partnerhub.told import told
from scoring import life_wording, points, queries, wording
from scoring.life import lives
from scoring.models import ScoreSnapshot
from scoring.status import Life
from scoring.wording import Status


@dataclass(frozen=True)
class CategoryBar:
    """What the metrics of a category earn together, of how much; ``is_known``: whether anything of it was measured."""

    title: str
    points: Decimal
    cap: int
    percent: int
    is_known: bool


@dataclass(frozen=True)
class DesignationLine:
    """A designation; ``shown`` is None while nothing of its score is known, ``url`` while it is not scored here."""

    title: str
    status: Status
    sentence: str
    shown: int | None
    qualified: bool
    track: str
    categories: list[CategoryBar]
    url: str | None
    history_url: str | None


@dataclass(frozen=True)
class SolutionsPartnerPage:
    """Every designation, in the rulebook's order."""

    as_of: date
    fresh: Freshness | None
    held: int
    lines: list[DesignationLine]


def overview_page(partner: Partner, on: date) -> SolutionsPartnerPage:
    """The designations of a partner on a day."""
    snapshots = queries.newest(partner, on)
    found = lives(partner, on, snapshots)
    known = sorted(rules.book().designations.values(), key=lambda one: one.order)
    return SolutionsPartnerPage(
        as_of=on,
        fresh=freshness(on),
        held=sum(life.is_held for life in found.values()),
        lines=[_line(partner, one, snapshots.get(one.key), found[one.key], on) for one in known],
    )


def _line(
    partner: Partner, known: Designation, snapshot: ScoreSnapshot | None, life: Life, on: date
) -> DesignationLine:
    args = [partner.mpn_id, known.key]
    score = snapshot if snapshot and snapshot.is_measured else None
    return DesignationLine(
        title=known.title,
        status=wording.STATUS[life.key],
        sentence=life_wording.sentence(life, snapshot, on),
        shown=score.shown if score else None,
        qualified=score is not None and score.qualified,
        track=told(known.track_titles.get(score.track, "")) if score else "",
        categories=categories(known, score.metrics) if score else [],
        url=reverse("designation", args=args) if known.scored else None,
        history_url=reverse("history", args=args) if known.scored else None,
    )


def categories(known: Designation, metrics: Iterable[Mapping[str, Any]]) -> list[CategoryBar]:
    """What the metrics of a score earn by category, in the order of their first metric."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for metric in metrics:
        grouped.setdefault(known.metrics[metric["key"]].category, []).append(metric)
    return [_bar(name, found) for name, found in grouped.items()]


def _bar(name: str, metrics: list[Mapping[str, Any]]) -> CategoryBar:
    earned = sum((Fraction(metric["points"]) for metric in metrics), Fraction(0))
    cap = sum(metric["cap"] for metric in metrics)
    is_known = any(metric["state"] != "no_evidence" for metric in metrics)
    title = str(wording.CATEGORIES[name])
    return CategoryBar(title, points.shown_points(earned), cap, int(earned * 100 / cap), is_known)
