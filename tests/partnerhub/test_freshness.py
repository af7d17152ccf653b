"""Until when the data reaches on a day, by the calendar of the rules in force."""

from datetime import date

import pytest

from partnerhub.freshness import Freshness, freshness


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 10, 2), None),
        (date(2022, 10, 3), Freshness(date(2022, 8, 1), date(2022, 9, 15), date(2022, 10, 15))),
        (date(2022, 10, 15), Freshness(date(2022, 9, 1), date(2022, 10, 15), date(2022, 11, 15))),
        (date(2023, 7, 19), Freshness(date(2023, 5, 1), date(2023, 6, 20), date(2023, 7, 20))),
        (date(2023, 7, 20), Freshness(date(2023, 6, 1), date(2023, 7, 20), date(2023, 8, 20))),
    ],
)
def test_freshness_follows_the_publication_day_in_force(day: date, expected: Freshness | None) -> None:
    assert freshness(day) == expected
