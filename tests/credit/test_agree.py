"""The engine against the slow second implementation, for access histories drawn at random."""

from collections import defaultdict
from decimal import Decimal, localcontext
from typing import Any

from hypothesis import HealthCheck, given, settings

from credit import detail, verdicts, wire
from credit.month import EXACT
from tests.credit import slow
from tests.credit.drawn import KINDS, Situation, asked, situations

RATE = Decimal("0.15")
ROUNDS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def found(situation: Situation, *partners: str) -> list[tuple[str, int, str, Decimal]]:
    with asked(situation, *partners) as question:
        rows = [row for _terms, row in question.rows("lines None", detail.lines(None))]
    with localcontext(EXACT):
        return sorted((row["partner"], row["row"], row["verdict"], row["worth"] * RATE) for row in rows)


def expected(situation: Situation, *partners: str) -> list[tuple[str, int, str, Decimal]]:
    chosen = partners or tuple(KINDS)
    rows = []
    with localcontext(EXACT):
        for place, line in enumerate(situation.lines):
            verdict = slow.verdict(situation.world, line, situation.lines[:place])
            if line["partner"] in chosen:
                rows.append((line["partner"], place + 2, verdict, slow.amount(line, RATE)))
    return sorted(rows)


@ROUNDS
@given(situations())
def test_verdicts_of_all_partners_at_once_are_those_worked_out_slowly(situation: Situation) -> None:
    assert found(situation) == expected(situation)


@ROUNDS
@given(situations())
def test_months_of_one_partner_and_of_all_are_the_same_and_add_up(situation: Situation) -> None:
    with asked(situation) as question:
        every = question.months()
    with asked(situation, "P1") as question:
        (alone,) = question.months().values()
    assert wire.month(every["P1"]) == wire.month(alone)
    by_verdict: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with localcontext(EXACT):
        for partner, _row, verdict, amount in expected(situation):
            by_verdict[partner, verdict] += amount
        for partner, month in every.items():
            told = {name: one.amount for name, one in month.verdicts.items()}
            assert told == {name: amount for (of, name), amount in by_verdict.items() if of == partner}
            assert month.earned == sum(one.earned for one in month.customers)
            assert month.possible == sum(told.get(name, Decimal(0)) for name in ("earned", *verdicts.OF_ACCESS))
            assert month.lines == sum(line["partner"] == partner for line in situation.lines)


def test_slow_implementation_meets_every_verdict() -> None:
    """What is drawn reaches all of them; else agreeing would show little."""
    met: set[Any] = set()

    @settings(max_examples=600, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(situations())
    def meet(situation: Situation) -> None:
        met.update(row[2] for row in expected(situation))

    meet()
    assert set(verdicts.ORDER) - met == set()
