"""The score, in the programme's own words. READ THIS FIRST.

A Solutions Partner designation has 100 points. Each metric earns points in proportion to its threshold, at most its cap and at
least nothing. 70 points qualify if every metric has more than none. (Partner Capability Score, 6 September 2023.) Where a
partner may be measured on several tracks, the one with the best total counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring import points
from scoring.measure import Measured, measure
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
        enough = (points > self.metric if self.beyond else points >= self.metric for points in metrics)
        return total >= self.total and all(enough)


def bar(question: Question) -> Bar:
    """What qualifies under the question's rules."""
    total, metric = question.rules.get("programme.pass_total"), question.rules.get("programme.metric_minimum")
    return Bar(int(total.value), Fraction(metric.value), metric.comparison == "above")  # type: ignore[arg-type]


@dataclass(frozen=True)
class Score:
    """One partner's score for one designation: exact points, the track it was measured on, and its metrics in order.

    ``others`` are the scores on other tracks, where the best one counts.
    """

    partner: str
    designation: str
    track: Track
    metrics: tuple[Measured, ...]
    bar: Bar
    others: tuple["Score", ...] = ()
    points: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", sum((metric.points for metric in self.metrics), Fraction(0)))

    @property
    def qualified(self) -> bool:
        return self.bar.passed(self.points, (metric.points for metric in self.metrics))

    @property
    def shown(self) -> int:
        return points.shown_total(self.points)


def score(question: Question) -> Iterator[Score]:
    """Score a designation for every partner of the question: the whole programme at once, or one partner, the same way."""
    found: defaultdict[str, list[Score]] = defaultdict(list)
    tracks = choose_tracks(question)
    for track in dict.fromkeys(track.key for several in tracks.values() for track in several):
        for one in _on_track(question, track, tracks):
            found[one.partner].append(one)
    yield from (_best(found[partner]) for partner in question.partners)


def _on_track(question: Question, key: str, tracks: Mapping[str, tuple[Track, ...]]) -> Iterator[Score]:
    needed = bar(question)
    chosen = {partner: track for partner, several in tracks.items() for track in several if track.key == key}
    partners = list(chosen)
    measured = [measure(question, metric, key, partners) for metric in question.metrics]
    for partner, track in chosen.items():
        metrics = tuple(of_all[partner] for of_all in measured)
        yield Score(partner, question.designation, track, metrics, needed)


def _best(scores: list[Score]) -> Score:
    """The score with the best total, the first of equals; the others beside it."""
    best = max(scores, key=lambda score: score.points)
    return replace(best, others=tuple(score for score in scores if score is not best)) if len(scores) > 1 else best
