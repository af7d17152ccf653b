"""How scores and explanations are written down: one shape for snapshots, command line and API.

Points, amounts and counts that may be fractional are strings (exact decimals); dates are ISO.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partnerhub.rulebook import Entry
from scoring import points
from scoring.contributions import Contribution
from scoring.explain import Explanation
from scoring.measure import Measured
from scoring.score import Score


def number(value: Decimal | Fraction) -> str:
    """An exact decimal without trailing zeros or exponent."""
    if isinstance(value, Decimal):
        return format(points.trimmed(value), "f")
    return str(value.numerator) if value.denominator == 1 else format(points.decimal(value), "f")


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def score(found: Score) -> dict[str, Any]:
    """A score as `manage.py score --json` promises it (docs/doors.md)."""
    answer = {
        "track": found.track.key or None,
        "points": number(found.points),
        "shown": found.shown,
        "qualified": found.qualified,
        "metrics": {measured.metric: metric(measured) for measured in found.metrics},
    }
    return {**answer, "tracks": tracks(found)} if found.others else answer


def tracks(found: Score) -> dict[str, str]:
    """The points on every track on which the partner was measured, in the order of their keys."""
    return {one.track.key: number(one.points) for one in sorted((found, *found.others), key=lambda one: one.track.key)}


def metric(measured: Measured) -> dict[str, Any]:
    """One measured metric; ``missing`` lists the months of its dataset without evidence.

    A metric with parts has ``parts``, each in the same shape, ``combined`` (how they make its figure) and ``best`` (which of them
    it is, where the best counts).
    """
    answer: dict[str, Any] = {
        "key": measured.metric,
        "state": measured.state,
        "reason": measured.reason,
        "actual": number(measured.actual),
        "threshold": number(measured.threshold),
        "cap": int(measured.cap),
        "points": number(measured.points),
        "shown": number(points.shown_points(measured.points)),
        "dataset": measured.dataset,
        "now": iso(measured.months.now),
        "base": iso(measured.months.base),
        "missing": [iso(month) for month in measured.months.missing],
        "totals": {period: number(total) for period, total in measured.totals.items()},
    }
    if measured.gates:
        answer["gates"] = {gate.key: {"people": gate.people, "needed": gate.needed} for gate in measured.gates}
    if not measured.parts:
        return answer
    parts = {part.metric: metric(part) for part in measured.parts}
    return {**answer, "combined": measured.combined, "best": measured.best, "parts": parts}


def explanation(found: Explanation) -> dict[str, Any]:
    """An explanation as `manage.py explain --json` promises it (docs/doors.md)."""
    return {
        **metric(found.measured),
        "metric": found.measured.metric,
        "track": found.track.key or None,
        "rule": [rule(entry) for entry in found.rules],
        "contributions": [contribution(row) for row in found.contributions],
    }


def rule(entry: Entry) -> dict[str, Any]:
    """One rule value that was read, with its date and source."""
    value = entry.value
    return {
        "id": entry.id,
        "value": number(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value,
        "from": entry.from_.isoformat(),
        "source": entry.source,
        "track": entry.track,
        "of": entry.of,
        "certainty": entry.certainty,
        "overlay": entry.overlay,
    }


def contribution(row: Contribution) -> dict[str, Any]:
    """One contribution; ``origins`` are [run, row in the file] pairs."""
    return {
        **({"part": row.part} if row.part else {}),
        "subject": {name: _told(value) for name, value in row.subject.items()},
        "period": row.period,
        "month": iso(row.month),
        "amount": number(row.amount),
        "units": number(row.units),
        "verdict": row.verdict,
        "shortfall": number(row.shortfall) if row.shortfall is not None else None,
        "origins": [list(pair) for pair in row.origins],
    }


def _told(value: Any) -> Any:
    if isinstance(value, date):
        return iso(value)
    return number(value) if isinstance(value, Decimal) else value
