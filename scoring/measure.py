"""Measure one metric for many partners: the months compared, the totals of what counted, the points."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from evidence import engine
from evidence.engine import Session
from evidence.statements import Statement
from partnerhub.rulebook import Entry
from scoring import points
from scoring.metrics import MEASURES, certifications
from scoring.metrics.common import AMOUNT, BASE, COUNTED, NOW, Totals
from scoring.question import Months, Question
from scoring.rule import Rule

MEASURED, NO_EVIDENCE = "measured", "no_evidence"
LEVEL, DIFFERENCE, PERCENT = "level", "difference", "percent"
SUM, SUM_OF_POINTS, BEST_OF = "sum", "sum_of_points", "best_of"
ON_THE_DAY = Months(None, None, known=True, supplied=True)


@dataclass(frozen=True)
class GateState:
    """How many people hold the certificates of a gate, and how many must."""

    key: str
    people: int
    needed: int

    @property
    def met(self) -> bool:
        return self.people >= self.needed


@dataclass(frozen=True)
class Measured:
    """One metric of one partner, or one of its parts (``metric`` is the part's key then).

    ``points`` are exact, and zero unless it was measured and nothing bars it (``reason``). ``totals`` are the units that counted
    by period; a metric with parts has none of its own, but ``combined`` says how its parts make its figure and ``best`` which
    of them it is, where the best one counts.
    """

    metric: str
    dataset: str
    state: str
    reason: str | None
    months: Months
    totals: Totals
    actual: Fraction
    threshold: Decimal
    cap: Decimal
    points: Fraction
    gates: tuple[GateState, ...] = ()
    parts: tuple["Measured", ...] = ()
    combined: str | None = None
    best: str | None = None


@dataclass(frozen=True)
class LookedAt:
    """The contributions of one thing that a metric counts, by column, and the rules that they read."""

    table: pa.Table
    notes: tuple[Entry, ...]

    @cached_property
    def totals(self) -> list[tuple[str, Decimal]]:
        """The units of what counted by period, and the people at each gate: what ``_summed`` asks of the engine for many."""
        found: Any = self.table
        counted = found.filter(pc.equal(found["verdict"], pa.scalar(COUNTED))).select(["period", "units"])
        added = counted.group_by("period", use_threads=False).aggregate([("units", "sum")])
        totals = list(zip(added["period"].to_pylist(), added["units_sum"].to_pylist(), strict=True))
        if "step" not in found.column_names:
            return totals
        of_use: Any = pc.is_in(found["verdict"], pa.array((COUNTED, "opens_gate")))
        at_gates = pc.and_(pc.not_equal(found["step"], pa.scalar(certifications.EARNING)), of_use)
        people = found["step"].filter(at_gates).value_counts().to_pylist()
        return [*totals, *((one["values"], Decimal(one["counts"])) for one in people)]


@dataclass(frozen=True)
class Counted:
    """One thing that a metric counts, under the rules of one track: the metric itself, or one of its parts."""

    question: Question
    block: str
    track: str

    @cached_property
    def rule(self) -> Rule:
        return self.question.rule(self.block, self.track)

    @property
    def part(self) -> str:
        """The part's key; empty where the metric has no parts."""
        return self.block.partition(".")[2]

    @cached_property
    def module(self) -> ModuleType:
        metric = self.question.metrics[self.rule.metric]
        counts = metric.parts[self.part].counts if self.part else metric.counts
        return MEASURES[str(counts)]

    @cached_property
    def compares(self) -> str:
        return self.rule.text("compares")

    @cached_property
    def window(self) -> int:
        return int(self.rule.number("window")) if self.rule.has("window") else 1

    def months(self, evidence: Sequence[frozenset[Any]]) -> Months:
        """The months compared by a partner with these months of evidence."""
        if self.module.MONTHLY:
            compares = self.compares != LEVEL
            return self.question.months(self.module.DATASETS, evidence, window=self.window, compares=compares)
        return replace(ON_THE_DAY, dataset=self.module.DATASETS[0], known=any(evidence), supplied=any(evidence))

    def totals(self) -> Statement:
        """What counted, added up by period. Amounts need not be contributions first."""
        return self._statement("totals", _summed, getattr(self.module, "amounts", self.module.contributions))

    def statement(self, name: str, shape: Callable[[Table], Table]) -> Statement:
        """The measure's contributions in some shape, with the rules that it reads."""
        return self._statement(name, shape, self.module.contributions)

    def bind(self, groups: Sequence[tuple[Sequence[tuple[str, Any]], Sequence[str]]]) -> None:
        """Tell the session what is asked for: the day, and which months for each group of partners."""
        if self.module.MONTHLY:
            bind(self.question, groups)
        else:
            bind_day(self.question)

    def looked_at(self, months: Months, partner: str) -> LookedAt:
        """Everything that was looked at of one partner, the months that are not published yet included."""
        later = self.question.later(self.module.DATASETS, partner, months.now) if self.module.MONTHLY else []
        self.bind([((*months.looked_at, *later), [partner])])
        statement, session = self.statement("contributions", _as_they_are), self.question.session
        return session.answer(statement, "looked at", lambda: LookedAt(session.table(statement), statement.notes))

    def _statement(self, name: str, shape: Callable[[Table], Table], asked: Callable[..., Table]) -> Statement:

        def build() -> tuple[Table, tuple[Entry, ...]]:
            rule = self.question.rule(self.block, self.track)
            return shape(asked(engine.tables_of_scores(), rule)), rule.rules.trace

        return self.question.session.statement(self.question.key(self.block, self.track, name), build)


def counted(question: Question, metric: str, track: str) -> list[Counted]:
    """What a metric counts on a track: itself, or those of its parts that the rulebook takes."""
    rule = question.rule(metric, track)
    if not question.metrics[metric].parts:
        return [Counted(question, metric, track)]
    return [Counted(question, f"{metric}.{part}", track) for part in rule.names("takes")]


def measure(question: Question, metric: str, track: str, partners: Sequence[str]) -> dict[str, Measured]:
    """The metric for each of these partners, who are all on this track."""
    things = counted(question, metric, track)
    measured = [_measure_one(thing, partners) for thing in things]
    if things[0].block == metric:
        return measured[0]
    combine = _Combining(question, question.rule(metric, track))
    return {partner: combine(tuple(found[partner] for found in measured)) for partner in partners}


def _measure_one(thing: Counted, partners: Sequence[str]) -> dict[str, Measured]:
    datasets = thing.module.DATASETS
    groups = [
        (thing.months(evidence), members)
        for evidence, members in thing.question.by_evidence(datasets, partners).items()
    ]
    judge = _Judging(thing)
    if not any(months.supplied for months, _members in groups):
        return judge.each(groups, {})
    if thing.question.explains:
        ((months, (partner,)),) = groups
        return judge.each(groups, {partner: thing.looked_at(months, partner).totals})
    thing.bind([(months.looked_at, members) for months, members in groups])
    session, statement = thing.question.session, thing.totals()
    # Several designations, and both bases of a day, often count the same.
    same = (judge.told, tuple((months, tuple(members)) for months, members in groups))
    return session.answer(statement, same, lambda: judge.each(groups, totals_of(session, statement)))


def totals_of(session: Session, statement: Statement) -> Mapping[str, list[tuple[str, Decimal]]]:
    """Per partner the periods with the units of everything that counted."""
    totals: defaultdict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for partner, period, units in session.tuples(statement):
        totals[partner].append((period, units))
    return totals


def _as_they_are(table: Table) -> Table:
    return table


def _summed(table: Table) -> Table:
    """The units that counted, by period; of a measure with gates also the people at each, under the gate's name."""
    if "verdict" not in table.columns:
        return table.group_by("partner", "period").aggregate(units=table.units.cast(AMOUNT).sum())
    if "failed" in table.columns:  # what fails at once is left out before anything is grouped
        table = table.filter(table.failed == COUNTED)
    units = table.filter(table.verdict == COUNTED)
    found = units.group_by("partner", "period").aggregate(units=units.units.sum()).select("partner", "period", "units")
    if "step" not in table.columns:
        return found
    at_gates = table.filter(table.step != certifications.EARNING, table.verdict.isin((COUNTED, "opens_gate")))
    people = at_gates.group_by("partner", period=at_gates.step).aggregate(units=lambda t: t.count().cast(AMOUNT))
    return found.union(people.select("partner", "period", "units"))


def figure(thing: Counted, months: Months, totals: Mapping[str, Decimal]) -> Measured:
    """What these totals come to: by period the units that counted, and by gate the people who hold its certificates."""
    return _Judging(thing)(months, totals)


def bind(question: Question, groups: Iterable[tuple[Sequence[tuple[str, Any]], Sequence[str]]]) -> None:
    """Tell the session which months are now and base for each group of partners, and the day."""
    view = question.session.view
    rows = [
        {"cohort": number, "period": period, "month": month}
        for looked_at, members in groups
        for number in sorted(view.cohorts(members))
        for period, month in looked_at
    ]
    question.session.bind("periods", rows, engine.PERIODS)
    bind_day(question)


def bind_day(question: Question) -> None:
    """Tell the session the day: what looks at no months needs no more."""
    scope = {"as_of": question.scope.as_of, "earned_by": question.earned_by()}
    question.session.bind("scope", [scope], engine.SCOPE)


def change(compares: str, totals: Mapping[str, Decimal], baseline: Entry | None = None) -> tuple[Fraction, str | None]:
    """What totals by period come to: what is there now, its change, or that in percent of the base (decision 4).

    Beside it why it earns nothing although evidence is there (None: it may earn).
    """
    now, base = (Fraction(totals.get(period, Decimal(0))) for period in (NOW, BASE))
    if compares != PERCENT:
        return (now if compares == LEVEL else now - base), None
    if base <= 0:
        return Fraction(0), "no_base"
    short = baseline is not None and not baseline.reached_by(totals[BASE])
    return (now - base) * 100 / base, "below_baseline" if short else None


class _Judging:
    """From totals to a measured figure. Partners with the same totals have the same figure, which is made once."""

    def __init__(self, thing: Counted) -> None:
        rule = thing.rule
        self.key = thing.part or thing.block
        self.compares = thing.compares
        self.cap = rule.number("cap")
        self.threshold = rule.number("threshold")
        self.baseline = rule.entry("baseline") if rule.has("baseline") else None
        self.gates = {certifications.gate_key(gate): int(gate.number("people")) for gate in certifications.gates(rule)}
        floor = self.baseline and (self.baseline.value, self.baseline.comparison)
        self.told = (self.key, self.compares, self.cap, self.threshold, floor, tuple(self.gates.items()))
        made: dict[Months, dict[Hashable, Measured]] = {}
        self.made = thing.question.session.once(("judged", self.told), lambda: made)

    def __call__(self, months: Months, totals: Mapping[str, Decimal]) -> Measured:
        """One figure."""
        return self.each([(months, [""])], {"": list(totals.items())})[""]

    def each(
        self, groups: Sequence[tuple[Months, Sequence[str]]], totals: Mapping[str, Sequence[tuple[str, Decimal]]]
    ) -> dict[str, Measured]:
        """The figure of every partner of these groups."""
        found = {}
        for months, members in groups:
            made = self.made.setdefault(months, {})
            for partner in members:
                key = tuple(totals.get(partner, ()))
                if key not in made:
                    made[key] = self._judged(months, dict(key))
                found[partner] = made[key]
        return found

    def _judged(self, months: Months, totals: Mapping[str, Decimal]) -> Measured:
        gates = tuple(GateState(key, int(totals.get(key, 0)), needed) for key, needed in self.gates.items())
        actual, reason = change(self.compares, totals, self.baseline) if months.known else (Fraction(0), None)
        if months.known and not actual and not all(gate.met for gate in gates):
            reason = "gate_not_met"
        earns = months.known and reason is None
        return Measured(
            metric=self.key,
            dataset=months.dataset,
            state=MEASURED if months.known else NO_EVIDENCE,
            reason=reason,
            months=months,
            totals={period: totals[period] for period in (NOW, BASE) if period in totals},
            actual=actual,
            threshold=self.threshold,
            cap=self.cap,
            points=points.points(actual, self.threshold, self.cap) if earns else Fraction(0),
            gates=gates,
        )


class _Combining:
    """From a metric's measured parts to its figure, as the rulebook says."""

    def __init__(self, question: Question, rule: Rule) -> None:
        self.metric = rule.metric
        self.how = rule.text("combine")
        self.cap = rule.number("cap")
        self.threshold = rule.number("threshold") if self.how == SUM else self.cap
        made: dict[Hashable, Measured] = {}
        told = (self.metric, self.how, self.cap, self.threshold)
        self.made = question.session.once(("combined", told), lambda: made)

    def __call__(self, parts: tuple[Measured, ...]) -> Measured:
        key = tuple(map(id, parts))
        if key not in self.made:
            self.made[key] = self._combined(parts)
        return self.made[key]

    def _combined(self, parts: tuple[Measured, ...]) -> Measured:
        """A part whose datasets were never imported is set aside, unless none is there; one that lacks a month is unknown."""
        there = [part for part in parts if part.months.supplied]
        unknown = next((part for part in there or parts if part.state == NO_EVIDENCE), None)
        shown = unknown or there[0]
        found = Measured(
            metric=self.metric,
            dataset=shown.dataset,
            state=NO_EVIDENCE if unknown else MEASURED,
            reason=None,
            months=shown.months,
            totals={},
            actual=Fraction(0),
            threshold=self.threshold,
            cap=self.cap,
            points=Fraction(0),
            parts=parts,
            combined=self.how,
        )
        if unknown:
            return found
        return self._best(found, there) if self.how == BEST_OF else self._added(found, there)

    def _added(self, found: Measured, there: Sequence[Measured]) -> Measured:
        each = [part.actual if self.how == SUM else part.points for part in there]
        actual = sum(each, Fraction(0))
        return replace(found, actual=actual, points=points.points(actual, self.threshold, self.cap))

    def _best(self, found: Measured, there: Sequence[Measured]) -> Measured:
        best = max(there, key=lambda part: part.points)
        return replace(
            found,
            dataset=best.dataset,
            reason=best.reason,
            months=best.months,
            totals=best.totals,
            actual=best.actual,
            threshold=best.threshold,
            points=best.points,
            best=best.metric,
        )
