"""Due dates of an audit's steps: business days, calendar days, and nothing where no figure is published."""

from datetime import date
from pathlib import Path

import pytest

from partnerhub import rules
from partnerhub.rulebook import Rulebook, load
from specializations.audit_clock import Due, business_days_after, dues
from specializations.audit_steps import AUDITOR, PARTNER

# A Thursday after the only figures that were found.
SINCE = date(2026, 9, 3)


@pytest.fixture
def book() -> Rulebook:
    return rules.book()


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 9, 3), 0, date(2026, 9, 3)),
        (date(2026, 9, 3), 1, date(2026, 9, 4)),
        (date(2026, 9, 3), 2, date(2026, 9, 7)),
        (date(2026, 9, 4), 1, date(2026, 9, 7)),
        (date(2026, 9, 5), 1, date(2026, 9, 7)),
        (date(2026, 9, 6), 5, date(2026, 9, 11)),
        (date(2026, 9, 7), 7, date(2026, 9, 16)),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
    ],
)
def test_business_days_leave_out_weekends(day: date, count: int, later: date) -> None:
    assert business_days_after(day, count) == later


@pytest.mark.parametrize(
    ("state", "step", "expected"),
    [
        ("requested", "request", [Due("accept", AUDITOR, date(2026, 9, 7))]),
        ("accepted", "accept", [Due("propose", AUDITOR, date(2026, 9, 7))]),
        ("proposed", "propose", []),
        ("agreed", "agree", [Due("hold", AUDITOR, date(2026, 10, 3))]),
        ("held", "hold", [Due("report_gaps", AUDITOR, date(2026, 9, 10)), Due("pass", AUDITOR, date(2026, 9, 14))]),
        ("gaps", "report_gaps", [Due("answer_gaps", PARTNER, date(2026, 9, 7))]),
        ("answered", "report_gaps", [Due("review_gaps", AUDITOR, date(2026, 9, 18))]),
        ("reviewed", "review_gaps", [Due("pass", AUDITOR, date(2026, 9, 14))]),
        ("passed", "pass", []),
    ],
)
def test_step_is_due_by_the_figures_of_2026(book: Rulebook, state: str, step: str, expected: list[Due]) -> None:
    assert dues(book, state, [("request", date(2026, 9, 1)), (step, SINCE)]) == expected


def test_nothing_is_due_where_no_figure_is_published(book: Rulebook) -> None:
    assert dues(book, "requested", [("request", date(2023, 7, 25))]) == []


def test_newest_step_sets_the_clock(book: Rulebook) -> None:
    taken = [("agree", date(2026, 9, 1)), ("propose", date(2026, 9, 2)), ("agree", date(2026, 9, 10))]
    assert dues(book, "agreed", taken) == [Due("hold", AUDITOR, date(2026, 10, 10))]


def test_installation_sets_its_own_days(tmp_path: Path) -> None:
    (tmp_path / "programme.yaml").write_text("audit_contact:\n  - {from: 2023-01-01, value: 3, source: our-rules}\n")
    (tmp_path / "sources.yaml").write_text(
        "our-rules:\n  title: Our own days\n  kind: operator\n  published: null\n  read: 2023-01-01\n"
    )
    book = load(overlay=tmp_path)
    assert dues(book, "requested", [("request", date(2023, 7, 25))]) == [Due("accept", AUDITOR, date(2023, 7, 28))]
