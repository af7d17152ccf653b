"""Scores and explanations: computed for any day, or read from the newest snapshot."""

from dataclasses import dataclass
from datetime import date, datetime

from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import answers, explain, periods
from scoring.asking import ask
from scoring.metrics import METRICS
from scoring.models import Enrolment, ScoreSnapshot
from scoring.question import PUBLISHED
from scoring.score import Score, score


def scores(
    partner: Partner, as_of: date, basis: str, known_at: datetime | None = None, *, designation: str | None = None
) -> list[Score]:
    """The partner's scores on a day. Without ``designation`` those that have rules on that day; else raises NotInForce."""
    found: list[Score] = []
    for key in [designation] if designation else list(METRICS):
        try:
            with ask([partner], key, as_of, basis, known_at) as question:
                found += score(question)
        except NotInForce:
            if designation:
                raise
    return found


def explanation(
    partner: Partner, designation: str, metric: str, as_of: date, basis: str, known_at: datetime | None = None
) -> explain.Explanation:
    """Everything behind one metric. Raises NotInForce where the day has no rules."""
    with ask([partner], designation, as_of, basis, known_at) as question:
        return explain.explain(question, metric)


def newest(partner: Partner, as_of: date, basis: str = PUBLISHED) -> dict[str, ScoreSnapshot]:
    """Per designation, the snapshot that was taken last for ``as_of`` or the last day before it."""
    found = (
        ScoreSnapshot.objects.filter(partner=partner, basis=basis, as_of__lte=as_of)
        .order_by("designation", "-as_of", "-computed_at", "-pk")
        .distinct("designation")
    )
    return {snapshot.designation: snapshot for snapshot in found}


@dataclass(frozen=True)
class Freshness:
    """Until when the performance data reaches, and when the next month is published."""

    data_until: date
    published_on: date
    next_refresh: date


def freshness(as_of: date) -> Freshness | None:
    """The programme's calendar on a day; None before the programme's rules begin."""
    try:
        day = int(rules.book().on(as_of).number("freshness.performance_day"))
    except NotInForce:
        return None
    month = periods.newest_published(as_of, day)
    return Freshness(month, periods.publication(month, day), periods.next_publication(as_of, day))


def answer_on(
    partner: Partner, designation: str, as_of: date, basis: str, known_at: datetime | None = None
) -> ScoreSnapshot:
    """The score of a day computed now, in the shape of a snapshot (not saved). Raises NotInForce."""
    with ask([partner], designation, as_of, basis, known_at) as question:
        (found,) = score(question)
        return answers.answer(partner, found, question)


def enrolments(partner: Partner, as_of: date) -> dict[str, Enrolment]:
    """The designations that are active on a day."""
    active = Enrolment.objects.filter(partner=partner, starts__lte=as_of, ends__gte=as_of)
    return {enrolment.designation: enrolment for enrolment in active}


def enrolment_history(partner: Partner) -> list[Enrolment]:
    """Every designation that the partner ever bought, newest first."""
    return list(Enrolment.objects.filter(partner=partner).select_related("recorded_by"))
