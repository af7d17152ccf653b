"""How every customer and every certificate stands with what the designations count. Pure: a question's rows, no page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from ibis.expr.types import Table

from evidence import engine
from scoring.contributions import Contribution, Source, nearness, ordered
from scoring.contributions import contributions as told
from scoring.measure import BEST_OF, Counted, Measured, bind, counted, figure, measure
from scoring.metrics.common import BASE, COUNTED, NOW
from scoring.question import Months, Question
from scoring.score import score
from scoring.tracks import Track, choose_tracks

CUSTOMER, PERSON = "tenant", "person"
# What is said of a customer without any row in the months that count now; no verdict of a row.
ABSENT = "absent"
KEPT, NEW, LOST, MISSED = "kept", "new", "lost", "missed"
# What counts, and what stands for a gate: a certificate with one of these verdicts is of use to its step.
USEFUL = (COUNTED, "opens_gate")
NOT_LISTED = ("not_a_certificate", "certificate_unknown", "certificate_not_listed")


@dataclass(frozen=True, eq=False)
class Line:
    """One thing that a metric counts on the track that counts: the metric itself, or one of its parts.

    ``makes_figure`` is false for a part beside a better one, where only the best part makes the metric's figure.
    """

    thing: Counted
    track: Track
    months: Months
    makes_figure: bool = True

    @property
    def designation(self) -> str:
        return self.thing.question.designation

    @property
    def metric(self) -> str:
        return self.thing.rule.metric

    @property
    def part(self) -> str:
        return self.thing.part

    @property
    def measure(self) -> str:
        """The name of what counts."""
        return self.thing.module.__name__.rpartition(".")[2]

    @property
    def key(self) -> str:
        """designation.metric, and the part's key where it is one."""
        return f"{self.designation}.{self.thing.block}"

    @property
    def is_known(self) -> bool:
        """Whether there is evidence of what counts now; without it nobody can say who does."""
        return self.months.known or (self.months.now is not None and self.months.now not in self.months.missing)

    @property
    def is_base_known(self) -> bool:
        """Whether the same can be said of the year before."""
        return self.months.base is not None and (self.months.known or self.months.base not in self.months.missing)


@dataclass(frozen=True, eq=False)
class Standing:
    """How a customer stands with a line: ``now`` and ``base`` are the units that it brings to each period's figure.

    ``counted_before`` is None where the year before is unknown or not compared. ``verdict`` is counted, or the first failing
    condition of the row that is nearest to counting (``shortfall``: what that one lacks), or ABSENT.
    """

    line: Line
    tenant: str
    customer: str
    counts: bool
    counted_before: bool | None
    verdict: str
    shortfall: Decimal | None
    now: Decimal
    base: Decimal

    @property
    def kind(self) -> str:
        """kept or new among those that count now, lost or missed among those that do not."""
        if self.counts:
            return NEW if self.counted_before is False else KEPT
        return LOST if self.counted_before else MISSED


@dataclass(frozen=True, eq=False)
class Use:
    """What a certificate is to one step of a line: the verdict, and the units that it adds."""

    line: Line
    step: str
    verdict: str
    units: Decimal

    @property
    def is_useful(self) -> bool:
        return self.verdict in USEFUL


@dataclass(frozen=True, eq=False)
class Certificate:
    """A title that a person earned. ``verdict`` says what it is to any designation at all, where none has a use for it."""

    person: str
    name: str
    title: str
    completed: date
    expires: date | None
    verdict: str
    uses: tuple[Use, ...]

    @cached_property
    def best(self) -> str:
        """The best that any line says of it."""
        return min((use.verdict for use in self.uses), key=lambda one: nearness(one, None), default=self.verdict)

    @property
    def is_useful(self) -> bool:
        """Whether it counts anywhere, or stands for a gate."""
        return any(use.is_useful for use in self.uses)

    @property
    def is_certificate(self) -> bool:
        """Not so for courses, exams and the like, which no designation counts."""
        return bool(self.uses) or self.verdict != "not_a_certificate"

    @property
    def is_known(self) -> bool:
        return bool(self.uses) or self.verdict != "certificate_unknown"


def lines(question: Question, subject: str) -> list[Line]:
    """What the designation counts by customer (``tenant``) or by ``person``, for the one partner of the question."""
    (partner,) = question.partners
    track, measured = _track(question)
    found: list[Line] = []
    for metric in question.metrics:
        things = [thing for thing in counted(question, metric, track.key) if subject in thing.module.SUBJECT]
        best = _best_part(question, things, measured.get(metric), track, partner) if things else None
        found += [Line(thing, track, months(thing, partner), best in (None, thing.part)) for thing in things]
    return found


def _track(question: Question) -> tuple[Track, Mapping[str, Measured]]:
    """The track that counts; where the best of several does, with the metrics that were measured to know."""
    (several,) = choose_tracks(question).values()
    if len(several) == 1:
        return several[0], {}
    (found,) = score(question)
    return found.track, {one.metric: one for one in found.metrics}


def _best_part(
    question: Question, things: Sequence[Counted], measured: Measured | None, track: Track, partner: str
) -> str | None:
    metric = things[0].rule.metric
    rule = question.rule(metric, track.key)
    if not things[0].part or rule.text("combine") != BEST_OF:
        return None
    return (measured or measure(question, metric, track.key, [partner])[partner]).best


def months(thing: Counted, partner: str) -> Months:
    """The months that the partner's figure compares."""
    view = thing.question.session.view
    return thing.months([view.months(dataset, partner) for dataset in thing.module.DATASETS])


# Customers


