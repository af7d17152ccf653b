"""What a designation's page shows, from the newest snapshot (today) or computed for the day that is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from partnerhub import clock, rules
from partnerhub.charts import Chart, plain
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.rulebook.schema import Designation, Metric
from partnerhub.told import told
from scoring import points, queries, score_chart, wording
from scoring.forms import Asked
from scoring.life_page import LifeBox, life_box
from scoring.listing import eligibility_link
from scoring.models import ScoreSnapshot
from scoring.question import PREVIEW
from scoring.why import Link
from scoring.wording import Status


@dataclass(frozen=True)
class PartLine:
    """One of the things that a metric counts apart; ``counts`` says whether the metric's points are made of it."""

    title: str
    actual_text: str
    sentence: str
    shown_points: Decimal
    counts: bool


@dataclass(frozen=True)
class MetricCard:
    """One metric as its card shows it; while it is not known, its points stand for nothing."""

    key: str
    title: str
    points: Decimal
    shown_points: Decimal
    cap: int
    percent: int
    state_label: str
    pill: str
    actual_text: str
    sentence: str
    gap: str
    parts: list[PartLine]
    why_url: str
    eligibility: Link | None
    is_known: bool


@dataclass(frozen=True)
class Category:
    """One of the programme's three categories, with what its metrics earn together."""

    title: str
    points: Decimal
    cap: int
    metrics: list[MetricCard]

    @property
    def is_known(self) -> bool:
        """Whether anything of it is."""
        return any(metric.is_known for metric in self.metrics)


@dataclass(frozen=True)
class ScoreBox:
    """The score against the points it needs; ``shown`` is None while nothing of it is known."""

    shown: int | None
    points: Decimal
    qualified: bool
    sentence: str
    threshold: int


@dataclass(frozen=True)
class Preview:
    """The same designation with everything imported so far, where anything of it is known."""

    shown: int
    differs: bool
    url: str


@dataclass(frozen=True)
class DesignationPage:
    """A designation as its page shows it."""

    key: str
    title: str
    as_of: date
    basis: str
    status: Status
    life: LifeBox
    track_label: str
    track_reason: str
    score: ScoreBox
    freshness: Freshness | None
    preview: Preview | None
    categories: list[Category]
    course: Chart | None
    shares: Chart | None


def designation_page(partner: Partner, designation: str, asked: Asked) -> DesignationPage:
    """The page of one designation. Raises NotInForce where the day has no rules."""
    known = rules.book().designations[designation]
    found = answer(partner, designation, asked)
    ahead = _ahead(partner, found, asked)
    life, categories = life_box(partner, found, asked), _categories(partner, known, found, asked)
    course = score_chart.course(partner, found, ahead, asked)
    return DesignationPage(
        key=designation,
        title=known.title,
        as_of=asked.as_of,
        basis=asked.basis,
        status=life.status,
        life=life,
        track_label=told(known.track_titles.get(found.track, "")) if found.is_measured else "",
        track_reason=wording.track_reason(found),
        score=_box(found),
        freshness=freshness(asked.as_of),
        preview=_preview(partner, found, ahead, asked),
        categories=categories,
        course=score_chart.score_chart(partner, course, asked) if course else None,
        shares=score_chart.category_chart(partner, designation, categories, asked) if found.is_measured else None,
    )


def score_rows(partner: Partner, designation: str, asked: Asked) -> Iterator[Sequence[object]]:
    """The designation's score by refresh as CSV; a header alone where none is shown. Raises NotInForce."""
    found = answer(partner, designation, asked)
    course = score_chart.course(partner, found, _ahead(partner, found, asked), asked)
    return score_chart.score_rows(course.refreshes if course else ())


def category_rows(partner: Partner, designation: str, asked: Asked) -> Iterator[Sequence[object]]:
    """What each category earned, of what it can earn, as CSV. Raises NotInForce."""
    known, found = rules.book().designations[designation], answer(partner, designation, asked)
    yield ["category", "points", "at_most"]
    for name, metrics in _grouped(known, found).items():
        yield [name, plain(_earned(metrics)), sum(metric["cap"] for metric in metrics)]


