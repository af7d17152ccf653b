"""Writes of what is kept of a partner's position: after each review, and when something was written that its figures count."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from evidence import coverage
from partnerhub import clock
from partnerhub.models import Partner
from specializations import endings, position_short, queries
from specializations.audit_steps import ENDS
from specializations.models import Audit, Position, Reference
from specializations.needs import needs
from specializations.reference_steps import AWAITING, DRAFT
from specializations.stand import Stand, stand
from specializations.standing import Standing


def keep(partner: Partner, standings: Iterable[Standing] | None = None) -> Position:
    """Work a partner's position out anew and keep it. ``standings``: of all specializations today, where they are known."""
    today = clock.today()
    with transaction.atomic():
        _alone(partner)
        found = queries.standings(partner, today).values() if standings is None else standings
        row, _made = Position.objects.update_or_create(
            partner=partner,
            defaults={
                "day": today,
                "kept_at": clock.now(),
                "standings": [position_short.written(position_short.of(one)) for one in found],
                "endings": endings.work_out(partner, today),
                "late": coverage.late(partner, today),
            },
        )
        return _keep_figures(row)


def _alone(partner: Partner) -> None:
    """One at a time keeps the position of a partner; others may go on to refer to its row."""
    Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)


def keep_one(partner: Partner, found: Standing) -> None:
    """Keep what has become of a single specialization. A partner without a position gets one at its first review of all."""
    told = position_short.written(position_short.of(found))
    with transaction.atomic():
        _alone(partner)
        if row := Position.objects.filter(partner=partner).first():
            row.standings = [told if one["key"] == told["key"] else one for one in row.standings]
            row.save(update_fields=["standings"])
            _keep_figures(row)


def keep_figures(partner: Partner) -> None:
    """Count anew what records alone decide; no evidence is asked."""
    with transaction.atomic():
        _alone(partner)
        if row := Position.objects.filter(partner=partner).first():
            _keep_figures(row)


def _keep_figures(row: Position) -> Position:
    row.figures = figures(stand(row.partner, clock.today()))
    row.save(update_fields=["figures"])
    return row


def figures(found: Stand) -> dict[str, Any]:
    """The figures of the navigation."""
    return {
        "scores": {key: one.shown for key, one in found.snapshots.items() if one.is_measured},
        "areas": {area.key: [area.active, len(area.specializations)] for area in found.areas},
        "audits": sum(one.state not in ENDS for one in found.audits),
        "references": sum(one.state in {DRAFT, AWAITING} for one in found.references),
        "late": len(found.late),
        "needs": len(needs(found)),
    }


def keep_reviewed(partner: Partner, standings: list[Standing], *, all_of_them: bool) -> None:
    """Keep what a review found, once it is committed: no review is undone because this fails."""
    work = partial(keep, partner, standings) if all_of_them else partial(_keep_each, partner, standings)
    transaction.on_commit(work, robust=True)


def _keep_each(partner: Partner, standings: list[Standing]) -> None:
    for found in standings:
        keep_one(partner, found)


def count_anew(sender: object, instance: Audit | Reference, **_: object) -> None:
    """A record that the figures count was written: they are counted anew once it is committed."""
    keep_recorded(instance.partner)


def keep_recorded(partner: Partner) -> None:
    """Something that the figures count is on record: they are counted anew once it is committed."""
    transaction.on_commit(partial(keep_figures, partner), robust=True)


def keep_first(sender: object, instance: Partner, *, created: bool, raw: bool = False, **_: object) -> None:
    """A partner was added: it has a position from the beginning, and its pages show figures before anything was reviewed."""
    if created and not raw:
        transaction.on_commit(partial(keep, instance), robust=True)


def keep_after_scoring(sender: object, partner: Partner, **_: object) -> None:
    """The scores of one partner were taken anew."""
    keep(partner)
