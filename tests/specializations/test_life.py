"""The calendar of an award: anniversaries, windows, reminders. The worked case is D7 of our facts (15 October 2023)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerhub import rules
from specializations.life import (
    EXPIRED,
    GRACE,
    HELD,
    RENEWAL_OPEN,
    Award,
    Life,
    Renewal,
    anniversary_after,
    life,
    reminder_days,
)

AWARDED = date(2022, 10, 15)
FIRST, SECOND = date(2023, 10, 15), date(2024, 10, 15)
AWARD = Award(AWARDED, FIRST, AWARDED)


def on(day: date, award: Award = AWARD) -> Life:
    found = life(rules.book(), [award], day)
    assert found is not None
    return found


def test_nothing_is_alive_before_its_award() -> None:
    assert life(rules.book(), [], AWARDED) is None
    assert life(rules.book(), [AWARD], AWARDED - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (AWARDED, HELD),
        (date(2023, 8, 15), HELD),
        (date(2023, 8, 16), RENEWAL_OPEN),
        (FIRST, RENEWAL_OPEN),
        (date(2023, 10, 16), GRACE),
        (date(2023, 11, 14), GRACE),
        (date(2023, 11, 15), EXPIRED),
    ],
)
def test_state_changes_on_the_edges_of_the_window(day: date, state: str) -> None:
    found = on(day)
    assert found.state == state
    assert (found.opens, found.anniversary, found.closes) == (date(2023, 8, 16), FIRST, date(2023, 11, 14))
    assert found.is_held == (state != EXPIRED)


def test_reminders_of_the_worked_case() -> None:
    assert reminder_days(rules.book(), FIRST) == [
        (-120, date(2023, 6, 17)),
        (-90, date(2023, 7, 17)),
        (-60, date(2023, 8, 16)),
        (-30, date(2023, 9, 15)),
        (0, date(2023, 10, 15)),
        (30, date(2023, 11, 14)),
    ]


def test_anniversary_before_the_scheme_has_the_reminders_and_days_of_2021() -> None:
    due = date(2022, 5, 10)
    assert reminder_days(rules.book(), due) == [(-15, date(2022, 4, 25)), (23, date(2022, 6, 2))]
    found = on(date(2022, 5, 10), Award(date(2021, 5, 10), due))
    assert (found.opens, found.closes, found.validates) == (due, date(2022, 6, 9), False)


@pytest.mark.parametrize(
    ("starts", "anniversary", "number", "validates"),
    [
        (date(2022, 10, 15), date(2023, 10, 15), 1, False),
        (date(2022, 10, 15), date(2024, 10, 15), 2, True),
        (date(2022, 10, 15), date(2025, 10, 15), 3, False),
        # Older than the scheme: 2023 is the first anniversary that counts, 2024 the second.
        (date(2019, 12, 1), date(2023, 12, 1), 1, False),
        (date(2019, 12, 1), date(2024, 12, 1), 2, True),
        # Younger.
        (date(2023, 7, 25), date(2024, 7, 25), 1, False),
        (date(2023, 7, 25), date(2025, 7, 25), 2, True),
    ],
)
def test_even_anniversary_asks_for_validation_again(
    starts: date, anniversary: date, number: int, validates: bool
) -> None:
    found = on(anniversary, Award(starts, anniversary))
    assert (found.number, found.validates) == (number, validates)


def test_renewal_leads_to_the_next_anniversary_from_its_day_on() -> None:
    early = Award(AWARDED, FIRST, AWARDED, (Renewal(FIRST, date(2023, 8, 20), validated=False),))
    assert on(date(2023, 8, 19), early).state == RENEWAL_OPEN
    found = on(date(2023, 8, 20), early)
    assert (found.state, found.anniversary, found.validated_on) == (HELD, SECOND, AWARDED)


def test_late_renewal_keeps_the_anniversary() -> None:
    late = Award(AWARDED, FIRST, AWARDED, (Renewal(FIRST, date(2023, 11, 14), validated=False),))
    assert on(date(2023, 11, 13), late).state == GRACE
    assert on(date(2023, 11, 14), late).anniversary == SECOND


def test_validation_counts_from_the_last_renewal_that_asked_for_it() -> None:
    renewals = (
        Renewal(FIRST, date(2023, 9, 1), validated=False),
        Renewal(SECOND, date(2024, 9, 2), validated=True),
        Renewal(date(2025, 10, 15), date(2025, 9, 3), validated=False),
    )
    award = Award(AWARDED, FIRST, AWARDED, renewals)
    assert on(date(2024, 9, 1), award).validated_on == AWARDED
    assert on(date(2026, 1, 1), award).validated_on == date(2024, 9, 2)


def test_newest_award_speaks() -> None:
    again = Award(date(2024, 3, 1), date(2025, 3, 1), date(2024, 3, 1))
    found = life(rules.book(), [AWARD, again], date(2024, 3, 1))
    assert found is not None
    assert (found.state, found.starts) == (HELD, date(2024, 3, 1))
    before = life(rules.book(), [AWARD, again], date(2024, 2, 29))
    assert before is not None
    assert (before.state, before.starts) == (EXPIRED, AWARDED)


@pytest.mark.parametrize(
    ("starts", "after", "anniversary"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2027, 2, 28), date(2028, 2, 29)),
        (date(2023, 8, 31), date(2023, 8, 31), date(2024, 8, 31)),
        (date(2023, 1, 31), date(2024, 1, 30), date(2024, 1, 31)),
    ],
)
def test_anniversary_at_the_end_of_a_month(starts: date, after: date, anniversary: date) -> None:
    assert anniversary_after(rules.book(), starts, after) == anniversary


@given(
    starts=st.dates(date(2022, 2, 1), date(2028, 12, 31)),
    decided=st.lists(st.integers(-60, 30), max_size=6),
    later=st.integers(0, 400),
)
def test_life_goes_on_without_a_gap_while_it_is_renewed(starts: date, decided: list[int], later: int) -> None:
    book = rules.book()
    due = anniversary_after(book, starts, starts)
    renewals: list[Renewal] = []
    for distance in decided:
        renewals.append(Renewal(due, due + timedelta(days=distance), validated=False))
        due = anniversary_after(book, starts, due)
    award = Award(starts, anniversary_after(book, starts, starts), starts, tuple(renewals))
    last = renewals[-1].decided_on if renewals else starts
    for day in (starts, *(one.decided_on for one in renewals), last):
        assert on(day, award).is_held
    found = on(last + timedelta(days=later), award)
    assert found.anniversary == due
    assert found.is_held == (last + timedelta(days=later) <= due + timedelta(days=30))
    assert [one.year for one in (found.starts, found.anniversary)] == [starts.year, starts.year + len(decided) + 1]
