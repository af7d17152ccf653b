"""The day and the state of knowledge that a page's address asks for."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import RequestFactory

from partnerhub.asking import AskedDay, asked_day

TODAY = date(2023, 7, 25)
MAY = datetime.combine(date(2023, 5, 1), time.max, UTC)


@pytest.fixture(autouse=True)
def _today(demo_day: date) -> None:
    assert demo_day == TODAY


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", AskedDay(TODAY, None)),
        ("as_of=2023-04-20", AskedDay(date(2023, 4, 20), None)),
        ("known_at=2023-05-01", AskedDay(TODAY, MAY)),
        ("as_of=2023-04-20&known_at=2023-05-01", AskedDay(date(2023, 4, 20), MAY)),
        ("as_of=yesterday&known_at=x", AskedDay(TODAY, None)),
        ("as_of=1999-12-31&known_at=2101-01-01", AskedDay(TODAY, None)),
    ],
)
def test_address_asks_for_a_day_and_knowledge(query: str, expected: AskedDay) -> None:
    assert asked_day(RequestFactory().get(f"/?{query}")) == expected
