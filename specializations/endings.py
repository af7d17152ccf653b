"""Certificates that end in the days to come, and what each day costs: worked out from the evidence once, then kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import expiry, people
from scoring.asking import ask_each
from scoring.expiry import Day, Staff
from scoring.question import PUBLISHED

if TYPE_CHECKING:
    from specializations.stand import Stand


@dataclass(frozen=True)
class EndingDay:
    """The last day of some certificates: how many, and how many points each designation has fewer on the next day."""

    day: date
    certificates: int
    costs: Mapping[str, Fraction]


def of(found: "Stand") -> list[EndingDay]:
    """What was kept of it, from the day on, the next day first."""
    told = found.position.endings if found.position else []
    return [one for one in map(_read, told) if one.day >= found.on]


def _read(told: dict[str, Any]) -> EndingDay:
    costs = {key: Fraction(cost) for key, cost in told["costs"].items()}
    return EndingDay(date.fromisoformat(told["day"]), told["certificates"], costs)


def work_out(partner: Partner, on: date) -> list[dict[str, Any]]:
    """The days to keep, as they are kept."""
    try:
        with ask_each(partner, on, PUBLISHED, None) as questions:
            lines, found = people.held(questions)
    except NotInForce:
        return []
    days = expiry.calendar(tuple(Staff(line, found) for line in lines))
    return [_written(day) for day in days if any(ending.lost for ending in day.endings)]


def _written(day: Day) -> dict[str, Any]:
    costs: dict[str, Fraction] = {}
    for cost in day.costs:
        if cost.line.makes_figure:
            costs[cost.line.designation] = costs.get(cost.line.designation, Fraction(0)) + cost.points
    lost = sum(bool(ending.lost) for ending in day.endings)
    return {"day": day.day.isoformat(), "certificates": lost, "costs": {key: str(cost) for key, cost in costs.items()}}
