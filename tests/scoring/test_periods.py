"""The months that a score compares."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import periods

DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))


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
