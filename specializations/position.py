"""Where a partner stands, as it was kept when it last may have changed: every page shows it without asking the evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from partnerhub.models import Job, Partner
from specializations.models import Position


def _at_work(partner: str) -> Coalesce:
    """How many jobs work for the partner of a row, or wait for a worker."""
    jobs = Job.objects.filter(partner=OuterRef(partner), state__in=(Job.State.QUEUED, Job.State.RUNNING))
    counted = jobs.order_by().values("partner").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class Glance:
    """The figures of the navigation. ``areas``: how many specializations are active, and of how many, by area."""

    scores: Mapping[str, int]
    areas: Mapping[str, tuple[int, int]]
    audits: int = 0
    references: int = 0
    late: int = 0
    needs: int = 0
    at_work: int = 0


NOTHING = Glance({}, {})


def glance_of(figures: Mapping[str, Any] | None, at_work: int = 0) -> Glance:
    """The figures as they were kept; without any, nothing is told."""
    told = figures or {}
    return Glance(
        scores=told.get("scores", {}),
        areas={key: (active, total) for key, (active, total) in told.get("areas", {}).items()},
        **{name: told.get(name, 0) for name in ("audits", "references", "late", "needs")},
        at_work=at_work,
    )


def glance(partner: Partner) -> Glance:
    """What the shell shows of a partner: one question, however much there is."""
    found = (
        Partner.objects.filter(pk=partner.pk)
        .annotate(at_work=_at_work("pk"))
        .values_list("position__figures", "at_work")
        .first()
    )
    return glance_of(*found) if found else NOTHING


def glances(partners: Iterable[Partner]) -> dict[int, Glance]:
    """The same of several partners, by their primary key, in one question."""
    rows = Position.objects.filter(partner__in=list(partners)).values_list("partner_id", "figures")
    return {pk: glance_of(figures) for pk, figures in rows}


def kept(partner: Partner, on: date) -> Position | None:
    """What was kept for a day, or for a day before it; None where nothing was, or where only a later day is known."""
    rows = Position.objects.filter(partner=partner, day__lte=on)
    return rows.annotate(at_work=_at_work("partner_id")).first()


def show(request: HttpRequest, row: Position | None) -> None:
    """Have the shell show what the page has read already."""
    if row is not None:
        request.glance = glance_of(row.figures, row.at_work)  # type: ignore[attr-defined]


def in_view(request: HttpRequest) -> Glance:
    """Of the partner in view, once in a request."""
    partner: Partner | None = getattr(request, "partner", None)
    if partner is None:
        return NOTHING
    if not hasattr(request, "glance"):
        request.glance = glance(partner)  # type: ignore[attr-defined]
    return request.glance  # type: ignore[attr-defined,no-any-return]