def answer(partner: Partner, designation: str, asked: Asked) -> ScoreSnapshot:
    """Today's page reads the snapshot that the last refresh left; any other day is computed."""
    if asked.as_of == clock.today() and asked.known_at is None:
        kept = queries.newest(partner, asked.as_of, asked.basis).get(designation)
        if kept is not None:
            return kept
    return queries.answer_on(partner, designation, asked.as_of, asked.basis, asked.known_at)


def _box(found: ScoreSnapshot) -> ScoreBox:
    sentence = wording.score_sentence(found)
    shown = found.shown if found.is_measured else None
    return ScoreBox(shown, found.points, found.qualified, sentence, found.details["pass_total"])


def _ahead(partner: Partner, found: ScoreSnapshot, asked: Asked) -> ScoreSnapshot | None:
    """The same with everything imported so far; None where that is what is asked for."""
    if asked.basis == PREVIEW:
        return None
    return answer(partner, found.designation, Asked(asked.as_of, PREVIEW, asked.known_at))


def _preview(partner: Partner, found: ScoreSnapshot, ahead: ScoreSnapshot | None, asked: Asked) -> Preview | None:
    if ahead is None or not ahead.is_measured:
        return None
    url = reverse("designation", args=[partner.mpn_id, found.designation])
    differs = ahead.points != found.points or not found.is_measured
    return Preview(ahead.shown, differs, f"{url}?{Asked(asked.as_of, PREVIEW, asked.known_at).query()}")


def _categories(partner: Partner, known: Designation, found: ScoreSnapshot, asked: Asked) -> list[Category]:
    grouped = _grouped(known, found)
    return [_category(partner, known, name, metrics, asked) for name, metrics in grouped.items()]


def _grouped(known: Designation, found: ScoreSnapshot) -> dict[str, list[dict[str, Any]]]:
    """The metrics by category."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for metric in found.metrics:
        grouped.setdefault(known.metrics[metric["key"]].category, []).append(metric)
    return grouped


def _earned(metrics: list[dict[str, Any]]) -> Decimal:
    """What these metrics earn together, as shown."""
    return points.shown_points(sum((Fraction(metric["points"]) for metric in metrics), Fraction(0)))


def _category(partner: Partner, known: Designation, name: str, metrics: list[dict[str, Any]], asked: Asked) -> Category:
    return Category(
        str(wording.CATEGORIES[name]),
        _earned(metrics),
        sum(metric["cap"] for metric in metrics),
        [_card(partner, known, metric, asked) for metric in metrics],
    )


def _card(partner: Partner, known: Designation, metric: dict[str, Any], asked: Asked) -> MetricCard:
    one = known.metrics[metric["key"]]
    label, pill = wording.metric_state(metric)
    why = reverse("why", args=[partner.mpn_id, known.key, metric["key"]])
    query = asked.query()
    return MetricCard(
        key=metric["key"],
        title=told(one.title),
        points=Decimal(metric["points"]),
        shown_points=Decimal(metric["shown"]),
        cap=metric["cap"],
        percent=int(Decimal(metric["points"]) * 100 / metric["cap"]),
        state_label=label,
        pill=pill,
        actual_text=wording.actual(metric, one.unit),
        sentence=wording.metric_sentence(metric, one),
        gap=wording.gap(metric, one.unit, one),
        parts=_parts(metric, one),
        why_url=f"{why}?{query}" if query else why,
        eligibility=eligibility_link(partner, known.key, metric["key"], asked),
        is_known=metric["state"] != "no_evidence",
    )


def _parts(metric: dict[str, Any], known: Metric) -> list[PartLine]:
    """In the rulebook's order, which a kept snapshot does not keep."""
    measured = metric.get("parts", {})
    return [
        PartLine(
            title=told(part.title),
            actual_text=wording.actual(measured[key], part.unit),
            sentence=wording.metric_sentence(measured[key], part),
            shown_points=Decimal(measured[key]["shown"]),
            counts=metric["best"] in (None, key),
        )
        for key, part in known.parts.items()
        if key in measured
    ]
