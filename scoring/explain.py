"""The Why of one number: the rows that made it, those that did not count, the rules read, and the arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from partnerhub.rulebook import Entry
from scoring.measure import Counted, Measured, bind, counted, measure
from scoring.question import PUBLISHED, Question
from scoring.rule import Rule
from scoring.score import score
from scoring.tracks import BEST_OF, Track, choose_tracks


@dataclass(frozen=True)
class Contribution:
    """One thing that was looked at, by a metric's ``part`` (empty where it has none). ``shortfall`` is what it lacks to a
    limit, where a limit is what it failed."""

    part: str
    subject: dict[str, Any]
    period: str
    month: Any
    amount: Decimal
    units: Decimal
    verdict: str
    shortfall: Decimal | None
    origins: tuple[tuple[int, int], ...]


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
    return _explained(question, tracks, chosen, measure(question, metric, chosen.key, [partner])[partner])


def explain_all(question: Question) -> list[Explanation]:
    """Explain every metric of the designation on the track that counts, in the order shown."""
    (found,) = score(question)
    tracks = (found.track, *(other.track for other in found.others))
    return [_explained(question, tracks, found.track, measured) for measured in found.metrics]


def _explained(question: Question, tracks: tuple[Track, ...], chosen: Track, measured: Measured) -> Explanation:
    (partner,) = question.partners
    notes: list[Entry] = []
    found: list[Contribution] = []
    for thing in counted(question, measured.metric, chosen.key):
        found += _contributions(thing, partner, measured, notes)
        _note_numbers(thing, thing.rule, notes)
    metric_rule = question.rule(measured.metric, chosen.key)
    _note_metric(question, chosen, metric_rule)
    rules = tuple(dict.fromkeys((*notes, *metric_rule.rules.trace)))
    return Explanation(chosen, tracks, measured, sorted(found, key=nearest_first), rules)


def _tracks(question: Question) -> tuple[Track, ...]:
    """The partner's track; where the best of several counts, that one first."""
    (several,) = choose_tracks(question).values()
    if len(several) == 1:
        return several
    (found,) = score(question)
    return (found.track, *(other.track for other in found.others))


def _contributions(thing: Counted, partner: str, measured: Measured, notes: list[Entry]) -> list[Contribution]:
    """Everything that a part looked at, the months that are not published yet included."""
    part = next((one for one in measured.parts if one.metric == thing.part), measured)
    question, datasets = thing.question, thing.module.DATASETS
    later = question.later(datasets, partner, part.months.now) if thing.module.MONTHLY else []
    bind(question, [((*part.months.looked_at, *later), [partner])])
    statement = thing.statement("contributions", lambda table: table)
    notes += statement.notes
    return [contribution(row, thing.module.SUBJECT, thing.part) for row in question.session.rows(statement)]


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


def contribution(row: dict[str, Any], subject: Sequence[str], part: str = "") -> Contribution:
    """An engine's row as a contribution; ``subject`` names its columns."""
    return Contribution(
        part=part,
        subject={name: _plain(row[name]) for name in subject},
        period=row["period"],
        month=row["month"],
        amount=_trim(row["amount"]),
        units=_trim(row["units"]),
        verdict=row["verdict"],
        shortfall=_trim(row["lack"]) if row["lack"] is not None else None,
        origins=tuple(sorted((line["run"], line["row"]) for line in row["origin"])),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(sorted(filter(None, value)))
    return _trim(value) if isinstance(value, Decimal) else value


def _trim(value: Decimal) -> Decimal:
    """Without trailing zeros, and never in scientific notation."""
    trimmed = value.normalize()
    return trimmed if trimmed != trimmed.to_integral_value() else trimmed.quantize(Decimal(1))


# Verdicts by how little would make the row count; a house test keeps the list complete.
_NEARNESS = (
    "counted",
    "opens_gate",
    "below_revenue_floor",
    "below_consumption_floor",
    "below_acr_floor",
    "below_seats_floor",
    "below_active_share",
    "gate_not_met",
    "not_published",
    "expired",
    "not_active",
    "association_not_eligible",
    "no_amount",
    "no_rate",
    "no_consumption",
    "not_earned_yet",
    "active_when_claimed",
    "above_seats_ceiling",
    "above_acr_ceiling",
    "person_already_counted",
    "customer_already_counted",
    "certificate_unknown",
    "service_unknown",
    "service_excluded",
    "service_not_eligible",
    "workload_not_eligible",
    "offer_excluded",
    "duplicate",
    "certificate_not_listed",
    "not_a_certificate",
)
_PERIOD_ORDER = {"now": 0, "base": 1, "later": 2}


def nearness(verdict: str, shortfall: Decimal | None) -> tuple[Decimal, int]:
    """Sorts what lacks least before what lacks more."""
    return shortfall if shortfall is not None else Decimal("Infinity"), _NEARNESS.index(verdict)


def nearest_first(row: Contribution) -> tuple[Any, ...]:
    """Counted rows first, largest first; of the others those first that lack least; a fixed order among equals."""
    return (
        row.verdict != "counted",
        *nearness(row.verdict, row.shortfall),
        _PERIOD_ORDER[row.period],
        -row.amount,
        row.part,
        str(row.subject),
        row.origins,
    )
