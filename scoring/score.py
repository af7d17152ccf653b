"""The score, in the programme's own words. READ THIS FIRST.

A Solutions Partner designation has 100 points. Each metric earns points in proportion to its threshold, at most its cap and at
least nothing. 70 points qualify if every metric has more than none. (Partner Capability Score, 6 September 2023.)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from scoring import points
from scoring.measure import Measured, measure
from scoring.question import Question
from scoring.tracks import Track, choose_tracks


@dataclass(frozen=True)
class Score:
    """One partner's score for one designation: exact points, the track it was measured on, and its metrics in order."""

    partner: str
    designation: str
    track: Track
    metrics: tuple[Measured, ...]
    pass_total: int
    points: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", sum((metric.points for metric in self.metrics), Fraction(0)))

    @property
    def qualified(self) -> bool:
        """The exact sum decides, never the shown one; and no metric may be at zero."""
        return self.points >= self.pass_total and all(metric.points > 0 for metric in self.metrics)

    @property
    def shown(self) -> int:
        return points.shown_total(self.points)


def score(question: Question) -> Iterator[Score]:
    """Score a designation for every partner of the question: the whole programme at once, or one partner, the same way."""
    pass_total = int(question.rules.number("programme.pass_total"))
    tracks = choose_tracks(question)
    for key in sorted({track.key for track in tracks.values()}):
        partners = [partner for partner, track in tracks.items() if track.key == key]
        measured = [measure(question, metric, key, partners) for metric in question.metrics]
        for partner in partners:
            metrics = tuple(of_all[partner] for of_all in measured)
            yield Score(partner, question.designation, tracks[partner], metrics, pass_total)
