"""How customers and certificates stand: the same as the rows behind each figure, and what ends costs what a later score says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring import eligibility
from scoring.eligibility import ABSENT, CUSTOMER, KEPT, LOST, MISSED, NEW, PERSON, Certificate, Line, Standing
from scoring.expiry import HORIZON, ONE_DAY, Staff, calendar
from scoring.explain import Contribution, explain
from scoring.measure import Measured, measure
from scoring.metrics.common import Scope
from scoring.question import Question
from scoring.score import score
from tests.scoring.drawn import BOOK
from tests.scoring.generated import Situation, lake, situation

DAYS = (date(2023, 7, 25), date(2026, 11, 20))
PARTNERS = 4
ONE = "7001"


@pytest.fixture(params=[(key, day) for key in BOOK.scored for day in DAYS], ids=str)
def questions(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Opens the question of each of some partners, drawn around every edge of a designation's rules."""
    key, day = request.param
    drawn = situation(key, day, "preview" if day == DAYS[0] else "published", range(PARTNERS))

    def opened() -> Iterator[tuple[Question, Mapping[str, Measured]]]:
        with lake(drawn) as known:
            for partner in drawn.markets:
                with known.asked(partner) as question:
                    (found,) = score(question)
                    yield question, {metric.metric: metric for metric in found.metrics}

    return opened()


def part_of(line: Line, measured: Mapping[str, Measured]) -> Measured:
    """The figure of a line, as the score has it."""
    metric = measured[line.metric]
    return next((part for part in metric.parts if part.metric == line.part), metric)


# Customers


def test_standings_are_what_the_rows_of_the_why_say(questions: Any) -> None:
    seen: set[str] = set()
    for question, measured in questions:
        for line in eligibility.lines(question, CUSTOMER):
            rows = rows_of(question, line)
            found = eligibility.standings(line) if line.is_known else []
            assert {one.tenant: told(one) for one in found} == (expected(line, rows) if line.is_known else {})
            seen |= {one.kind for one in found}
            whole = part_of(line, measured)
            assert line.months == whole.months
            for period in ("now", "base") if line.months.known else ():
                total = sum((getattr(one, period) for one in found), Decimal(0))
                assert total == whole.totals.get(period, 0)
    assert seen <= {KEPT, NEW, LOST, MISSED}


def rows_of(question: Question, line: Line) -> Mapping[str, list[Contribution]]:
    found: defaultdict[str, list[Contribution]] = defaultdict(list)
    for row in explain(question, line.metric, line.track.key).contributions:
        if row.part == line.part and row.period != "later":
            found[row.subject["tenant"] or ""].append(row)
    return found


def told(one: Standing) -> tuple[Any, ...]:
    return one.counts, one.counted_before, one.verdict, one.shortfall, one.now, one.base


def expected(line: Line, rows: Mapping[str, list[Contribution]]) -> dict[str, tuple[Any, ...]]:
    """The same from all rows of the Why, whose first one of a customer is the nearest."""
    found = {}
    for tenant, own in rows.items():
        now, base = ([row for row in own if row.period == period] for period in ("now", "base"))
        before = any(row.verdict == "counted" for row in base)
        if now or (before and line.is_base_known):
            found[tenant] = (
                any(row.verdict == "counted" for row in now),
                before if line.is_base_known else None,
                now[0].verdict if now else ABSENT,
                now[0].shortfall if now else None,
                *(sum((row.units for row in of), Decimal(0)) for of in (now, base)),
            )
    return found


def test_only_the_better_part_makes_the_figure(questions: Any) -> None:
    for question, measured in questions:
        for line in eligibility.lines(question, CUSTOMER):
            assert line.makes_figure == (measured[line.metric].best in (None, line.part))


def test_rows_of_one_customer_are_those_of_the_why(questions: Any) -> None:
    for question, _measured in questions:
        for line in eligibility.lines(question, CUSTOMER)[:2]:
            every = explain(question, line.metric, line.track.key).contributions
            own = [row for row in every if row.part == line.part and row.subject["tenant"] == "t0"]
            assert in_order(eligibility.contributions(line, CUSTOMER, "t0")) == in_order(own)


def in_order(rows: list[Contribution]) -> list[str]:
    return sorted(map(str, rows))


# People


def test_certificates_come_to_the_figures_of_the_score(questions: Any) -> None:
    for question, measured in questions:
        lines = eligibility.lines(question, PERSON)
        found = eligibility.certificates(lines)
        for line in lines:
            assert eligibility.measured_people(line, found) == part_of(line, measured)


def test_every_certificate_stands_in_the_list_once(questions: Any) -> None:
    for question, _measured in questions:
        lines = eligibility.lines(question, PERSON)
        found = eligibility.certificates(lines)
        keys = [(one.person, one.title, one.completed) for one in found]
        assert len(keys) == len(set(keys))
        rows = explain(question, lines[0].metric).contributions
        assert {(one.person, one.title) for one in found} == {(row.subject["person"], row.subject["title"]) for row in rows}
        assert {one.person for one in found} == set(eligibility.people(question))


def test_certificates_of_one_person_are_the_same_among_all(questions: Any) -> None:
    for question, _measured in questions:
        lines = eligibility.lines(question, PERSON)
        every = eligibility.certificates(lines)
        for person in {one.person for one in every if one.person in {"p0", "p1"}}:
            own = [certificate(one) for one in every if one.person == person]
            assert sorted(map(certificate, eligibility.certificates(lines, person))) == sorted(own)


def certificate(one: Certificate) -> str:
    uses = sorted((use.line.key, use.step, use.verdict, str(use.units)) for use in one.uses)
    return str((one.person, one.name, one.title, one.completed, one.expires, one.best, uses))


# What ends


def test_points_of_the_days_ahead_are_those_of_a_score_on_them(questions: Any) -> None:
    for question, _measured in questions:
        lines = eligibility.lines(question, PERSON)
        found = eligibility.certificates(lines)
        ends = {one.expires for one in found if one.expires}
        starts = {one.completed + timedelta(days=lag) for one in found for lag in (0, 10)}
        days = {day + ONE_DAY for day in ends} | starts | {question.scope.as_of}
        ahead = [day for day in days if question.scope.as_of <= day <= question.scope.as_of + HORIZON + ONE_DAY]
        for line in lines:
            staff = Staff(line, found)
            later = {day: later_points(question, line, day) for day in sorted(ahead)[:6]}
            assert {day: staff.points(day) for day in later} == later


def later_points(question: Question, line: Line, day: date) -> Fraction:
    """By the score: the same evidence and rules, on another day."""
    (partner,) = question.partners
    basis = question.scope.basis
    then = replace(question, scope=Scope(day, basis), rules_on=question.scope.as_of)
    return measure(then, line.metric, line.track.key, [partner])[partner].points
