"""Calendar months, and the days on which the programme publishes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerhub import months

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
    assert months.newest_published(as_of, day) == month


@given(DAYS, PUBLICATION_DAYS)
def test_newest_published_is_out_and_the_next_is_not(as_of: date, day: int) -> None:
    newest = months.newest_published(as_of, day)
    assert months.publication(newest, day) <= as_of < months.publication(months.shift(newest, 1), day)
    assert months.next_publication(as_of, day) == months.publication(months.shift(newest, 1), day)


@pytest.mark.parametrize(
    ("month", "later", "found"),
    [
        (date(2023, 1, 1), -1, date(2022, 12, 1)),
        (date(2022, 12, 1), 1, date(2023, 1, 1)),
        (date(2023, 6, 1), -12, date(2022, 6, 1)),
        (date(2023, 6, 1), 0, date(2023, 6, 1)),
        (date(2023, 11, 1), 14, date(2025, 1, 1)),
    ],
)
def test_shift_goes_over_the_turn_of_the_year(month: date, later: int, found: date) -> None:
    assert months.shift(month, later) == found
    assert months.shift(found, -later) == month


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2022, 11, 1), date(2023, 2, 1), ["2022-11-01", "2022-12-01", "2023-01-01", "2023-02-01"]),
        (date(2023, 2, 1), date(2023, 2, 1), ["2023-02-01"]),
        (date(2023, 3, 1), date(2023, 2, 1), []),
    ],
)
def test_through_names_every_month(first: date, last: date, found: list[str]) -> None:
    assert [month.isoformat() for month in months.through(first, last)] == found