def standings(line: Line) -> list[Standing]:
    """Every customer of which the line has rows that count now or counted a year ago, or that might count now."""
    if not line.is_known:
        return []
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _rows(line, _by_customer):
        found[row[0] or ""].append(row[1:])
    every = (standing(line, tenant, rows) for tenant, rows in found.items())
    return [one for one in every if one]


def _by_customer(table: Table) -> Table:
    grouped = table.group_by("tenant", "period", "verdict").aggregate(
        customer=table.customer.max(), units=table.units.sum(), lack=table.lack.min()
    )
    return grouped.select("tenant", "period", "verdict", "customer", "units", "lack")


def standing(line: Line, tenant: str, rows: Sequence[tuple[Any, ...]]) -> Standing | None:
    """How a customer stands by these rows (period, verdict, customer, units, lack); None where they say nothing of it."""
    now = [row for row in rows if row[0] == NOW]
    nearest = min(
        ((verdict, lack) for _, verdict, _, _, lack in now), key=lambda one: _counted_first(*one), default=None
    )
    verdict, lack = nearest or (ABSENT, None)
    before = any(row[:2] == (BASE, COUNTED) for row in rows) if line.is_base_known else None
    if not line.is_known or (verdict == ABSENT and not before):
        return None
    return Standing(
        line=line,
        tenant=tenant,
        customer=max((row[2] or "" for row in rows), default=""),
        counts=verdict == COUNTED,
        counted_before=before,
        verdict=verdict,
        shortfall=lack,
        now=_units(rows, NOW),
        base=_units(rows, BASE),
    )


def _counted_first(verdict: str, lack: Decimal | None) -> tuple[bool, Decimal, int]:
    return verdict != COUNTED, *nearness(verdict, lack)


def _units(rows: Iterable[tuple[Any, ...]], period: str) -> Decimal:
    return sum((row[3] for row in rows if row[:2] == (period, COUNTED)), Decimal(0))


# People


def people(question: Question) -> list[str]:
    """Everyone of whom the evidence has anything that they earned."""
    (partner,) = question.partners

    def build() -> tuple[Table, None]:
        return engine.tables()["trainings"].select("partner", "person").distinct(), None

    statement = question.session.statement(question.key("people"), build)
    return [person for of, person in question.session.tuples(statement) if of == partner]


def certificates(held: Sequence[Line], person: str | None = None) -> list[Certificate]:
    """Every title that anybody (or one person) earned, by person and day, with its uses to these lines of one session.

    The first line is asked for every row, whatever it says of it, so that none is missing; the others for what they list.
    """
    every: dict[tuple[str, str, date], tuple[Any, ...]] = {}
    uses: defaultdict[tuple[str, str, date], list[Use]] = defaultdict(list)
    for line in held:
        shape = _by_person if line is held[0] else _listed
        rows = _rows(line, shape) if person is None else _rows_of_one(line, shape, PERSON, person)
        for one, title, completed, step, verdict, units, name, expires in rows:
            key = (one, title, completed)
            if verdict not in NOT_LISTED:
                uses[key].append(Use(line, step, verdict, units))
            if line is held[0]:
                every[key] = (name, expires, verdict)
    return [_certificate(key, row, tuple(uses[key])) for key, row in every.items()]


def _certificate(key: tuple[str, str, date], row: tuple[Any, ...], uses: tuple[Use, ...]) -> Certificate:
    person, title, completed = key
    name, expires, verdict = row
    return Certificate(person, name, title, completed, expires, verdict, uses)


def _by_person(table: Table) -> Table:
    return table.select("person", "title", "completed", "step", "verdict", "units", "name", "expires")


def _listed(table: Table) -> Table:
    return _by_person(table.filter(~table.verdict.isin(NOT_LISTED)))


def measured_people(line: Line, found: Iterable[Certificate]) -> Measured:
    """What the people of a line come to, from the uses of their certificates."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for use in (use for one in found for use in one.uses if use.line is line and use.is_useful):
        if use.step:
            totals[use.step] += 1
        if use.verdict == COUNTED:
            totals[NOW] += use.units
    return figure(line.thing, line.months, totals)


# One customer or person


def contributions(line: Line, subject: str, wanted: str) -> list[Contribution]:
    """Everything that the line looked at of one customer or person, the months that are not published yet included."""
    thing, question = line.thing, line.thing.question
    (partner,) = question.partners
    later = question.later(thing.module.DATASETS, partner, line.months.now) if thing.module.MONTHLY else []
    bind(question, [((*line.months.looked_at, *later), [partner])])
    statement = thing.statement(f"of_one_{subject}", _of_one(subject))
    question.session.bind("wanted", [{"wanted": wanted}], engine.WANTED)
    return ordered(told(Source(thing.part, thing.module.SUBJECT, question.session.table(statement))))


Shape = Callable[[Table], Table]


def _rows(line: Line, shape: Shape, name: str = "") -> list[tuple[Any, ...]]:
    question = line.thing.question
    bind(question, [(line.months.looked_at, list(question.partners))])
    return question.session.tuples(line.thing.statement(name or shape.__name__, shape))


def _rows_of_one(line: Line, shape: Shape, subject: str, wanted: str) -> list[tuple[Any, ...]]:
    line.thing.question.session.bind("wanted", [{"wanted": wanted}], engine.WANTED)
    one = _of_one(subject)
    return _rows(line, lambda table: shape(one(table)), f"{shape.__name__}_of_one")


def _of_one(subject: str) -> Shape:
    """Of a measure's rows those of one customer or person: the one that ``wanted`` names."""

    def of_one(table: Table) -> Table:
        wanted = engine.tables_of_scores()["wanted"]
        return table.semi_join(wanted, table[subject] == wanted.wanted)

    return of_one
