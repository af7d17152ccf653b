"""Measure one metric for many partners: the months compared, the totals of what counted, the points."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import ModuleType

from ibis.expr.types import Table

from evidence import engine
from evidence.engine import Statement
from partnerhub.rulebook import Entry
from scoring import points
from scoring.metrics.common import BASE, COUNTED, LATER, NOW, Actual
from scoring.question import Months, Question
from scoring.rule import Rule

MEASURED, NO_EVIDENCE = "measured", "no_evidence"


@dataclass(frozen=True)
class Measured:
    """One metric of one partner. ``points`` are exact, and zero unless it was measured and nothing bars it (``reason``)."""

    metric: str
    dataset: str
    state: str
    reason: str | None
    months: Months
    totals: Mapping[str, Decimal]
    actual: Fraction
    threshold: Decimal
    cap: Decimal
    points: Fraction


def measure(question: Question, metric: str, track: str, partners: Sequence[str]) -> dict[str, Measured]:
    """The metric for each of these partners, who are all on this track."""
    module, rule = question.metrics[metric], question.rule(metric, track)
    months = {partner: question.months_of(module, partner) for partner in partners}
    totals = _totals(question, metric, track, months)
    return {
        partner: _judge(
            metric, module, rule, months[partner], totals[partner], _known(question, module, months, partner)
        )
        for partner in partners
    }


def contributions(question: Question, metric: str, track: str) -> Statement:
    """The statement of a metric's contributions, with the rules that it reads."""
    return _statement(question, metric, track, "contributions", lambda table: table)


def _totals(
    question: Question, metric: str, track: str, months: Mapping[str, Months]
) -> Mapping[str, dict[str, Decimal]]:
    """Per partner and period, the units of everything that counted."""
    bind(question, question.metrics[metric].DATASET, months)
    totals: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in question.session.rows(_statement(question, metric, track, "totals", _summed)):
        totals[row["partner"]][row["period"]] = row["units"]
    return totals


def _summed(table: Table) -> Table:
    counted = table.filter(table.verdict == COUNTED)
    return counted.group_by("partner", "period").aggregate(units=counted.units.sum())


def _statement(question: Question, metric: str, track: str, name: str, shape: Callable[[Table], Table]) -> Statement:
    def build() -> tuple[Table, tuple[Entry, ...]]:
        rule = question.rule(metric, track)
        table = question.metrics[metric].contributions(engine.tables(), rule)
        return shape(table), rule.rules.trace

    return question.session.statement(question.key(metric, track, name), build)


def bind(question: Question, dataset: str, months: Mapping[str, Months], *, later: bool = False) -> None:
    """Tell the session which month is now and base for each partner (with ``later`` also those after now), and the day."""
    rows = [
        row for partner, compared in months.items() for row in _periods(question, dataset, partner, compared, later)
    ]
    question.session.bind("periods", rows, engine.PERIODS)
    scope = {"as_of": question.scope.as_of, "earned_by": question.earned_by()}
    question.session.bind("scope", [scope], engine.SCOPE)


def _periods(question: Question, dataset: str, partner: str, compared: Months, later: bool) -> list[dict[str, object]]:
    pairs = [(NOW, compared.now), (BASE, compared.base)]
    if later and compared.now:
        known = question.session.view.months(dataset, partner)
        pairs += [(LATER, month) for month in known if month > compared.now]
    return [{"partner": partner, "period": period, "month": month} for period, month in pairs if month]


def _known(question: Question, module: ModuleType, months: Mapping[str, Months], partner: str) -> bool:
    if not module.COMPARES_YEARS:
        return bool(question.session.view.months(module.DATASET, partner))
    return months[partner].now is not None and not months[partner].missing


def _judge(
    metric: str, module: ModuleType, rule: Rule, months: Months, totals: Mapping[str, Decimal], known: bool
) -> Measured:
    actual: Actual = module.actual(totals, rule) if known else Actual(Fraction(0))
    threshold, cap = rule.number("threshold"), rule.number("cap")
    earns = known and actual.reason is None
    return Measured(
        metric=metric,
        dataset=module.DATASET,
        state=MEASURED if known else NO_EVIDENCE,
        reason=actual.reason,
        months=months,
        totals=totals,
        actual=actual.value,
        threshold=threshold,
        cap=cap,
        points=points.points(actual.value, threshold, cap) if earns else Fraction(0),
    )
