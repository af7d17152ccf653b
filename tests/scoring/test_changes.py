"""A score under the rules of another day: the same evidence and months, other thresholds."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.rulebook import load, report
from scoring import queries, wire
from scoring.changes import as_json, change, next_turn, turns
from scoring.forms import Asked
from tests.scoring.evidence import BA, DAY, enterprise

LAUNCH, DECEMBER = date(2022, 10, 3), date(2023, 12, 1)
ASKED = Asked(DAY, "published", None)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return enterprise(tmp_path)


def test_turns_are_those_of_the_designation_and_of_every_score_from_its_first_edition_on() -> None:
    book = load()
    assert turns(book, "security") == (date(2023, 6, 13), DECEMBER, date(2024, 7, 1))
    found = turns(book, BA)
    assert (found[0], set(report.turns(book, BA)) <= set(found), date(2023, 9, 19) in found) == (LAUNCH, True, False)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 10, 2), LAUNCH),
        (LAUNCH, date(2023, 3, 1)),
        (date(2023, 11, 30), DECEMBER),
        (date(2100, 1, 1), None),
    ],
)
def test_next_turn_is_the_first_day_after_that_brings_other_rules(day: date, expected: date | None) -> None:
    assert next_turn(load(), BA, day) == expected


def test_change_scores_the_same_day_under_both_sets_of_rules(partner: Partner) -> None:
    found = change(partner, BA, ASKED, LAUNCH)
    assert found.before is not None and found.after is not None
    (today,) = queries.scores(partner, DAY, "published", designation=BA)
    assert wire.score(found.before) == wire.score(today)
    assert (found.before.track.key, found.before.points, found.before.qualified) == (
        "enterprise",
        Fraction(155, 2),
        True,
    )
    # No row is above 1,500 USD in the larger market's own list of workloads, and ten deployments are needed.
    assert (found.after.track.key, found.after.points, found.after.qualified) == ("larger", Fraction(105, 2), False)
    months = [{metric.metric: metric.months.now for metric in side.metrics} for side in (found.before, found.after)]
    assert months[0] == months[1]


def test_change_names_a_threshold_of_two_tracks_once(partner: Partner) -> None:
    found = change(partner, BA, ASKED, LAUNCH)
    (threshold,) = [one for one in found.differences if one.key[0] == f"{BA}.deployments.threshold"]
    assert report.difference_line(threshold).endswith(": 5 deployments -> 10 deployments")
    assert [one for one in found.differences if one.key[0] == f"{BA}.usage_growth.threshold"] == []


def test_change_to_the_same_rules_is_none(partner: Partner) -> None:
    found = change(partner, BA, ASKED, DAY)
    assert found.before is not None and found.after is not None
    assert (found.differences, wire.score(found.before)) == ([], wire.score(found.after))


@pytest.mark.parametrize(
    ("designation", "day"), [(BA, date(2022, 10, 2)), ("security", date(2023, 6, 12)), ("data_ai", LAUNCH)]
)
def test_day_without_rules_has_no_score_and_nothing_to_compare(partner: Partner, designation: str, day: date) -> None:
    found = change(partner, designation, ASKED, day)
    assert (found.before is None, found.after, found.differences) == (False, None, [])
    back = change(partner, designation, Asked(day, "published", None), DAY)
    assert (back.before, back.after is None, back.differences) == (None, False, [])


def test_change_is_written_as_both_scores_and_the_rules_that_differ(partner: Partner) -> None:
    found = change(partner, BA, ASKED, DECEMBER)
    assert found.before is not None and found.after is not None
    written = as_json(found)
    assert {key: value for key, value in written.items() if key != "differences"} == {
        "designation": BA,
        "as_of": "2023-07-25",
        "basis": "published",
        "rules_on": "2023-12-01",
        "before": wire.score(found.before),
        "after": wire.score(found.after),
    }
    assert [one["id"] for one in written["differences"]] == [f"{BA}.intermediate_certifications.certificates"]
    assert as_json(change(partner, BA, ASKED, date(2022, 10, 2)))["after"] is None
