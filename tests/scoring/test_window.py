"""On which days a designation must have qualified: the programme's own examples, month ends, and each change of the rule."""

from datetime import date

import pytest

from partnerhub.rulebook import NotInForce, Rules, load
from scoring.window import Window, serves_until, window


def day(text: str) -> date:
    return date.fromisoformat(text)


def rules(text: str) -> Rules:
    return load().on(day(text))


def days(found: Window) -> tuple[str, str]:
    return found.first.isoformat(), found.last.isoformat()


@pytest.mark.parametrize(
    ("today", "first"),
    [
        # Until 18 September 2023 the day itself decides; the page of that month gives 15 March for 15 August 2023, as an
        # example of the rule to come.
        ("2022-10-03", "2022-10-03"),
        ("2023-07-25", "2023-07-25"),
        ("2023-08-15", "2023-08-15"),
        ("2023-09-18", "2023-09-18"),
        # From then on the current month and the five before it, each as a whole: the official example of 2024.
        ("2023-09-19", "2023-04-01"),
        ("2024-08-15", "2024-03-01"),
        ("2024-10-31", "2024-05-01"),
        ("2024-11-01", "2024-06-01"),
        # The window moves when a month begins, not with each day.
        ("2025-01-31", "2024-08-01"),
        ("2025-02-01", "2024-09-01"),
        ("2025-02-28", "2024-09-01"),
        ("2024-02-29", "2023-09-01"),
        ("2025-12-31", "2025-07-01"),
        ("2026-11-20", "2026-06-01"),
    ],
)
def test_window_to_enrol_ends_on_the_day_and_begins(today: str, first: str) -> None:
    assert days(window(rules(today), day(today))) == (first, today)


@pytest.mark.parametrize(
    ("today", "anniversary", "first", "last"),
    [
        # Before the change: the thirty days before the anniversary.
        ("2023-07-25", "2023-11-14", "2023-10-15", "2023-11-13"),
        ("2023-09-18", "2024-03-01", "2024-01-31", "2024-02-29"),
        # The official example, and the ends of months.
        ("2023-09-19", "2024-08-15", "2024-03-01", "2024-08-31"),
        ("2024-08-15", "2024-08-15", "2024-03-01", "2024-08-31"),
        ("2024-09-10", "2024-08-15", "2024-03-01", "2024-08-31"),
        ("2024-01-01", "2024-02-29", "2023-09-01", "2024-02-29"),
        ("2025-01-01", "2025-02-28", "2024-09-01", "2025-02-28"),
        ("2026-04-30", "2026-08-15", "2026-03-01", "2026-08-31"),
        # From May 2026 the renewal window counts as well, where it lasts longer than the month.
        ("2026-05-01", "2026-08-15", "2026-03-01", "2026-09-14"),
        ("2026-05-01", "2026-08-01", "2026-03-01", "2026-08-31"),
        ("2026-05-01", "2026-08-31", "2026-03-01", "2026-09-30"),
    ],
)
def test_window_to_renew_lies_around_the_anniversary(today: str, anniversary: str, first: str, last: str) -> None:
    assert days(window(rules(today), day(today), day(anniversary))) == (first, last)


@pytest.mark.parametrize("anniversary", [None, date(2023, 10, 3)])
def test_window_of_a_day_before_the_programme_is_refused(anniversary: date | None) -> None:
    with pytest.raises(NotInForce):
        window(rules("2022-10-02"), day("2022-10-02"), anniversary)


def test_window_names_the_months_that_it_touches() -> None:
    found = window(rules("2024-02-29"), day("2024-02-29"))
    assert found.months == tuple(day(f"{month}-01") for month in ("2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02"))  # fmt: skip  # noqa: E501
    assert window(rules("2023-07-25"), day("2023-07-25")).months == (day("2023-07-01"),)


@pytest.mark.parametrize(
    ("one", "inside"), [("2023-08-31", False), ("2023-09-01", True), ("2024-02-29", True), ("2024-03-01", False)]
)
def test_window_holds_both_of_its_ends(one: str, inside: bool) -> None:
    assert (day(one) in window(rules("2024-02-29"), day("2024-02-29"))) is inside


@pytest.mark.parametrize(
    ("today", "qualified", "until"),
    [
        ("2023-09-18", "2023-09-18", "2023-09-18"),
        ("2023-09-19", "2023-09-19", "2024-02-29"),
        ("2024-12-01", "2024-07-31", "2024-12-31"),
        ("2024-12-01", "2024-09-01", "2025-02-28"),
    ],
)
def test_day_serves_until_the_window_has_passed_it(today: str, qualified: str, until: str) -> None:
    assert serves_until(rules(today), day(qualified)).isoformat() == until


@pytest.mark.parametrize("qualified", ["2024-07-01", "2024-07-31", "2024-08-31", "2024-09-30", "2025-01-31"])
def test_day_serves_as_long_as_a_window_holds_it(qualified: str) -> None:
    last = serves_until(rules("2025-01-31"), day(qualified))
    after = date.fromordinal(last.toordinal() + 1)
    assert [day(qualified) in window(load().on(one), one) for one in (last, after)] == [True, False]
