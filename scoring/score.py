"""The score, in the programme's own words. READ THIS FIRST.

A Solutions Partner designation has 100 points. Each metric earns points in proportion to its threshold, at most its cap and at
least nothing. 70 points qualify if every metric has more than none. (Partner Capability Score, 6 September 2023.) Where a
partner may be measured on several tracks, the one with the best total counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scoring import points
from scoring.measure import MEASURED, Measured, measure
from scoring.question import Question
from scoring.tracks import Track, choose_tracks


@dataclass(frozen=True)
class Bar:
    """What qualifies: so many points in all, and of every metric more than this (or this, where the rulebook says so)."""

    total: int
    metric: Fraction
    beyond: bool

    def passed(self, total: Fraction, metrics: Iterable[Fraction]) -> bool:
        """The exact sum decides, never the shown one; and no metric may be at zero."""
        if total < self.total:
            return False
        return all(points > self.metric if self.beyond else points >= self.metric for points in metrics)


def bar(question: Question) -> Bar:
    """What qualifies under the question's rules."""
    total, metric = question.rules.get("programme.pass_total"), question.rules.get("programme.metric_minimum")
    return Bar(int(total.value), Fraction(metric.value), metric.comparison == "above")  # type: ignore[arg-type]


@dataclass(frozen=True)
class Total:
    """What metrics come to: partners with the same figures share it."""

    metrics: tuple[Measured, ...]
    bar: Bar

    @cached_property
    def points(self) -> Fraction:
        """The exact sum."""
        return points.added(metric.points for metric in self.metrics if metric.points)

    @cached_property
    def qualified(self) -> bool:
        return self.bar.passed(self.points, (metric.points for metric in self.metrics))


@dataclass(frozen=True)
class Score:
    """One partner's score for one designation: exact points, the track it was measured on, and its metrics in order.

    ``others`` are the scores on other tracks, where the best one counts.
    """

    partner: str
    designation: str
    track: Track
    total: Total
    others: tuple["Score", ...] = ()

    @property
    def metrics(self) -> tuple[Measured, ...]:
        return self.total.metrics

    @property
    def bar(self) -> Bar:
        return self.total.bar

    @property
    def points(self) -> Fraction:
        return self.total.points

    @property
    def qualified(self) -> bool:
        return self.total.qualified

    @property
    def is_measured(self) -> bool:
        """Whether anything of it is known."""
        return any(metric.state == MEASURED for metric in self.metrics)

    @property
    def shown(self) -> int:
        return points.shown_total(self.points)


def score(question: Question) -> Iterator[Score]:
    """Score a designation for every partner of the question: the whole programme at once, or one partner, the same way."""
    tracks = choose_tracks(question)
    keys = dict.fromkeys(track.key for several in tracks.values() for track in several)
    totals = {key: _on_track(question, key, tracks) for key in keys}
    for partner, several in tracks.items():
        scores = [Score(partner, question.designation, track, totals[track.key][partner]) for track in several]
        yield scores[0] if len(scores) == 1 else _best(scores)


def _on_track(question: Question, key: str, tracks: Mapping[str, tuple[Track, ...]]) -> Mapping[str, Total]:
    """The total of every partner that is measured on this track."""
    needed = bar(question)
    partners = [partner for partner, several in tracks.items() if any(track.key == key for track in several)]
    measured = [measure(question, metric, key, partners) for metric in question.metrics]
    # Both bases, and several designations, have many of the same metrics.
    made: dict[tuple[int, ...], Total] = question.session.once(("totals", needed), dict)
    found = {}
    for partner in partners:
        metrics = [of_all[partner] for of_all in measured]
        same = tuple(map(id, metrics))
        if same not in made:
            made[same] = Total(tuple(metrics), needed)
        found[partner] = made[same]
    return found


def _best(scores: list[Score]) -> Score:
    """The score with the best total, the first of equals; the others beside it."""
    best = max(scores, key=lambda score: score.points)
    others = tuple(score for score in scores if score is not best)
    return Score(best.partner, best.designation, best.track, best.total, others)
