"""The day, basis and state of knowledge that a page's address asks for."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from scoring.forms import Asked, asked

TODAY = date(2023, 7, 25)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = TODAY


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Asked(TODAY, "published", None)),
        ("as_of=2023-04-20", Asked(date(2023, 4, 20), "published", None)),
        ("basis=preview", Asked(TODAY, "preview", None)),
        ("known_at=2023-05-01", Asked(TODAY, "published", datetime.combine(date(2023, 5, 1), time.max, UTC))),
        ("as_of=yesterday&basis=guess&known_at=x", Asked(TODAY, "published", None)),
    ],
)
def test_address_asks_for_a_day_basis_and_knowledge(query: str, expected: Asked) -> None:
    assert asked(RequestFactory().get(f"/?{query}")) == expected


@pytest.mark.parametrize(
    "query", ["", "as_of=2023-04-20", "basis=preview", "as_of=2023-04-20&basis=preview&known_at=2023-05-01"]
)
def test_question_is_carried_over_to_other_addresses(query: str) -> None:
    assert asked(RequestFactory().get(f"/?{query}")).query() == query


def test_today_and_published_need_no_words_in_the_address() -> None:
    assert asked(RequestFactory().get("/?as_of=2023-07-25&basis=published")).query() == ""
