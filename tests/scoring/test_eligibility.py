"""How customers and certificates stand: the same as the rows behind each figure, and what ends costs what a later score says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring import eligibility
from scoring.contributions import Contribution
from scoring.eligibility import ABSENT, CUSTOMER, PERSON, Certificate, Line, Standing
from scoring.expiry import HORIZON, ONE_DAY, Staff
from scoring.explain import explain
from scoring.measure import Measured, measure
from scoring.metrics.common import Scope
from scoring.question import Question
from scoring.score import score
from tests.scoring.drawn import BOOK
from tests.scoring.generated import lake, situation

pytestmark = pytest.mark.once
EDITIONS = [(key, day) for key in BOOK.scored for day in (date(2023, 7, 25), date(2026, 11, 20))]
PARTNERS = 3
of_every_edition = pytest.mark.parametrize(("designation", "day"), EDITIONS, ids=str)
Measures = Mapping[str, Measured]


def asked(designation: str, day: date) -> Iterator[tuple[Question, Measures]]:
    """The question of each of some partners, drawn around every edge of the rules, with the metrics of its score."""
    with lake(situation(designation, day, "published", range(PARTNERS))) as known:
        for partner in known.situation.markets:
            with known.asked(partner) as question:
                (found,) = score(question)
                yield question, {metric.metric: metric for metric in found.metrics}


def part_of(line: Line, measured: Measures) -> Measured:
    """The figure of a line, as the score has it."""
    metric = measured[line.metric]
    return next((part for part in metric.parts if part.metric == line.part), metric)


# Customers


@of_every_edition
def test_standings_are_what_the_rows_of_the_why_say(designation: str, day: date) -> None:
    """And the units of all customers are those of the figure; one customer's rows are its own among all."""
    seen = 0
    for question, measured in asked(designation, day):
        whys = {metric: explain(question, metric).contributions for metric in measured}
        for line in eligibility.lines(question, CUSTOMER):
            rows = rows_of(line, whys[line.metric])
            found = eligibility.standings(line)
            assert {one.tenant: told(one) for one in found} == (expected(line, rows) if line.is_known else {})
            assert line.makes_figure == (measured[line.metric].best in (None, line.part))
            assert line.months == part_of(line, measured).months
            if line.months.known:
                assert totals(found) == {"now": 0, "base": 0, **part_of(line, measured).totals}
            seen += len(found)
            own = [row for row in eligibility.contributions(line, CUSTOMER, "t0") if row.period != "later"]
            assert own == rows["t0"]
    assert seen > 0


def rows_of(line: Line, why: Sequence[Contribution]) -> defaultdict[str, list[Contribution]]:
    """The rows of a metric's Why that are the line's, by customer."""
    found: defaultdict[str, list[Contribution]] = defaultdict(list)
    for row in why:
        if row.part == line.part and row.period != "later":
            found[row.subject["tenant"] or ""].append(row)
    return found


def told(one: Standing) -> tuple[Any, ...]:
    return one.counts, one.counted_before, one.verdict, one.shortfall, one.now, one.base


def totals(found: list[Standing]) -> dict[str, Decimal]:
    return {period: sum((getattr(one, period) for one in found), Decimal(0)) for period in ("now", "base")}


def expected(line: Line, rows: Mapping[str, list[Contribution]]) -> dict[str, tuple[Any, ...]]:
    """The same from all rows of the Why, of which the first one of a customer is the nearest."""
    found = {}
    for tenant, own in rows.items():
        now, base = ([row for row in own if row.period == period] for period in ("now", "base"))
        before = any(row.verdict == "counted" for row in base) if line.is_base_known else None
        if now or before:
            found[tenant] = (
                any(row.verdict == "counted" for row in now),
                before,
                now[0].verdict if now else ABSENT,
                now[0].shortfall if now else None,
                *(sum((row.units for row in of), Decimal(0)) for of in (now, base)),
            )
    return found


# People


@of_every_edition
def test_certificates_come_to_the_figures_of_the_score(designation: str, day: date) -> None:
    """Every title that anybody earned is there once, and those of one person are theirs among all."""
    seen = 0
    for question, measured in asked(designation, day):
        lines = eligibility.lines(question, PERSON)
        found = eligibility.certificates(lines)
        for line in lines:
            assert eligibility.measured_people(line, found) == part_of(line, measured)
        keys = [(one.person, one.title, one.completed) for one in found]
        rows = explain(question, lines[0].metric, lines[0].track.key).contributions
        assert len(keys) == len(set(keys))
        assert {key[:2] for key in keys} == {(row.subject["person"], row.subject["title"]) for row in rows}
        assert {one.person for one in found} == set(eligibility.people(question))
        own = [certificate(one) for one in found if one.person == "p0"]
        assert sorted(map(certificate, eligibility.certificates(lines, "p0"))) == sorted(own)
        seen += len(found)
    assert seen > 0


def certificate(one: Certificate) -> str:
    uses = sorted((use.line.key, use.step, use.verdict, str(use.units)) for use in one.uses)
    return str((one.person, one.name, one.title, one.completed, one.expires, one.best, uses))


# What ends


@of_every_edition
def test_points_of_the_days_ahead_are_those_of_a_score_on_them(designation: str, day: date) -> None:
    for question, _measured in asked(designation, day):
        lines = eligibility.lines(question, PERSON)
        found = eligibility.certificates(lines)
        for line in lines:
            staff = Staff(line, found)
            ahead = turns(found, day)
            assert {on: staff.points(on) for on in ahead} == {on: later_points(question, line, on) for on in ahead}


def turns(found: list[Certificate], day: date) -> list[date]:
    """Today, and the first days ahead on which a certificate begins to count or has ended."""
    ends = {one.expires + ONE_DAY for one in found if one.expires}
    starts = {one.completed + timedelta(days=lag) for one in found for lag in (9, 10)}
    return sorted({day} | {on for on in ends | starts if day < on <= day + HORIZON})[:5]


def later_points(question: Question, line: Line, day: date) -> Fraction:
    """By the score: the same evidence and rules, on another day."""
    (partner,) = question.partners
    then = replace(question, scope=Scope(day, question.scope.basis), rules_on=question.scope.as_of)
    return measure(then, line.metric, line.track.key, [partner])[partner].points
