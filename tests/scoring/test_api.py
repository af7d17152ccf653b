"""Scores and contributions over REST."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from partnerhub import rules
from scoring import changes, queries, wire
from scoring.forms import Asked
from tests.api import NOT_FOUND, Api
from tests.evidence_files import KNOWN, imported
from tests.filled import revenue
from tests.people import People


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """Today is the demo's day."""


@pytest.fixture
def adds(team: People, tmp_path: Path) -> list[int]:
    """June 2022 knows one customer, June 2023 eight; a second file, known a week later, has nine."""
    months = [revenue("2022-06", "t0"), *(revenue("2023-06", f"t{number}") for number in range(8))]
    later = [revenue("2023-06", f"t{number}") for number in range(9)]
    return [
        imported(tmp_path, team.partner, "business_apps_revenue", rows, known=known).run.pk
        for rows, known in ((months, KNOWN), (later, datetime(2023, 7, 24, tzinfo=UTC)))
    ]


def test_scores_are_those_of_today_published(api: Api, team: People, demo_day: date, adds: list[int]) -> None:
    status, body = api.get("scores/")
    assert (status, body["partner"], body["as_of"], body["basis"]) == (
        200,
        team.partner.mpn_id,
        "2023-07-25",
        "published",
    )
    scores = queries.scores(team.partner, demo_day, "published")
    assert list(body["designations"]) == list(rules.book().scored)
    assert body["designations"] == {score.designation: wire.score(score) for score in scores}
    metric = body["designations"]["business_applications"]["metrics"]["net_customer_adds"]
    assert (metric["actual"], metric["totals"], metric["now"]) == ("8", {"now": "9", "base": "1"}, "2023-06-01")


def test_scores_of_a_day_with_what_was_known_then(api: Api, adds: list[int]) -> None:
    body = api.get("scores/", as_of="2023-07-22", known_at="2023-07-22T12:00:00Z", basis="preview")[1]
    metric = body["designations"]["business_applications"]["metrics"]["net_customer_adds"]
    assert (body["as_of"], body["basis"], metric["totals"]) == ("2023-07-22", "preview", {"now": "8", "base": "1"})


def test_scores_before_the_programmes_rules_are_none(api: Api) -> None:
    status, body = api.get("scores/", as_of="2020-01-01")
    assert (status, body["designations"]) == (200, {})


@pytest.mark.parametrize("query", [{"basis": "guessed"}, {"known_at": "yesterday"}, {"as_of": "2023-02-30"}])
def test_scores_asked_for_in_other_words_are_400(api: Api, query: dict[str, str]) -> None:
    status, body = api.get("scores/", **query)
    assert (status, body["error"]["code"], list(body["error"]["fields"])) == (400, "invalid", list(query))


# Contributions

CONTRIBUTIONS = "scores/business_applications/net_customer_adds/contributions/"


def test_contributions_add_up_to_the_figure(api: Api, adds: list[int]) -> None:
    status, body = api.get(CONTRIBUTIONS)
    rows = body["contributions"]["results"]
    assert (status, body["metric"], body["actual"], body["contributions"]["count"]) == (
        200,
        "net_customer_adds",
        "8",
        10,
    )
    units = {period: sum(int(row["units"]) for row in rows if row["period"] == period) for period in ("now", "base")}
    assert units == {"now": 9, "base": 1}
    assert {tuple(row["origins"][0]) for row in rows if row["period"] == "now"} == {
        (adds[1], line) for line in range(2, 11)
    }
    assert body["rule"] != []


def test_contributions_are_paged_and_each_comes_once(api: Api, adds: list[int]) -> None:
    pages = [api.get(CONTRIBUTIONS, limit=4, offset=offset)[1]["contributions"] for offset in (0, 4, 8)]
    whole = api.get(CONTRIBUTIONS)[1]["contributions"]["results"]
    assert [len(page["results"]) for page in pages] == [4, 4, 2]
    assert [row for page in pages for row in page["results"]] == whole
    assert (pages[0]["previous"], pages[-1]["next"]) == (None, None)


@pytest.mark.parametrize(
    "path", ["scores/business_applications/horoscope/contributions/", "scores/horoscopes/deployments/contributions/"]
)
def test_contributions_of_what_is_not_measured_are_404(api: Api, path: str) -> None:
    assert api.get(path) == NOT_FOUND


def test_contributions_before_the_programmes_rules_are_404(api: Api) -> None:
    assert api.get(CONTRIBUTIONS, as_of="2020-01-01")[0] == 404


def test_changes_are_both_scores_and_the_rules_that_differ(api: Api, team: People, adds: list[int]) -> None:
    status, body = api.get("scores/business_applications/changes/", rules_on="2022-10-03")
    asked = Asked(date(2023, 7, 25), "published", None)
    found = changes.change(team.partner, "business_applications", asked, date(2022, 10, 3))
    assert (status, body) == (200, {"partner": team.partner.mpn_id, **changes.as_json(found)})
    assert (body["before"]["track"], body["after"]["track"], len(body["differences"]) > 10) == ("smb", "larger", True)


@pytest.mark.parametrize(
    ("as_of", "rules_on"), [("2023-07-25", "2023-12-01"), ("2022-10-02", "2022-10-03"), ("2099-01-01", "2099-01-01")]
)
def test_changes_take_the_next_day_that_brings_other_rules(api: Api, as_of: str, rules_on: str) -> None:
    body = api.get("scores/business_applications/changes/", as_of=as_of)[1]
    assert (body["as_of"], body["rules_on"]) == (as_of, rules_on)


def test_changes_of_no_designation_are_not_found_and_of_no_day_400(api: Api) -> None:
    assert api.get("scores/baking/changes/") == NOT_FOUND
    status, body = api.get("scores/security/changes/", rules_on="soon")
    assert (status, list(body["error"]["fields"])) == (400, ["rules_on"])
