"""What the life of a designation says in plain words."""

from datetime import date

import pytest

from scoring.life_wording import facts, sentence, span
from scoring.models import ScoreSnapshot
from scoring.status import Life, Renewal
from scoring.window import Window

DAY = date(2024, 1, 31)
SPRING = Window(date(2023, 8, 1), DAY)
SNAPSHOT = ScoreSnapshot(
    points=62, shown=62, qualified=False, metrics=[{"state": "measured", "points": "62"}], details={"pass_total": 70}
)  # fmt: skip
SHORT = "8 points short of 70. Every metric is above zero."
RENEWAL = Renewal(date(2024, 1, 15), date(2024, 1, 16), date(2024, 2, 14))


@pytest.mark.parametrize(
    ("qualified", "enrol_by", "note"),
    [
        ([date(2024, 1, 10)], None, ""),
        ([date(2024, 1, 10)], date(2024, 2, 9), "A partner that qualifies for the first time is asked to enrol by 9 Feb 2024."),
        ([date(2024, 1, 1)], date(2024, 1, 31), "A partner that qualifies for the first time is asked to enrol by 31 Jan 2024."),
        ([date(2023, 12, 31)], date(2024, 1, 30), ""),
        ([DAY], None, "Longer, as long as the score qualifies."),
    ],
)  # fmt: skip
def test_qualified_designation_says_until_when_it_can_be_bought(
    qualified: list[date], enrol_by: date | None, note: str
) -> None:
    found = Life("qualified", SPRING, tuple(qualified), buy_until=date(2024, 5, 31), enrol_by=enrol_by)
    buy = facts(found, DAY)[-1]
    assert (buy.label, buy.value, buy.note) == ("Can be bought until", "31 May 2024", note)


@pytest.mark.parametrize(
    ("life", "told"),
    [
        (Life("in_progress", SPRING), SHORT),
        (Life("qualified", SPRING, (DAY,), buy_until=date(2024, 6, 30)), SHORT),
        (
            Life("qualified", SPRING, (date(2023, 12, 4),), buy_until=date(2024, 5, 31)),
            f"{SHORT} It qualified on 4 Dec 2023, which serves until 31 May 2024.",
        ),
        (Life("enrolled", SPRING, renewal=RENEWAL), "Enrolled until 15 Jan 2024."),
        (
            Life("enrolled_renewal_due", SPRING, renewal=RENEWAL),
            "The membership ended on 15 Jan 2024; it can be renewed until 14 Feb 2024.",
        ),
        (Life("not_scored", SPRING), "None of its rules is in force on this day."),
    ],
)
def test_sentence_is_the_one_that_matters(life: Life, told: str) -> None:
    assert sentence(life, SNAPSHOT, DAY) == told


def test_span_of_a_day_is_that_day() -> None:
    assert (span(Window(DAY, DAY)), span(SPRING)) == ("31 Jan 2024", "1 Aug 2023 to 31 Jan 2024")
