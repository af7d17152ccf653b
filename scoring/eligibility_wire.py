"""Customers and people as the API and the downloads write them. Amounts are strings (exact decimals), days and months ISO."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from partnerhub import rules
from scoring import wire
from scoring.customers import Customer, Customers
from scoring.eligibility import Certificate, Line, Standing, Use
from scoring.expiry import Day, Next
from scoring.people import People, Person, Unknown

# Customers


def line(one: Line) -> dict[str, Any]:
    """What a designation counts, on the track that counts, and the months that it compares."""
    found = {"designation": one.designation, "track": one.track.key or None, "metric": one.metric, "part": one.part}
    months = {"now": wire.iso(one.months.now), "base": wire.iso(one.months.base)}
    missing = [wire.iso(month) for month in one.months.missing]
    return {**found, **months, "known": one.is_known, "missing": missing}


def customer_lines(found: Customers) -> list[dict[str, Any]]:
    """Every chosen line with how many customers stand in which way."""
    kinds = Counter((one.line.key, one.kind) for customer in found.every for one in customer.standings)
    names = ("kept", "new", "lost", "missed")
    return [{**line(one), "customers": {kind: kinds[one.key, kind] for kind in names}} for one in found.chosen_lines]


def customer(one: Customer) -> dict[str, Any]:
    return {"tenant": one.tenant, "customer": one.name, "standings": [standing(each) for each in one.standings]}


def standing(one: Standing) -> dict[str, Any]:
    """``counted_before`` is null where the year before is unknown; ``verdict`` is absent for a customer without rows now."""
    return {
        "designation": one.line.designation,
        "metric": one.line.metric,
        "part": one.line.part,
        "counts": one.counts,
        "counted_before": one.counted_before,
        "verdict": one.verdict,
        "shortfall": wire.number(one.shortfall) if one.shortfall is not None else None,
        "now": wire.number(one.now),
        "base": wire.number(one.base) if one.counted_before is not None else None,
    }


def customer_rows(found: Customers) -> Iterator[Sequence[object]]:
    """A header, then one row per chosen customer and line."""
    yield [
        "tenant", "customer", "designation", "track", "metric", "part", "counts", "counted_before", "verdict", "shortfall",
        "now_month", "now", "base_month", "base",
    ]  # fmt: skip
    for one in (one for customer in found.chosen for one in customer.standings):
        told = standing(one)
        yield [
            one.tenant, one.customer, told["designation"], one.line.track.key, told["metric"], told["part"],
            _yes_or_no(one.counts), _yes_or_no(one.counted_before), told["verdict"], told["shortfall"],
            wire.iso(one.line.months.now), told["now"], wire.iso(one.line.months.base), told["base"],
        ]  # fmt: skip


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


# People


def people_lines(found: People) -> list[dict[str, Any]]:
    """Every line that counts people: its figure, its gates, and when each has fewer."""
    every = zip(found.lines, found.measured, found.staffs, strict=True)
    return [
        {
            **{name: value for name, value in line(one).items() if name not in {"now", "base"}},
            "people": wire.number(measured.actual),
            "held": staff.people(staff.today).get("", 0),
            "threshold": wire.number(measured.threshold),
            "cap": int(measured.cap),
            "points": wire.number(measured.points),
            "next_loss": _loss(staff.next_loss("")),
            "gates": {
                gate.key: {"people": gate.people, "needed": gate.needed, "next_loss": _loss(staff.next_loss(gate.key))}
                for gate in measured.gates
            },
        }
        for one, measured, staff in every
    ]


def _loss(loss: Next | None) -> dict[str, Any] | None:
    return {"day": wire.iso(loss.day), "people": loss.people} if loss else None


def day(one: Day) -> dict[str, Any]:
    """The last day of certificates, with what it costs."""
    return {
        "day": wire.iso(one.day),
        "endings": [
            {
                "person": ending.certificate.person,
                "name": ending.certificate.name,
                "title": ending.certificate.title,
                "loses": [use(each) for each in ending.lost],
            }
            for ending in one.endings
        ],
        "costs": [
            {
                "designation": cost.line.designation,
                "metric": cost.line.metric,
                "before": wire.number(cost.before),
                "after": wire.number(cost.after),
                "points": wire.number(cost.points),
            }
            for cost in one.costs
        ],
        "points": wire.number(one.points),
    }


def unknown(one: Unknown) -> dict[str, Any]:
    """A title that the rulebook does not know."""
    return {"title": one.title, "certificates": one.certificates, "people": one.people}


def person(one: Person) -> dict[str, Any]:
    certificates = [certificate(each) for each in one.certificates]
    return {"person": one.key, "name": one.name, "counts_for": one.counting, "certificates": certificates}


def certificate(one: Certificate) -> dict[str, Any]:
    """``verdict``: the best that any line says of it."""
    return {
        "title": one.title,
        "certificate": rules.book().certificate(one.title),
        "completed": wire.iso(one.completed),
        "expires": wire.iso(one.expires),
        "verdict": one.best,
        "uses": [use(each) for each in one.uses],
    }


def use(one: Use) -> dict[str, Any]:
    """``step``: the gate's key, or empty for what earns."""
    return {
        "designation": one.line.designation,
        "metric": one.line.metric,
        "step": one.step,
        "verdict": one.verdict,
        "units": wire.number(Fraction(one.units)),
    }


def people_rows(found: People) -> Iterator[Sequence[object]]:
    """A header, then one row per use of a chosen certificate; a certificate of no use has one row of its own."""
    yield [
        "person", "name", "title", "certificate", "completed", "expires", "designation", "metric", "step", "verdict", "units",
    ]  # fmt: skip
    for each in found.chosen:
        for one in each.certificates:
            told = certificate(one)
            common = [each.key, each.name, *(told[name] for name in ("title", "certificate", "completed", "expires"))]
            yield from ([*common, *cells] for cells in _uses(told))


def _uses(told: dict[str, Any]) -> Iterable[list[object]]:
    uses: list[dict[str, Any]] = told["uses"]
    return [list(one.values()) for one in uses] or [["", "", "", told["verdict"], ""]]
