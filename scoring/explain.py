"""The Why of one number: the rows that made it, those that did not count, the rules read, and the arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import Any

from partnerhub.rulebook import Entry
from scoring.measure import Measured, bind, contributions, measure
from scoring.question import PUBLISHED, Question
from scoring.rule import Rule
from scoring.tracks import Track, choose_tracks


@dataclass(frozen=True)
class Contribution:
    """One thing that was looked at. ``shortfall`` is what it lacks to a floor, where a floor is what it failed."""

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
    """A metric with everything behind it. The counted units of ``now`` less those of ``base`` are its totals exactly."""

    track: Track
    measured: Measured
    contributions: Sequence[Contribution]
    rules: Sequence[Entry]


def explain(question: Question, metric: str) -> Explanation:
    """Explain a metric for the one partner of the question."""
    (partner,) = question.partners
    track = choose_tracks(question)[partner]
    module, rule = question.metrics[metric], question.rule(metric, track.key)
    months = {partner: question.months_of(module, partner)}
    measured = measure(question, metric, track.key, [partner])[partner]
    bind(question, module.DATASET, months, later=True)
    statement = contributions(question, metric, track.key)
    rows = question.session.rows(statement)
    floor = rule.number(module.FLOOR) if module.FLOOR else None
    _note_numbers(question, module, rule)
    _note_track(track, rule)
    found = sorted((contribution(row, module.SUBJECT, floor) for row in rows), key=_nearest_first)
    return Explanation(track, measured, found, tuple(dict.fromkeys((*statement.notes, *rule.rules.trace))))


def _note_numbers(question: Question, module: ModuleType, rule: Rule) -> None:
    """Have the numbers read that say until when rows count, and what the counted ones earn, so that the Why shows them."""
    for name in ("baseline", "threshold", "cap"):
        if rule.has(name):
            rule.entry(name)
    if question.scope.basis == PUBLISHED:
        rule.rules.number("freshness.performance_day" if module.COMPARES_YEARS else "freshness.skilling_lag_days")


def _note_track(track: Track, rule: Rule) -> None:
    """The limits by which the track was assigned belong to the reasons too."""
    if track.workloads is not None:
        for name in ("workloads", "revenue"):
            rule.beside("classification").number(name)


def contribution(row: dict[str, Any], subject: Sequence[str], floor: Decimal | None) -> Contribution:
    """An engine's row as a contribution; ``subject`` names its columns, ``floor`` is what a ``below_`` verdict missed."""
    below = floor is not None and row["verdict"].startswith("below_")
    return Contribution(
        subject={name: _plain(row[name]) for name in subject},
        period=row["period"],
        month=row["month"],
        amount=_trim(row["amount"]),
        units=_trim(row["units"]),
        verdict=row["verdict"],
        shortfall=floor - _trim(row["amount"]) if below and floor is not None else None,
        origins=tuple(sorted((line["run"], line["row"]) for line in row["origin"])),
    )


def _plain(value: Any) -> Any:
    return ", ".join(sorted(filter(None, value))) if isinstance(value, list) else value


def _trim(value: Decimal) -> Decimal:
    """Without trailing zeros, and never in scientific notation."""
    trimmed = value.normalize()
    return trimmed if trimmed != trimmed.to_integral_value() else trimmed.quantize(Decimal(1))


# Verdicts by how little would make the row count; a house test keeps the list complete.
_NEARNESS = (
    "counted",
    "below_revenue_floor",
    "below_consumption_floor",
    "not_published",
    "expired",
    "not_active",
    "association_not_eligible",
    "no_amount",
    "no_rate",
    "not_earned_yet",
    "person_already_counted",
    "certificate_unknown",
    "workload_not_eligible",
    "certificate_not_listed",
    "not_a_certificate",
)
_PERIOD_ORDER = {"now": 0, "base": 1, "later": 2}


def _nearest_first(row: Contribution) -> tuple[Any, ...]:
    """Counted rows first, largest first; of the others those first that lack least; a fixed order among equals."""
    missed = row.verdict != "counted"
    lack = row.shortfall if row.shortfall is not None else Decimal("Infinity")
    return (
        missed,
        lack,
        _NEARNESS.index(row.verdict),
        _PERIOD_ORDER[row.period],
        -row.amount,
        str(row.subject),
        row.origins,
    )
