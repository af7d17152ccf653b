"""What has changed for a partner since the last refresh: scores, statuses, files and rules, each with the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.models import Run
from partnerhub import rules
from scoring.listing import signed
from scoring.models import ScoreSnapshot
from specializations import queries, wording
from specializations.models import StatusEntry
from specializations.stand import Stand, last_refresh
from specializations.standing import ACTIVE

MOST = 8


@dataclass(frozen=True)
class Change:
    """Something that is otherwise than before. ``kind``: up, down, good, bad or note."""

    day: date
    kind: str
    text: str
    url: str


def changes(found: Stand) -> list[Change]:
    """What changed from the last refresh on, the newest first; of one day scores come first."""
    since = last_refresh(found.on)
    every = [*_scores(found, since), *_statuses(found, since), *_files(found, since), *_rules(found, since)]
    return sorted(every, key=lambda one: one.day, reverse=True)[:MOST]


def _address(found: Stand, name: str, *args: str) -> str:
    return reverse(name, args=[found.partner.mpn_id, *args])


def _scores(found: Stand, since: date) -> Iterator[Change]:
    """Scores that are shown as another number, and those that qualify now or do no longer."""
    for key in (one for one in rules.book().scored if one in found.snapshots):
        snapshot, url = found.snapshots[key], _address(found, "designation", key)
        before, qualified = snapshot.shown_before, snapshot.qualified_before  # type: ignore[attr-defined]  # queries.newest
        day = max(snapshot.as_of, since)
        if before is not None and before != snapshot.shown:
            yield _score(snapshot, before, qualified, day, url)


def _score(snapshot: ScoreSnapshot, before: int, qualified: bool, day: date, url: str) -> Change:
    words = {
        "title": rules.book().designations[snapshot.designation].title,
        "before": before,
        "after": snapshot.shown,
        "change": signed(Decimal(snapshot.shown - before)),
    }
    kind = "up" if snapshot.shown > before else "down"
    if snapshot.qualified and not qualified:
        return Change(day, kind, _("%(title)s %(before)d → %(after)d (%(change)s): it qualifies now") % words, url)
    if qualified and not snapshot.qualified:
        return Change(
            day, kind, _("%(title)s %(before)d → %(after)d (%(change)s): it no longer qualifies") % words, url
        )
    return Change(day, kind, _("%(title)s %(before)d → %(after)d (%(change)s)") % words, url)


def _statuses(found: Stand, since: date) -> Iterator[Change]:
    rows = StatusEntry.objects.filter(partner=found.partner, day__range=(since, found.on))
    for row in rows:
        words = {
            "title": queries.name_of(row.specialization, row.day),
            "status": wording.STATUS[row.after].label,
            "why": row.get_why_display(),
        }
        kind = "good" if row.after == ACTIVE else "bad"
        url = _address(found, "specialization", row.specialization)
        yield Change(row.day, kind, _("%(title)s: %(status)s. %(why)s") % words, url)


def _files(found: Stand, since: date) -> Iterator[Change]:
    """All imports in a line, as there may be many."""
    moment = datetime.combine(since, time.min, UTC)
    rows = Run.objects.filter(partner=found.partner, status=Run.Status.PUBLISHED, recorded_at__gte=moment)
    until = datetime.combine(found.on + timedelta(days=1), time.min, UTC)
    told = rows.filter(recorded_at__lt=until).aggregate(count=Count("pk"), last=Max("recorded_at"))
    if told["count"]:
        text = ngettext("%(count)d file was imported", "%(count)d files were imported", told["count"])
        yield Change(told["last"].date(), "note", text % {"count": told["count"]}, _address(found, "imports"))


def _rules(found: Stand, since: date) -> Iterator[Change]:
    """The newest edition, where it began since."""
    edition = rules.book().edition(found.on)
    if edition and edition >= since:
        first = (edition - timedelta(days=1)).isoformat()
        asked = urlencode({"partner": found.partner.mpn_id, "first": first, "second": edition.isoformat()})
        yield Change(edition, "note", _("Rules changed"), f"{reverse('rulebook-differences')}?{asked}")
