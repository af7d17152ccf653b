"""The same question, asked of both engines."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from scoring.measure import Counted, bind, counted
from scoring.question import Question
from scoring.score import Score, score

# The driver leaves the closing of its sockets to Python.
MARKS = [pytest.mark.spark, pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]
ENGINES = {"duckdb": "duckdb", "spark": "pyspark"}

Row = tuple[tuple[str, type, Any], ...]
Ask = Callable[[], AbstractContextManager[Question]]


@dataclass(frozen=True)
class Answers:
    """The scores of all partners of a question, and every contribution by (track, metric or part)."""

    scores: list[Score]
    contributions: Mapping[tuple[str, str], list[Row]]


def on_both(ask: Ask, answers: Callable[[Question], Any]) -> tuple[Any, Any]:
    """What DuckDB answers, and what Spark does."""
    return on("duckdb", ask, answers), on("spark", ask, answers)


def on(engine: str, ask: Ask, answers: Callable[[Question], Any]) -> Any:
    with override_settings(EVIDENCE_ENGINE=engine), ask() as question:
        assert question.session.connection.backend.name == ENGINES[engine]
        return answers(question)


def everything(question: Question) -> Answers:
    """Scores, then contributions on every track on which any partner was measured."""
    scores = list(score(question))
    tracks = dict.fromkeys(one.track.key for found in scores for one in (found, *found.others))
    things = [thing for track in tracks for metric in question.metrics for thing in counted(question, metric, track)]
    return Answers(scores, {(thing.track, thing.block): _contributions(thing) for thing in things})


def _contributions(thing: Counted) -> list[Row]:
    """Everything that was looked at, for all partners at once, the months that are not published yet included."""
    question, datasets = thing.question, thing.module.DATASETS
    groups = []
    for evidence, members in question.by_evidence(datasets, question.partners).items():
        months = thing.months(evidence)
        later = question.later(datasets, members[0], months.now) if thing.module.MONTHLY else []
        groups.append(((*months.looked_at, *later), members))
    bind(question, groups)
    rows = question.session.rows(thing.statement("contributions", lambda table: table))
    return sorted((_row(row) for row in rows), key=repr)


def _row(row: Mapping[str, Any]) -> Row:
    """A row with the types of its values; what was collected has no order."""
    return tuple((name, type(row[name]), _value(row[name])) for name in sorted(row))


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(_value, value))
    if isinstance(value, dict):
        return tuple(value.items())
    return value.normalize() if isinstance(value, Decimal) else value
