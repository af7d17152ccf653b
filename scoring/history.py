"""What is known of a designation's published score, day by day.

The score of a day is what was kept of it when it was refreshed. Of a month of which nothing was kept (before a partner's first
file, or as known at an earlier moment) the days on which a score changes are worked out from the evidence: the day on which
the month's feed is published, and the last. Every other day is unknown, which is not zero.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, F, Q, When

from evidence import queries as evidence
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook
from scoring.answers import answer
from scoring.asking import datasets_of
from scoring.metrics.common import Scope
from scoring.models import ScoreSnapshot
from scoring.periods import first_of_month
from scoring.question import PUBLISHED, Question
from scoring.score import score
from scoring.window import Window, end_of_month

# In a snapshot's details: it was not kept by a refresh on its day but worked out after an import.
WORKED_OUT = "worked_out"
MAX_REMEMBERED = 2000
_remembered: dict[tuple[object, ...], "DayScore"] = {}


@dataclass(frozen=True)
class DayScore:
    """A designation's score on a day. ``measured``: anything of it is known, ``complete``: all of it.

    ``kept_at`` is the moment at which it was kept; None where it was worked out for the question.
    """

    day: date
    points: Decimal
    shown: int
    qualified: bool
    measured: bool
    complete: bool
    kept_at: datetime | None


@dataclass(frozen=True)
class MonthScores:
    """The days of a month whose score is known, oldest first."""

    month: date
    days: tuple[DayScore, ...]

    @property
    def best(self) -> DayScore | None:
        """The highest score of the month, on the first day that had it; None where nothing was measured."""
        return max((one for one in self.days if one.measured), key=lambda one: one.points, default=None)

    @property
    def qualified_on(self) -> date | None:
        """The first known day on which it qualified."""
        return next((one.day for one in self.days if one.qualified), None)


def by_month(days: Window, known: Iterable[DayScore]) -> list[MonthScores]:
    """Every month of these days, oldest first, with the scores that are known in it."""
    of: dict[date, list[DayScore]] = {month: [] for month in days.months}
    for one in sorted(known, key=lambda one: one.day):
        of[first_of_month(one.day)].append(one)
    return [MonthScores(month, tuple(scores)) for month, scores in of.items()]


def of_answer(found: ScoreSnapshot) -> DayScore:
    """A score as that of its day."""
    states = [metric["state"] for metric in found.metrics]
    complete = bool(states) and "no_evidence" not in states
    kept_at = found.computed_at if found.pk and WORKED_OUT not in found.details else None
    return DayScore(found.as_of, found.points, found.shown, found.qualified, found.is_measured, complete, kept_at)


def known_days(
    partner: Partner, wanted: Mapping[str, Window], known_at: datetime | None = None
) -> dict[str, list[DayScore]]:
    """Per designation the days of its window whose score is known, oldest first.

    As known at a moment, all are worked out: what was kept may rest on another state of knowledge.
    """
    found: dict[str, dict[date, DayScore]] = {key: {} for key in wanted}
    for key, one in _kept(partner, wanted) if known_at is None else ():
        found[key][one.day] = one
    silent = {key: looked_at(rules.book(), key, days, found[key]) for key, days in wanted.items()}
    for question in _questions(partner, silent, known_at):
        found[question.designation][question.scope.as_of] = _remember(partner, question)
    return {key: [of[day] for day in sorted(of)] for key, of in found.items()}


def kept_days(partner: Partner, designation: str, days: Window) -> list[DayScore]:
    """Those of these days of which a score was kept, oldest first; nothing is worked out."""
    return [one for _key, one in _kept(partner, {designation: days})]


def refresh_day(book: Rulebook, month: date) -> date | None:
    """The day of a month on which the performance feed of the month before is published; None before the programme."""
    found = _turning_days(book, month)
    return found[0] if found else None


def unrefreshed(partner: Partner, wanted: Mapping[str, Window]) -> list[ScoreSnapshot]:
    """The scores, not saved yet, of the days to look at in the months of which no refresh kept any."""
    refreshed: dict[str, list[date]] = {key: [] for key in wanted}
    for key, one in _kept(partner, wanted):
        refreshed[key] += [one.day] if one.kept_at else []
    silent = {key: looked_at(rules.book(), key, days, refreshed[key]) for key, days in wanted.items()}
    return [_answer(partner, question, {WORKED_OUT: True}) for question in _questions(partner, silent, None)]


def _kept(partner: Partner, wanted: Mapping[str, Window]) -> Iterator[tuple[str, DayScore]]:
    """Of every day the snapshot that was computed last."""
    if not wanted:
        return
    first, last = min(days.first for days in wanted.values()), max(days.last for days in wanted.values())
    rows = (
        ScoreSnapshot.objects.filter(
            partner=partner, basis=PUBLISHED, designation__in=wanted, as_of__range=(first, last)
        )
        .annotate(
            measured=Q(metrics__contains=[{"state": "measured"}]),
            lacking=Q(metrics__contains=[{"state": "no_evidence"}]),
        )
        .order_by("designation", "as_of", "-computed_at", "-pk")
        .distinct("designation", "as_of")
        .annotate(kept_at=Case(When(details__has_key=WORKED_OUT, then=None), default=F("computed_at")))
        .values_list("designation", "as_of", "points", "shown", "qualified", "measured", "lacking", "kept_at")
    )
    for key, day, points, shown, qualified, measured, lacking, kept_at in rows:
        if day in wanted[key]:
            complete = measured and not lacking
            yield key, DayScore(day, points, shown, qualified, measured, complete, kept_at)


def looked_at(book: Rulebook, designation: str, days: Window, kept: Collection[date]) -> tuple[date, ...]:
    """The days that are worked out: two of each month of which nothing was kept, where the designation has rules."""
    spoken_for = {first_of_month(day) for day in kept}
    found = [day for month in days.months if month not in spoken_for for day in _turning_days(book, month)]
    return tuple(day for day in found if day in days and is_scored(book, designation, day))


def _turning_days(book: Rulebook, month: date) -> tuple[date, ...]:
    """The day on which the feed of the month before is published, and the last day."""
    last = end_of_month(month)
    published = book.on(last).peek("freshness.performance_day")
    return (month.replace(day=int(str(published.value))), last) if published else ()


def is_scored(book: Rulebook, designation: str, day: date) -> bool:
    """Whether the rulebook has metrics of the designation in force on the day."""
    on = book.on(day)
    return any(on.has(f"{designation}.{metric}.cap") for metric in book.designations[designation].metrics)


def _questions(
    partner: Partner, silent: Mapping[str, Collection[date]], known_at: datetime | None
) -> Iterator[Question]:
    """A question for each of these days, with one look at the evidence; none where there is no evidence at all."""
    asked = {key: days for key, days in silent.items() if days}
    if not asked:
        return
    view, book = evidence.view([partner], known_at), rules.book()
    if not view.all_slices:
        return
    names = {name for key in asked for name in datasets_of(book, key)}
    with evidence.session(view, tuple(sorted(names)), evidence.READY) as session:
        for key, days in asked.items():
            for day in days:
                yield Question(session, book, key, Scope(day, PUBLISHED), {partner.mpn_id: partner.market})


def _remember(partner: Partner, question: Question) -> DayScore:
    """The score of a day, worked out once for everything that it depends on: pages ask for the same days again and again."""
    view, day = question.session.view, question.scope.as_of
    digest = view.digest(partner.mpn_id, datasets_of(question.book, question.designation), (question.book.digest,))
    key = (str(view.lake), partner.mpn_id, partner.market, question.designation, day, digest)
    if key not in _remembered:
        if len(_remembered) >= MAX_REMEMBERED:
            _remembered.clear()
        _remembered[key] = of_answer(_answer(partner, question, {}))
    return _remembered[key]


def _answer(partner: Partner, question: Question, details: Mapping[str, bool]) -> ScoreSnapshot:
    (found,) = score(question)
    told = answer(partner, found, question)
    told.details.update(details)
    return told
