"""What ends when among the certificates that count, and what it costs. Pure.

The points after a day are those of a score on the next one, by the same evidence and the rules of the day that was asked about:
certificates that are known but do not count yet begin when they will, and everything else stays as it is. What a day costs is the
difference to the same next day if the certificates that end with it went on.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from scoring import points
from scoring.eligibility import Certificate, Line, Use
from scoring.metrics import certifications
from scoring.metrics.certifications import EARNING
from scoring.periods import first_of_month, shift
from scoring.question import PUBLISHED, Question
from scoring.rule import Rule

HORIZON = timedelta(days=90)
ONE_DAY = timedelta(days=1)
_HELD = ("counted", "opens_gate", "person_already_counted", "gate_not_met")
_TO_COME = ("not_published", "not_earned_yet")


@dataclass(frozen=True, eq=False)
class Holding:
    """A certificate in a step of a line, and from when to when it counts there (None: for good)."""

    certificate: Certificate
    use: Use
    starts: date
    ends: date | None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends >= day)


@dataclass(frozen=True)
class Next:
    """The first day after which a step has fewer people, and how many go then."""

    day: date
    people: int


@dataclass(frozen=True)
class Cost:
    """What the end of a day costs a line: the points of the next day without what ends, and with it."""

    line: Line
    before: Fraction
    after: Fraction

    @property
    def points(self) -> Fraction:
        return self.before - self.after


@dataclass(frozen=True)
class Ending:
    """A certificate that ends, and the uses in which its person does not count any more on the next day."""

    certificate: Certificate
    lost: tuple[Use, ...]


@dataclass(frozen=True)
class Day:
    """The last day of some certificates, by person; ``costs`` are those of the lines that lose points."""

    day: date
    endings: tuple[Ending, ...]
    costs: tuple[Cost, ...]

    @property
    def points(self) -> Fraction:
        return sum((cost.points for cost in self.costs), Fraction(0))


@dataclass(frozen=True)
class Month:
    """How many certificates end in a month: ``losing`` those whose person counts no more where they did, and all others."""

    month: date
    losing: int
    others: int

    @property
    def every(self) -> int:
        return self.losing + self.others


class Staff:
    """The people of a line, by step, on the day of its question and on those after it."""

    def __init__(self, line: Line, found: Iterable[Certificate]) -> None:
        self.line, self.rule = line, line.thing.rule
        self.today = line.thing.question.scope.as_of
        self.holdings: defaultdict[str, defaultdict[str, list[Holding]]] = defaultdict(lambda: defaultdict(list))
        for holding in _holdings(line, found):
            self.holdings[holding.use.step][holding.certificate.person].append(holding)

    def people(self, day: date, kept: Collection[Holding] = ()) -> Mapping[str, int]:
        """How many people each step has on a day of the next ``HORIZON``, if what is ``kept`` had not ended."""
        found = Counter(self._steady)
        for step, holdings in self._moving:
            found[step] += any(one.covers(day) or one in kept for one in holdings)
        return found

    def points(self, day: date, kept: Collection[Holding] = ()) -> Fraction:
        """The points of the line on such a day."""
        people = self.people(day, kept)
        gates = [(gate, int(gate.number("people"))) for gate in self._gates]
        met = [(gate, needed) for gate, needed in gates if people.get(certifications.gate_key(gate), 0) >= needed]
        units = Fraction(people.get(EARNING, 0)) if len(met) == len(gates) else Fraction(0)
        shares = (Fraction(certifications.worth(gate, self.rule)) * n for gate, n in met if certifications.earns(gate))
        units += sum(shares, Fraction(0))
        return points.points(units, self.rule.number("threshold"), self.rule.number("cap"))

    def ending(self, last: date | None = None) -> Iterator[Holding]:
        """What counts or might count, and ends up to a day (None: within the ``HORIZON``)."""
        until = last or self.today + HORIZON
        for by_person in self.holdings.values():
            for holdings in by_person.values():
                yield from (one for one in holdings if one.ends and self.today <= one.ends <= until)

    def loses(self, holding: Holding) -> bool:
        """Whether the person of a certificate that ends counts no more in its step on the next day."""
        after = (holding.ends or date.max - ONE_DAY) + ONE_DAY
        others = self.holdings[holding.use.step][holding.certificate.person]
        return not any(one.covers(after) for one in others)

    def cost(self, day: date, ended: Collection[Holding]) -> Cost:
        """What it costs that these end with a day."""
        after = day + ONE_DAY
        return Cost(self.line, self.points(after, ended), self.points(after))

    def next_loss(self, step: str) -> Next | None:
        """When the step will have fewer people than before; None where nobody's certificate ends."""
        ends = [_end(holdings, self.today) for holdings in self.holdings[step].values()]
        days = Counter(day for day in ends if day)
        return Next(*min(days.items())) if days else None

    @cached_property
    def _gates(self) -> list[Rule]:
        return certifications.gates(self.rule)

    @cached_property
    def _steady(self) -> Mapping[str, int]:
        """The people of each step whom nothing that ends within the horizon takes away."""
        last = self.today + HORIZON + ONE_DAY
        return {
            step: sum(_lasts(holdings, self.today, last) for holdings in by_person.values())
            for step, by_person in self.holdings.items()
        }

    @cached_property
    def _moving(self) -> Sequence[tuple[str, Sequence[Holding]]]:
        last = self.today + HORIZON + ONE_DAY
        return [
            (step, holdings)
            for step, by_person in self.holdings.items()
            for holdings in by_person.values()
            if not _lasts(holdings, self.today, last)
        ]


