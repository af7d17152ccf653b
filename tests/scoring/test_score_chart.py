"""The score by refresh: kept scores only, gaps for what is unknown, rule changes on their day; the same in table and CSV."""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerhub import downloads
from partnerhub.chart_drawing import drawing
from partnerhub.charts import Chart
from partnerhub.models import Partner
from partnerhub.pictures import Bars, Course
from scoring import pages, queries
from scoring.forms import Asked
from scoring.models import ScoreSnapshot
from tests.factories import PartnerFactory
from tests.people import People
from tests.scoring.evidence import BA, DAY, enterprise

TODAY = Asked(DAY, "published", None)
REFRESHES = [date(2022, month, 15) for month in (10, 11, 12)] + [date(2023, month, 15) for month in range(1, 6)]
REFRESHES += [date(2023, 6, 20), date(2023, 7, 20)]


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None) -> Partner:
    return PartnerFactory(mpn_id="1000001")


def keep(
    partner: Partner, day: date, shown: int, *, basis: str = "published", states: Sequence[str] = ("measured",)
) -> None:
    """A score as a refresh keeps it."""
    metrics = [
        {**metric, "state": state}
        for metric, state in zip(queries.answer_on(partner, BA, DAY, basis).metrics, [*states] * 9, strict=False)
    ]
    ScoreSnapshot.objects.create(
        partner=partner, designation=BA, as_of=day, basis=basis, inputs=f"{day}{basis}", points=Decimal(shown),
        shown=shown, qualified=shown >= 70, metrics=metrics, details={"pass_total": 70, "track": {"chosen": ""}},
    )  # fmt: skip


def chart(partner: Partner, asked: Asked = TODAY) -> Chart:
    found = pages.designation_page(partner, BA, asked).course
    assert found is not None
    return found


def picture(partner: Partner, asked: Asked = TODAY) -> Course:
    found = chart(partner, asked).picture
    assert isinstance(found, Course)
    return found


def rows(partner: Partner, asked: Asked = TODAY) -> list[dict[str, str]]:
    text = "".join(downloads.csv_lines(pages.score_rows(partner, BA, asked)))
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def values(found: Course) -> dict[date, float | None]:
    return {date.fromordinal(one.at): None if one.value is None else float(one.value) for one in found.dots}


def test_refreshes_of_which_nothing_was_kept_are_unknown_not_zero(partner: Partner) -> None:
    keep(partner, date(2023, 5, 15), 58)
    keep(partner, DAY, 78)
    found = values(picture(partner))
    assert list(found) == [*REFRESHES[:-1], DAY]
    assert {day: one for day, one in found.items() if one is not None} == {date(2023, 5, 15): 58, DAY: 78}
    assert [row[1] for row in chart(partner).rows] == [*["–"] * 7, "58", "–", "78"]


def test_score_kept_after_the_refresh_stands_for_it_on_its_own_day(partner: Partner) -> None:
    for day, shown in ((date(2023, 6, 19), 40), (date(2023, 6, 23), 41), (date(2023, 6, 24), 42), (DAY, 78)):
        keep(partner, day, shown)
    found = values(picture(partner))
    # The day before the June refresh still belongs to that of May.
    assert list(found.items())[-3:] == [(date(2023, 6, 19), 40), (date(2023, 6, 23), 41), (DAY, 78)]


def test_newest_score_follows_that_of_its_refresh(partner: Partner) -> None:
    for day, shown in ((date(2023, 7, 20), 77), (date(2023, 7, 22), 76), (DAY, 78)):
        keep(partner, day, shown)
    assert list(values(picture(partner)).items())[-2:] == [(date(2023, 7, 20), 77), (DAY, 78)]


def test_score_without_any_evidence_is_unknown_and_with_some_known_in_part(partner: Partner) -> None:
    keep(partner, date(2023, 5, 15), 0, states=["no_evidence"])
    keep(partner, date(2023, 6, 20), 8, states=["measured", "no_evidence"])
    keep(partner, DAY, 9)
    dots = picture(partner).dots
    assert [(one.value, one.partial) for one in dots[-3:]] == [(None, False), (8, True), (9, False)]
    assert [row[2] for row in chart(partner).rows][-3:] == ["unknown", "in part unknown", "complete"]
    assert "in part unknown" in [key.label for key in chart(partner).legend]


def test_rule_changes_stand_on_the_day_on_which_they_come_into_force(partner: Partner) -> None:
    keep(partner, DAY, 78)
    marks = {date.fromordinal(one.at): one.label for one in picture(partner).changes}
    assert marks == {
        date(2023, 3, 1): "1 Mar",
        date(2023, 5, 4): "4 May",
        date(2023, 6, 13): "13 Jun",
        date(2023, 7, 1): "1 Jul",
    }
    links = {one.title: one.url for one in chart(partner).links}
    assert list(links) == ["1 Mar 2023", "4 May 2023", "13 Jun 2023", "1 Jul 2023"]
    query = f"?first=2023-02-28&second=2023-03-01&chapter={BA}&partner=1000001"
    assert links["1 Mar 2023"] == f"/rulebook/differences/{query}"
    in_table = {row[0]: row[3] for row in chart(partner).rows if row[3]}
    assert in_table == {
        "15 Mar 2023": "1 Mar 2023",
        "15 May 2023": "4 May 2023",
        "20 Jun 2023": "13 Jun 2023",
        "25 Jul 2023": "1 Jul 2023",
    }


