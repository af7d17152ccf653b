"""What is known of a score day by day: kept, worked out, or unknown."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from partnerhub import rules
from partnerhub.models import Partner
from scoring import history, queries
from scoring.actions import take_snapshots
from scoring.history import DayScore, MonthScores, by_month, known_days, looked_at
from scoring.models import ScoreSnapshot
from scoring.window import Window
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, enterprise

pytestmark = pytest.mark.slow

SPRING = Window(date(2023, 4, 1), date(2023, 9, 25))
KNOWN = datetime(2023, 9, 25, tzinfo=UTC)
# One customer is left of June.
RESTATED = """
    FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    2023-06         | t1               | Sales     | CSP Tier 1             | 1500
"""


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    """35 points for people all along, and 77.5 from 20 July to 19 August, when June is the newest month published."""
    return enterprise(tmp_path)


def keep(partner: Partner, *days: str) -> None:
    """What a refresh keeps of this designation."""
    for day in days:
        queries.answer_on(partner, BA, date.fromisoformat(day), "published").save()


def told(known: list[DayScore]) -> dict[str, tuple[int, bool, bool]]:
    """Day: the score, whether it qualified, and whether it was kept."""
    return {one.day.isoformat(): (one.shown, one.qualified, one.kept_at is not None) for one in known}


def days(partner: Partner, known_at: datetime | None = None) -> list[DayScore]:
    return known_days(partner, {BA: SPRING}, known_at)[BA]


def test_days_of_a_partner_without_snapshots_are_worked_out(partner: Partner) -> None:
    """The fifteenth until May 2023, the twentieth from June on, and the last day; two days a month and no more."""
    assert told(days(partner)) == {
        "2023-04-15": (35, False, False),
        "2023-04-30": (35, False, False),
        "2023-05-15": (35, False, False),
        "2023-05-31": (35, False, False),
        "2023-06-20": (35, False, False),
        "2023-06-30": (35, False, False),
        "2023-07-20": (78, True, False),
        "2023-07-31": (78, True, False),
        "2023-08-20": (35, False, False),
        "2023-08-31": (35, False, False),
        "2023-09-20": (35, False, False),
    }


def test_month_of_which_anything_was_kept_is_told_by_that_alone(partner: Partner) -> None:
    keep(partner, "2023-07-19", "2023-07-25", "2023-08-19")
    found = told(days(partner))
    summer = {day: one for day, one in found.items() if day[:7] in {"2023-07", "2023-08"}}
    assert summer == {
        "2023-07-19": (35, False, True),
        "2023-07-25": (78, True, True),
        "2023-08-19": (78, True, True),
    }
    assert [day for day, one in found.items() if not one[2]] == [
        "2023-04-15", "2023-04-30", "2023-05-15", "2023-05-31", "2023-06-20", "2023-06-30", "2023-09-20",
    ]  # fmt: skip


def test_of_a_day_s_snapshots_the_one_computed_last_is_told(partner: Partner, tmp_path: Path) -> None:
    keep(partner, "2023-07-25")
    import_table(tmp_path, partner, "business_apps_revenue", RESTATED)
    keep(partner, "2023-07-25")
    assert ScoreSnapshot.objects.count() == 2
    assert told(days(partner))["2023-07-25"][0] < 78


def test_preview_is_no_history(partner: Partner) -> None:
    queries.answer_on(partner, BA, date(2023, 7, 10), "preview").save()
    assert "2023-07-10" not in told(days(partner))


def test_days_as_known_before_are_worked_out_and_never_what_was_kept(partner: Partner) -> None:
    keep(partner, "2023-07-25")
    assert days(partner, datetime(2023, 7, 20, tzinfo=UTC)) == []
    found = told(days(partner, KNOWN))
    assert ("2023-07-25" in found, found["2023-07-20"]) == (False, (78, True, False))


def test_days_as_known_before_stay_the_same_after_later_files(partner: Partner, tmp_path: Path) -> None:
    before = days(partner, KNOWN)
    import_table(tmp_path, partner, "business_apps_revenue", RESTATED, known=datetime(2023, 9, 26, tzinfo=UTC))
    history._remembered.clear()
    assert (days(partner, KNOWN), days(partner) != before) == (before, True)


def test_days_worked_out_once_are_not_worked_out_again(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    before = days(partner)
    monkeypatch.setattr(history, "score", None)
    assert days(partner) == before


def test_partner_without_any_evidence_has_no_known_day(db: None) -> None:
    assert days(PartnerFactory()) == []


def test_kept_score_says_what_of_it_is_known(partner: Partner) -> None:
    nobody = PartnerFactory()
    for one in (partner, nobody):
        keep(one, "2023-07-25", "2023-08-25")
    found = {one.day: (one.measured, one.complete) for one in days(partner) if one.kept_at}
    assert found == {date(2023, 7, 25): (True, True), date(2023, 8, 25): (True, False)}
    assert {(one.measured, one.complete) for one in days(nobody)} == {(False, False)}


def test_several_designations_are_told_within_their_own_days(partner: Partner) -> None:
    for day in (date(2023, 7, 1), date(2023, 7, 25)):
        take_snapshots([partner], day)  # all six of them
    july, start = Window(date(2023, 7, 1), date(2023, 7, 31)), Window(date(2023, 7, 1), date(2023, 7, 10))
    found = known_days(partner, {BA: july, "security": start})
    assert {key: [one.day.day for one in scores] for key, scores in found.items()} == {BA: [1, 25], "security": [1]}
    assert known_days(partner, {}) == {}


@pytest.mark.parametrize(
    ("first", "last", "kept", "expected"),
    [
        ("2022-09-01", "2022-11-30", [], ["2022-10-15", "2022-10-31", "2022-11-15", "2022-11-30"]),
        ("2023-05-01", "2023-06-30", [], ["2023-05-15", "2023-05-31", "2023-06-20", "2023-06-30"]),
        ("2023-06-01", "2023-06-19", [], []),
        ("2023-07-25", "2023-07-25", [], []),
        ("2024-02-01", "2024-02-29", [], ["2024-02-20", "2024-02-29"]),
        ("2024-01-01", "2024-02-29", ["2024-01-03"], ["2024-02-20", "2024-02-29"]),
    ],
)
def test_days_worked_out_are_those_on_which_a_score_changes(
    first: str, last: str, kept: list[str], expected: list[str]
) -> None:
    days = Window(date.fromisoformat(first), date.fromisoformat(last))
    found = looked_at(rules.book(), BA, days, [date.fromisoformat(day) for day in kept])
    assert [day.isoformat() for day in found] == expected


def test_designation_is_looked_at_only_while_it_has_rules() -> None:
    found = looked_at(rules.book(), "data_ai", Window(date(2023, 5, 1), date(2023, 6, 30)), ())
    assert [day.isoformat() for day in found] == ["2023-06-20", "2023-06-30"]


def day_score(day: str, points: str, *, qualified: bool = False, measured: bool = True) -> DayScore:
    found = Decimal(points)
    return DayScore(date.fromisoformat(day), found, int(found), qualified, measured, True, None)


def test_best_of_a_month_is_the_highest_on_the_first_day_that_had_it() -> None:
    known = [
        day_score("2023-07-31", "71.5", qualified=True),
        day_score("2023-07-02", "71.25", qualified=True),
        day_score("2023-07-20", "71.5"),
        day_score("2023-09-01", "0", measured=False),
    ]
    july, august, september = by_month(Window(date(2023, 7, 1), date(2023, 9, 5)), known)
    assert (july.best, july.qualified_on) == (known[2], date(2023, 7, 2))
    assert august == MonthScores(date(2023, 8, 1), ())
    assert (august.best, august.qualified_on, september.best) == (None, None, None)


def test_month_at_zero_is_not_an_unknown_one() -> None:
    (july,) = by_month(Window(date(2023, 7, 1), date(2023, 7, 31)), [day_score("2023-07-20", "0")])
    assert july.best == day_score("2023-07-20", "0")
