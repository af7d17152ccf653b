"""The score once more: slow, obvious, one partner and one row after the other. No engine, no expressions.

This file says how tracks, metrics, parts and points go together; `slow_asked` finds rules and months, `slow_counting` counts.
All three are written from the sources and the decisions, and read the same rulebook as the engine does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from partnerhub.rulebook import Rulebook, Rules
from tests.scoring import slow_counting
from tests.scoring.slow_asked import BASE, NOW, Asked, Facts, Known
from tests.scoring.slow_counting import Totals, ba_large_workloads, customers_in

MEASURED, NO_EVIDENCE = "measured", "no_evidence"
ZERO = Fraction(0)


@dataclass(frozen=True)
class Answer:
    """What a metric, or a part of it, came to. ``reason`` says why it earns nothing although evidence is there.

    ``supplied`` says whether any of its datasets was ever imported.
    """

    state: str
    actual: Fraction = ZERO
    points: Fraction = ZERO
    totals: Totals = field(default_factory=dict)
    reason: str | None = None
    parts: Mapping[str, "Answer"] = field(default_factory=dict)
    gates: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    supplied: bool = True


@dataclass(frozen=True)
class Total:
    """One partner's score on a track."""

    track: str
    metrics: Mapping[str, Answer]
    qualified: bool

    @property
    def points(self) -> Fraction:
        return sum((one.points for one in self.metrics.values()), ZERO)


@dataclass(frozen=True)
class Slow:
    """One partner's facts on a day: dataset -> rows of this partner alone, and the months of which anything is known."""

    book: Rulebook
    designation: str
    as_of: date
    basis: str
    market: str
    facts: Facts
    known: Known

    @property
    def rules(self) -> Rules:
        return self.book.on(self.as_of)

    def asked(self, metric: str, track: str, part: str | None = None) -> Asked:
        return Asked(self.rules, self.designation, metric, part, track, self.basis, self.facts, self.known)

    # The whole

    def score(self) -> Total:
        """On the partner's own track; where the best of all counts, the first of those that earn most."""
        best, *others = [self.on_track(track) for track in self.tracks()]
        for other in others:
            best = other if other.points > best.points else best
        return best

    def on_track(self, track: str) -> Total:
        metrics = {key: self.metric(key, track) for key in self.metrics(track)}
        total = Total(track, metrics, qualified=False)
        enough = self.rules.get("programme.pass_total").reached_by
        some = self.rules.get("programme.metric_minimum").reached_by
        every = all(some(one.points) for one in metrics.values())  # type: ignore[arg-type]
        return replace(total, qualified=every and enough(total.points))  # type: ignore[arg-type]

    def metrics(self, track: str) -> Sequence[str]:
        """A metric is in force while its cap is."""
        every = self.book.designations[self.designation].metrics
        return [key for key in every if self.rules.has(f"{self.designation}.{key}.cap", track)]

    # Tracks

    def tracks(self) -> Sequence[str]:
        """The tracks to score on; one without a name where there are none."""
        if not self.rules.has(f"{self.designation}.track_choice"):
            return [""]
        choice = self.rules.text(f"{self.designation}.track_choice")
        if choice == "best_of":
            return self.rules.names(f"{self.designation}.tracks")
        if choice == "by_market":
            return [self.market]
        met = self.many_large_workloads() if choice == "by_workloads" else self.mostly_in_segments()
        return [self.rules.text(f"{self.designation}.classification.track_{'when_met' if met else 'otherwise'}")]

    def many_large_workloads(self) -> bool:
        limit = self.rules.get(f"{self.designation}.classification.revenue")
        number = ba_large_workloads(self.asked("net_customer_adds", ""), limit)
        return number >= self.rules.number(f"{self.designation}.classification.workloads")

    def mostly_in_segments(self) -> bool:
        segments = self.rules.names(f"{self.designation}.classification.segments")
        inside, every = customers_in(self.asked("net_customer_adds", ""), segments)
        share = self.rules.number(f"{self.designation}.classification.segment_share")
        return every > 0 and inside >= share * every

    # A metric and its parts

    def metric(self, key: str, track: str) -> Answer:
        takes = self.asked(key, track).entry("takes")
        if takes is None:
            return self.counted(self.asked(key, track))
        assert isinstance(takes.value, tuple)
        parts = {part: self.counted(self.asked(key, track, part)) for part in takes.value}
        there = [one for one in parts.values() if one.supplied]
        if not there or any(one.state == NO_EVIDENCE for one in there):
            return Answer(NO_EVIDENCE, parts=parts)
        return replace(self.combined(self.asked(key, track), parts), parts=parts)

    def combined(self, whole: Asked, parts: Mapping[str, Answer]) -> Answer:
        there = [one for one in parts.values() if one.state == MEASURED]
        how = whole.text("combine")
        if how == "sum":
            units = sum((one.actual for one in there), ZERO)
            return Answer(MEASURED, units, earned(units, whole))
        if how == "sum_of_points":
            earns = sum((one.points for one in there), ZERO)
            return Answer(MEASURED, earns, min(earns, Fraction(whole.number("cap"))))
        best = there[0]
        for one in there[1:]:
            best = one if one.points > best.points else best
        return best

    def counted(self, asked: Asked) -> Answer:
        """What one measure counts, without others."""
        if not asked.datasets or asked.missing:
            return Answer(NO_EVIDENCE, supplied=bool(asked.datasets))
        totals = slow_counting.COUNTS[asked.counts](asked)
        actual, reason = compared(totals, asked)
        gates = slow_counting.gates(asked) if asked.counts == "certifications" else {}
        if not actual and any(people < needed for people, needed in gates.values()):
            reason = "gate_not_met"
        points = ZERO if reason else earned(actual, asked)
        return Answer(MEASURED, actual, points, totals, reason, gates=gates)


def compared(totals: Totals, asked: Asked) -> tuple[Fraction, str | None]:
    """What is there, its change over a year, or that change in percent; and why it may earn nothing."""
    now, base, how = totals.get(NOW, ZERO), totals.get(BASE, ZERO), asked.text("compares")
    if how != "percent":
        return (now if how == "level" else now - base), None
    if base <= 0:
        return ZERO, "no_base"
    low = asked.has("baseline") and base < Fraction(asked.number("baseline"))
    return (now - base) * 100 / base, "below_baseline" if low else None


def earned(actual: Fraction, asked: Asked) -> Fraction:
    """In proportion to the threshold, at least nothing and at most the cap."""
    share, cap = actual / Fraction(asked.number("threshold")), Fraction(asked.number("cap"))
    return ZERO if share < 0 else cap if share > 1 else cap * share