def test_designation_begins_with_its_first_refresh_under_rules(partner: Partner) -> None:
    found = pages.designation_page(partner, "infrastructure", TODAY).course
    assert found is not None and isinstance(found.picture, Course)
    assert [date.fromordinal(one.at) for one in found.picture.dots] == [date(2023, 6, 20), DAY]
    assert found.picture.changes == ()


def test_preview_is_ahead_on_the_day_of_the_next_refresh(partner: Partner) -> None:
    keep(partner, DAY, 78)
    keep(partner, DAY, 84, basis="preview")
    ahead = picture(partner).ahead
    assert ahead is not None
    assert [date.fromordinal(ahead.at), ahead.value] == [date(2023, 8, 20), Decimal(84)]
    assert chart(partner).rows[-1][:2] == ("20 Aug 2023, preview", "84")
    assert picture(partner, Asked(DAY, "preview", None)) == picture(partner)


def test_preview_of_which_nothing_is_known_is_left_out(partner: Partner) -> None:
    keep(partner, DAY, 78)
    assert picture(partner).ahead is None


def test_table_is_the_picture_and_csv_is_the_table(partner: Partner) -> None:
    for day, shown in ((date(2023, 3, 15), 51), (date(2023, 7, 20), 77), (DAY, 78)):
        keep(partner, day, shown)
    keep(partner, DAY, 84, basis="preview")
    found, shown_rows = picture(partner), chart(partner).rows
    assert found.ahead is not None
    dots = [*found.dots, found.ahead]
    csv_rows = rows(partner)
    assert [one.at for one in dots] == [date.fromisoformat(row["day"]).toordinal() for row in csv_rows]
    assert [one.label for one in dots] == [row["shown"] for row in csv_rows]
    assert [row[1].replace("–", "") for row in shown_rows] == [row["shown"] for row in csv_rows]
    assert [one.value for one in dots] == [Decimal(row["points"]) if row["points"] else None for row in csv_rows]
    marks = [date.fromordinal(one.at).isoformat() for one in found.changes]
    assert marks == " ".join(filter(None, (row["rules_changed"] for row in csv_rows))).split()
    assert [row["basis"] for row in csv_rows] == [*["published"] * (len(dots) - 1), "preview"]


def test_picture_is_told_in_a_sentence(partner: Partner) -> None:
    for day, shown in ((date(2023, 5, 15), 58), (DAY, 78)):
        keep(partner, day, shown)
    assert chart(partner).told == (
        "The published score went from 58 on 15 May 2023 to 78 on 25 Jul 2023. At 8 refreshes the score is unknown. "
        "70 points qualify. Rules changed on 1 Mar 2023, 4 May 2023, 13 Jun 2023, 1 Jul 2023."
    )


def test_picture_of_nothing_known_says_so(partner: Partner) -> None:
    found = chart(partner)
    assert found.told.startswith("No published score is known. At 10 refreshes the score is unknown.")
    assert drawing(found.picture).shapes


def test_earlier_state_of_knowledge_has_no_picture_as_nothing_was_kept_of_it(partner: Partner) -> None:
    asked = Asked(DAY, "published", datetime(2023, 7, 24, tzinfo=UTC))
    assert pages.designation_page(partner, BA, asked).course is None
    assert rows(partner, asked) == []


def test_picture_of_an_earlier_day_ends_with_it(db: None, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    found = values(picture(partner, Asked(date(2023, 7, 21), "published", None)))
    assert list(found.items())[-1] == (date(2023, 7, 21), 77.5)


def test_picture_asks_once_however_many_scores_were_kept(partner: Partner) -> None:
    asked = []
    for day in range(1, 25):
        keep(partner, date(2023, 7, day), day)
        if day in {1, 24}:
            with CaptureQueriesContext(connection) as found:
                pages.score_rows(partner, BA, TODAY)
            asked.append(len(found))
    assert asked[0] == asked[1]


# Categories


def test_categories_stand_against_what_they_can_earn(team: People, tmp_path: Path) -> None:
    partner = enterprise(tmp_path)
    found = pages.designation_page(partner, BA, TODAY).shares
    assert found is not None
    assert isinstance(found.picture, Bars)
    told = [(one.label, one.text, float(one.value), int(one.most), one.kind) for one in found.picture.bars]
    assert told == [
        ("Performance", "15 of 15", 15, 15, "good"),
        ("Skilling", "35 of 35", 35, 35, "good"),
        ("Customer success", "27.5 of 50", 27.5, 50, "plain"),
    ]
    assert [list(row[1:]) for row in found.rows] == [["15", "15"], ["35", "35"], ["27.5", "50"]]
    assert found.told == "Performance: 15 of 15; Skilling: 35 of 35; Customer success: 27.5 of 50"
    assert list(pages.category_rows(partner, BA, TODAY)) == [
        ["category", "points", "at_most"],
        ["performance", "15", 15],
        ["skilling", "35", 35],
        ["customer_success", "27.5", 50],
    ]