def _lasts(holdings: Sequence[Holding], first: date, last: date) -> bool:
    return any(one.covers(first) and one.covers(last) for one in holdings)


def _holdings(line: Line, found: Iterable[Certificate]) -> Iterator[Holding]:
    wait = _wait(line.thing.question)
    for one in found:
        for use in one.uses:
            if use.line is line and use.verdict in _HELD:
                yield Holding(one, use, date.min, one.expires)
            elif use.line is line and use.verdict in _TO_COME:
                yield Holding(one, use, one.completed + wait, one.expires)


def _wait(question: Question) -> timedelta:
    """How long after it was earned a certificate begins to count."""
    lag = int(question.rules.number("freshness.skilling_lag_days")) if question.scope.basis == PUBLISHED else 0
    return timedelta(days=lag)


def _end(holdings: Sequence[Holding], today: date) -> date | None:
    """The last day on which a person counts without a break from today; None where it has no end, or does not count."""
    day = today
    for one in sorted(holdings, key=lambda one: one.starts):
        if one.starts <= day:
            if one.ends is None:
                return None
            day = max(day, one.ends + ONE_DAY)
    return day - ONE_DAY if day > today else None


def calendar(staffs: Sequence[Staff]) -> list[Day]:
    """Every day of the next ``HORIZON`` with which certificates end, the next one first, over all lines."""
    ended: defaultdict[date, list[tuple[Staff, Holding]]] = defaultdict(list)
    for staff in staffs:
        for holding in staff.ending():
            assert holding.ends is not None
            ended[holding.ends].append((staff, holding))
    return [Day(day, _endings(ended[day]), _costs(day, ended[day])) for day in sorted(ended)]


def by_month(staffs: Sequence[Staff], months: Sequence[date]) -> list[Month]:
    """What ends in each of these months, from today on, over all lines: each certificate once."""
    lost: dict[int, tuple[date, bool]] = {}
    for staff in staffs:
        for holding in staff.ending(shift(months[-1], 1) - ONE_DAY):
            assert holding.ends is not None
            before = lost.get(id(holding.certificate), (holding.ends, False))[1]
            lost[id(holding.certificate)] = holding.ends, before or staff.loses(holding)
    found = Counter((first_of_month(day), loses) for day, loses in lost.values())
    return [Month(month, found[month, True], found[month, False]) for month in months]


def _endings(ended: Sequence[tuple[Staff, Holding]]) -> tuple[Ending, ...]:
    lost: dict[int, tuple[Certificate, list[Use]]] = {}
    for staff, holding in ended:
        uses = lost.setdefault(id(holding.certificate), (holding.certificate, []))[1]
        if staff.loses(holding):
            uses.append(holding.use)
    found = (Ending(certificate, tuple(uses)) for certificate, uses in lost.values())
    return tuple(sorted(found, key=lambda one: (one.certificate.name, one.certificate.person, one.certificate.title)))


def _costs(day: date, ended: Sequence[tuple[Staff, Holding]]) -> tuple[Cost, ...]:
    by_staff: defaultdict[Staff, list[Holding]] = defaultdict(list)
    for staff, holding in ended:
        by_staff[staff].append(holding)
    found = (staff.cost(day, holdings) for staff, holdings in by_staff.items())
    return tuple(cost for cost in found if cost.points > 0)
