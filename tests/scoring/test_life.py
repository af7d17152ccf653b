"""Where designations stand: what was bought, and the days on which their score is known to qualify."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring import history, queries
from scoring.actions import enrol, keep_earlier_days
from scoring.life import life, lives, undecided
from scoring.membership import Membership
from scoring.models import ScoreSnapshot
from scoring.status import Life
from scoring.window import Window
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, enterprise

pytestmark = pytest.mark.slow

AUTUMN = date(2023, 9, 25)
RESTATED = """
    FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    2023-06         | t1               | Sales     | CSP Tier 1             | 1500
"""


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    """35 points all along, and 77.5 from 20 July to 19 August 2023."""
    return enterprise(tmp_path)


def answer(partner: Partner, day: date, **known: Any) -> ScoreSnapshot:
    return queries.answer_on(partner, BA, day, "published", **known)


def life_on(partner: Partner, day: date, known_at: datetime | None = None) -> Life:
    return life(partner, BA, day, answer(partner, day, known_at=known_at), known_at)


@pytest.mark.parametrize(
    ("day", "key", "qualified"),
    [
        (date(2023, 7, 19), "in_progress", []),
        (date(2023, 7, 20), "qualified", [date(2023, 7, 20)]),
        (date(2023, 8, 20), "in_progress", []),
        (date(2023, 9, 18), "in_progress", []),
        (date(2023, 9, 19), "qualified", [date(2023, 7, 20), date(2023, 7, 31)]),
        (date(2023, 12, 31), "qualified", [date(2023, 7, 20), date(2023, 7, 31)]),
        (date(2024, 1, 1), "in_progress", []),
    ],
)
def test_life_of_a_designation_that_is_not_held(partner: Partner, day: date, key: str, qualified: list[date]) -> None:
    found = life_on(partner, day)
    assert (found.key, list(found.qualified)) == (key, qualified)


def test_life_names_the_rules_that_decide_it(partner: Partner) -> None:
    assert {entry.id for entry in life_on(partner, AUTUMN).rules} == {
        "programme.qualification_window",
        "programme.window_months",
        "programme.enrolment_days",
    }


def test_life_as_known_before_the_files_came_is_without_evidence(partner: Partner) -> None:
    before = datetime(2023, 7, 20, 23, 59, 59, tzinfo=UTC)
    assert life_on(partner, AUTUMN, before).key == "no_evidence"


def test_life_as_known_before_it_was_recorded_is_not_enrolled(partner: Partner, settings: Settings) -> None:
    settings.DEMO_TODAY = AUTUMN
    enrol(partner, BA, None, starts=date(2023, 7, 25))
    known = {day: datetime(2023, 9, day, 23, 59, 59, tzinfo=UTC) for day in (24, 25)}
    assert {day: life_on(partner, AUTUMN, at).key for day, at in known.items()} == {24: "qualified", 25: "enrolled"}


def test_renewal_asks_for_the_days_around_the_anniversary(partner: Partner) -> None:
    enrol(partner, BA, None, starts=date(2022, 10, 10))
    found = life_on(partner, date(2023, 10, 11))
    assert (found.key, found.window) == ("enrolled_renewal_due", Window(date(2023, 5, 1), date(2023, 10, 31)))
    assert found.qualified == (date(2023, 7, 20), date(2023, 7, 31))


def test_all_designations_stand_where_each_of_them_does(partner: Partner) -> None:
    """The overview asks less than the page of a designation, and says the same word."""
    enrol(partner, "security", None, starts=date(2022, 11, 14))
    for day in (date(2023, 7, 25), date(2023, 8, 25), AUTUMN, date(2024, 1, 1)):
        found = lives(partner, day, {BA: answer(partner, day)})
        assert found[BA].key == life_on(partner, day).key
    assert {key: one.key for key, one in found.items() if key != BA} == {
        "data_ai": "no_evidence",
        "digital_app_innovation": "no_evidence",
        "infrastructure": "no_evidence",
        "modern_work": "no_evidence",
        "security": "no_evidence",
    }
    assert found["security"].lapsed == date(2023, 11, 14)


def test_status_of_what_is_enrolled_or_qualifies_today_hangs_on_no_earlier_day(partner: Partner) -> None:
    answers = {BA: answer(partner, AUTUMN)}
    spring = {BA: Window(date(2023, 4, 1), AUTUMN)}
    assert undecided(AUTUMN, {}, answers) == spring
    assert undecided(AUTUMN, {BA: [Membership(date(2023, 7, 25), AUTUMN)]}, answers) == {}
    assert undecided(date(2023, 7, 25), {}, {BA: answer(partner, date(2023, 7, 25))}) == {}
    due = undecided(AUTUMN, {BA: [Membership(date(2022, 9, 24), date(2023, 9, 24))]}, answers)
    assert due == {BA: Window(date(2023, 4, 1), AUTUMN)}


@pytest.mark.parametrize(
    ("refreshed", "today", "key"),
    [
        (date(2023, 7, 25), date(2023, 7, 28), "qualified"),
        (date(2023, 7, 25), AUTUMN, "qualified"),
        (date(2023, 7, 25), date(2024, 1, 1), "in_progress"),
    ],
)
def test_last_refresh_speaks_for_today_or_for_its_own_day(
    partner: Partner, refreshed: date, today: date, key: str
) -> None:
    answers = {BA: answer(partner, refreshed)}
    found = lives(partner, today, answers)[BA], life(partner, BA, today, answers[BA])
    assert [one.key for one in found] == [key, key]


def test_designation_without_rules_on_the_day_is_not_scored(db: None) -> None:
    found = lives(PartnerFactory(), date(2022, 12, 20), {})
    assert {key: one.key for key, one in found.items() if one.key != "not_scored"} == {BA: "no_evidence"}
    assert {one.key for one in lives(PartnerFactory(), date(2022, 10, 2), {}).values()} == {"not_scored"}


def test_earlier_days_are_kept_for_a_status_that_hangs_on_them(
    partner: Partner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(partner, AUTUMN).save()
    worked_out = life_on(partner, AUTUMN)
    assert keep_earlier_days(partner, AUTUMN) == 10  # two days of April to August; September was refreshed
    assert keep_earlier_days(partner, AUTUMN) == 10
    assert ScoreSnapshot.objects.count() == 11
    with monkeypatch.context() as patched:
        patched.setattr(history, "score", None)
        found = lives(partner, AUTUMN, queries.newest(partner, AUTUMN))
    assert (found[BA].key, found[BA].qualified) == (worked_out.key, worked_out.qualified)
    days = history.known_days(partner, {BA: Window(date(2023, 7, 1), AUTUMN)})[BA]
    assert [one.day.day for one in days if one.kept_at] == [25]
    import_table(tmp_path, partner, "business_apps_revenue", RESTATED)
    keep_earlier_days(partner, AUTUMN)
    assert lives(partner, AUTUMN, queries.newest(partner, AUTUMN))[BA].key == "in_progress"


def test_earlier_days_are_kept_for_no_other_status(partner: Partner) -> None:
    for day in (date(2023, 7, 25), date(2023, 8, 25)):
        answer(partner, day).save()
        assert keep_earlier_days(partner, day) == 0
