"""The months that a score compares, and the days on which they are published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import periods

DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))
PUBLICATION_DAYS = st.sampled_from([15, 20])


@pytest.mark.parametrize(
    ("as_of", "day", "month"),
    [
        (date(2023, 4, 14), 15, date(2023, 2, 1)),
        (date(2023, 4, 15), 15, date(2023, 3, 1)),
        (date(2023, 4, 16), 15, date(2023, 3, 1)),
        (date(2023, 7, 19), 20, date(2023, 5, 1)),
        (date(2023, 7, 20), 20, date(2023, 6, 1)),
        (date(2023, 7, 21), 20, date(2023, 6, 1)),
        (date(2023, 1, 14), 15, date(2022, 11, 1)),
        (date(2023, 1, 15), 15, date(2022, 12, 1)),
        (date(2023, 12, 31), 20, date(2023, 11, 1)),
        (date(2024, 2, 29), 20, date(2024, 1, 1)),
    ],
)
def test_newest_published_turns_on_the_publication_day(as_of: date, day: int, month: date) -> None:
    assert periods.newest_published(as_of, day) == month


@given(DAYS, PUBLICATION_DAYS)
def test_newest_published_is_out_and_the_next_is_not(as_of: date, day: int) -> None:
    newest = periods.newest_published(as_of, day)
    assert periods.publication(newest, day) <= as_of < periods.publication(periods.shift(newest, 1), day)
    assert periods.next_publication(as_of, day) == periods.publication(periods.shift(newest, 1), day)


@pytest.mark.parametrize(
    ("month", "months", "found"),
    [
        (date(2023, 1, 1), -1, date(2022, 12, 1)),
        (date(2022, 12, 1), 1, date(2023, 1, 1)),
        (date(2023, 6, 1), -12, date(2022, 6, 1)),
        (date(2023, 6, 1), 0, date(2023, 6, 1)),
        (date(2023, 11, 1), 14, date(2025, 1, 1)),
    ],
)
def test_shift_goes_over_the_turn_of_the_year(month: date, months: int, found: date) -> None:
    assert periods.shift(month, months) == found
    assert periods.shift(found, -months) == month


@given(DAYS)
def test_year_earlier_is_the_same_month(day: date) -> None:
    month = periods.first_of_month(day)
    assert periods.year_earlier(month) == month.replace(year=month.year - 1)


@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        (date(2023, 5, 31), date(2023, 5, 1)),
        (date(2023, 6, 1), date(2023, 6, 1)),
        (date(2023, 12, 1), date(2023, 6, 1)),
        (date(2023, 4, 30), None),
    ],
)
def test_newest_known_has_begun(as_of: date, found: date | None) -> None:
    assert periods.newest_known(as_of, {date(2023, 5, 1), date(2023, 6, 1)}) == found


def test_newest_known_of_nothing_is_nothing() -> None:
    assert periods.newest_known(date(2023, 7, 25), frozenset()) is None
