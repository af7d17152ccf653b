"""The Why of one number: the rows that made it, those that did not count, the rules read, and the arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from partnerhub.rulebook import Entry
from scoring.contributions import Contribution, Contributions, Source
from scoring.measure import Counted, LookedAt, Measured, counted, measure
from scoring.question import PUBLISHED, Question
from scoring.rule import Rule
from scoring.score import score
from scoring.tracks import BEST_OF, Track, choose_tracks


@dataclass(frozen=True)
class Explanation:
    """A metric with everything behind it. The counted units of ``now`` less those of ``base`` are its totals exactly, part by
    part. ``tracks`` are all tracks on which the partner was measured, the chosen one first."""

    track: Track
    tracks: tuple[Track, ...]
    measured: Measured
    contributions: Sequence[Contribution]
    rules: Sequence[Entry]


def explain(question: Question, metric: str, track: str | None = None) -> Explanation:
    """Explain a metric for the one partner of the question, on the track that counts unless another one is asked for."""
    tracks = _tracks(question)
    chosen = next((one for one in tracks if one.key == track), tracks[0])
    (partner,) = question.partners
    asked = replace(question, explains=True)
    return _explained(asked, tracks, chosen, measure(asked, metric, chosen.key, [partner])[partner])


def explain_all(question: Question) -> list[Explanation]:
    """Explain every metric of the designation on the track that counts, in the order shown."""
    asked = replace(question, explains=True)
    (found,) = score(asked)
    tracks = (found.track, *(other.track for other in found.others))
    return [_explained(asked, tracks, found.track, measured) for measured in found.metrics]


def _explained(question: Question, tracks: tuple[Track, ...], chosen: Track, measured: Measured) -> Explanation:
    (partner,) = question.partners
    notes: list[Entry] = []
    sources = []
    for thing in counted(question, measured.metric, chosen.key):
        looked_at = _looked_at(thing, partner, measured)
        notes += looked_at.notes
        sources.append(Source(thing.part, thing.module.SUBJECT, looked_at.table))
        _note_numbers(thing, thing.rule, notes)
    metric_rule = question.rule(measured.metric, chosen.key)
    _note_metric(question, chosen, metric_rule)
    rules = tuple(dict.fromkeys((*notes, *metric_rule.rules.trace)))
    return Explanation(chosen, tracks, measured, Contributions(sources), rules)


def _tracks(question: Question) -> tuple[Track, ...]:
    """The partner's track; where the best of several counts, that one first."""
    (several,) = choose_tracks(question).values()
    if len(several) == 1:
        return several
    (found,) = score(question)
    return (found.track, *(other.track for other in found.others))


def _looked_at(thing: Counted, partner: str, measured: Measured) -> LookedAt:
    """Everything that a part looked at, the months that are not published yet included."""
    part = next((one for one in measured.parts if one.metric == thing.part), measured)
    return thing.looked_at(part.months, partner)


def _note_numbers(thing: Counted, rule: Rule, notes: list[Entry]) -> None:
    """Have the numbers read that say what the counted rows earn, so that the Why shows them."""
    for name in ("compares", "window", "baseline", "threshold", "cap"):
        if rule.has(name):
            rule.entry(name)
    if thing.question.scope.basis == PUBLISHED:
        rule.rules.number("freshness.performance_day" if thing.module.MONTHLY else "freshness.skilling_lag_days")
    notes += rule.rules.trace


def _note_metric(question: Question, track: Track, rule: Rule) -> None:
    """How parts make a figure, and the limits by which the track was assigned, belong to the reasons too."""
    for name in ("combine", "takes", "threshold", "cap"):
        if rule.has(name):
            rule.entry(name)
    limits = rule.beside("classification")
    for name in ("workloads", "revenue", "segment_share", "segments"):
        if track.limit is not None and limits.has(name):
            limits.entry(name)
    if track.chosen == BEST_OF:
        rule.beside("").entry("track_choice")
