"""What would change for us: the page that sets a score under today's rules beside the same under another day's."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook
from partnerhub.rulebook.report import Difference
from partnerhub.rulebook.schema import Metric
from partnerhub.rulebook.uses import Reader, readers
from partnerhub.rulebook_index import Changed, changed
from partnerhub.rulebook_pages import Visit, block_of, full_label, own_label
from partnerhub.told import plural_of, told
from scoring import changes, points, wire, wording
from scoring.changes import Change
from scoring.forms import Asked
from scoring.measure import NO_EVIDENCE
from scoring.score import Score
from scoring.why import Link


@dataclass(frozen=True)
class Side:
    """A score under the rules of one day: None while nothing of it is known; track is empty where the designation has none."""

    day: date
    shown: int | None
    qualified: bool
    needed: int
    track: str


@dataclass(frozen=True)
class Figure:
    """A metric under the rules of one day: what it earns, of how much, what was measured, and what stands behind it.

    ``points`` is None while it is not known.
    """

    points: Decimal | None
    cap: int
    actual: str
    sentence: str


@dataclass(frozen=True)
class MetricChange:
    """A metric under both sets of rules; None where one of them does not have it. change: in points, with its sign."""

    title: str
    before: Figure | None
    after: Figure | None
    change: str
    why_url: str
    rules: list[Changed]


@dataclass(frozen=True)
class Turn:
    """A day from which other rules apply."""

    day: date
    url: str
    current: bool


@dataclass(frozen=True)
class ChangesPage:
    """Both scores, metric by metric, and the rules behind the difference; rules_on is None while no day is picked."""

    key: str
    title: str
    asked: Asked
    rules_on: date | None
    parent: Link
    turns: list[Turn]
    before: Side | None
    after: Side | None
    verdict: str
    metrics: list[MetricChange]
    rules: list[Changed]
    rulebook_url: str


def changes_page(partner: Partner, designation: str, asked: Asked, picked: date | None) -> ChangesPage:
    """The page for a picked day; without one for the next day that is known to bring other rules."""
    book = rules.book()
    rules_on = picked or changes.next_turn(book, designation, asked.as_of)
    found = changes.change(partner, designation, asked, rules_on or asked.as_of)
    visit = Visit(partner, figures=True, on=asked.as_of)
    known = book.designations[designation]
    query = asked.query()
    url = reverse("designation", args=[partner.mpn_id, designation])
    return ChangesPage(
        key=designation,
        title=known.title,
        asked=asked,
        rules_on=rules_on,
        parent=Link(known.title, f"{url}?{query}" if query else url),
        turns=[
            Turn(day, f"?{asked.query(rules_on=day.isoformat())}", day == rules_on)
            for day in changes.turns(book, designation)
        ],
        before=_side(book, found.before, asked.as_of),
        after=_side(book, found.after, found.rules_on),
        verdict=_verdict(found) if rules_on else "",
        metrics=[
            _metric(partner, found, key, metric, visit) for key, metric in known.metrics.items() if _has(found, key)
        ],
        rules=[changed(book, one, visit, _seen(found, one)) for one in found.differences if _for_all(book, one)],
        rulebook_url=visit.url("rulebook-chapter", designation),
    )


def _side(book: Rulebook, score: Score | None, day: date) -> Side | None:
    if score is None:
        return None
    titles = book.designations[score.designation].track_titles
    shown, track = (score.shown, told(titles.get(score.track.key, ""))) if score.is_measured else (None, "")
    return Side(day, shown, score.qualified, score.bar.total, track)


def _verdict(found: Change) -> str:
    """What the change comes to, in a sentence."""
    before, after, day = found.before, found.after, wording.day(found.rules_on)
    if before is None or after is None:
        without = day if after is None else wording.day(found.asked.as_of)
        return _("This designation has no rules on %(day)s, so there is nothing to compare with.") % {"day": without}
    if not (before.is_measured and after.is_measured):
        return _("Nothing of this score is known, so there is nothing to compare.")
    more = points.shown_points(after.points) - points.shown_points(before.points)
    values = {"day": day, "points": wording.amount(abs(more))}
    if more == 0:
        verdict = _("The rules of %(day)s give the same score.") % values
    elif more > 0:
        verdict = _more(plural_of(more)) % values
    else:
        verdict = _less(plural_of(-more)) % values
    return " ".join(part for part in (verdict, _qualified(before, after)) if part)


def _more(count: int) -> str:
    return ngettext(
        "The rules of %(day)s bring %(points)s point more.", "The rules of %(day)s bring %(points)s points more.", count
    )


def _less(count: int) -> str:
    return ngettext(
        "The rules of %(day)s bring %(points)s point less.", "The rules of %(day)s bring %(points)s points less.", count
    )


def _qualified(before: Score, after: Score) -> str:
    if before.qualified == after.qualified:
        return _("Qualified either way.") if after.qualified else _("Not qualified either way.")
    return _("You would qualify.") if after.qualified else _("You would no longer qualify.")


def _has(found: Change, metric: str) -> bool:
    sides = (side for side in (found.before, found.after) if side)
    return any(measured.metric == metric for side in sides for measured in side.metrics)


def _metric(partner: Partner, found: Change, key: str, metric: Metric, visit: Visit) -> MetricChange:
    before, after = _figure(found.before, key, metric), _figure(found.after, key, metric)
    why, query = reverse("why", args=[partner.mpn_id, found.designation, key]), found.asked.query()
    reader = Reader("metric", found.designation, key)
    book = rules.book()
    differing = [one for one in found.differences if reader in readers(book, one.key[0])]
    rows = [changed(book, one, visit, _seen(found, one), _label(book, one, key)) for one in differing]
    return MetricChange(
        told(metric.title), before, after, _gained(found, before, after), f"{why}?{query}" if query else why, rows
    )


def _gained(found: Change, before: Figure | None, after: Figure | None) -> str:
    """The difference with its sign; empty where there is nothing to compare, or one side is not known."""
    if found.before is None or found.after is None:
        return ""
    old, new = (side.points if side else Decimal(0) for side in (before, after))
    if old is None or new is None:
        return ""
    more = new - old
    sign = {1: "+", 0: "±", -1: "−"}[(more > 0) - (more < 0)]
    return f"{sign}{wording.amount(abs(more))}"


def _label(book: Rulebook, difference: Difference, metric: str) -> str:
    """What differs, without the track (each side says its own) and without the metric that it stands beside."""
    entry = difference.after or difference.before
    assert entry is not None
    own = block_of(book, entry.id) == metric
    return own_label(book, entry, with_track=False) if own else full_label(book, entry, with_track=False)


def _figure(score: Score | None, key: str, metric: Metric) -> Figure | None:
    measured = next((one for one in score.metrics if one.metric == key), None) if score else None
    if measured is None:
        return None
    written = wire.metric(measured)
    sentence = str(wording.REASONS[measured.reason]) if measured.reason else wording.metric_sentence(written, metric)
    earned = None if measured.state == NO_EVIDENCE else points.shown_points(measured.points)
    return Figure(earned, int(measured.cap), wording.actual(written, metric.unit), sentence)


def _seen(found: Change, difference: Difference) -> date:
    """The day on which the rule that is linked to is in force."""
    return found.rules_on if difference.after else found.asked.as_of


def _for_all(book: Rulebook, difference: Difference) -> bool:
    """Whether a rule is no metric's own: tracks, and what holds for every score."""
    return all(reader.kind != "metric" for reader in readers(book, difference.key[0]))
