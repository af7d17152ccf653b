"""Customers and people over REST."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring import customers, people
from scoring.eligibility_wire import customer, person
from scoring.forms import Asked
from tests.api import Api
from tests.people import People
from tests.scoring.eligible import eligible

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _evidence(team: People, tmp_path: Path, demo_day: date) -> None:
    eligible(tmp_path, team.partner)


def named(body: dict[str, Any], designation: str, metric: str, part: str = "") -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        one
        for one in body["metrics"]
        if (one["designation"], one["metric"], one["part"]) == (designation, metric, part)
    ]
    assert len(found) == 1
    return found[0]


def test_customers_are_those_of_the_page(api: Api, team: People, demo_day: date) -> None:
    status, body = api.get("customers/")
    assert (status, body["partner"], body["as_of"], body["basis"]) == (
        200,
        team.partner.mpn_id,
        "2023-07-25",
        "published",
    )
    found = customers.find(team.partner, Asked(demo_day, "published", None), customers.Wanted())
    assert body["customers"]["results"] == [customer(one) for one in found.chosen]
    assert named(body, "modern_work", "net_customer_adds") == {
        "designation": "modern_work",
        "track": "enterprise",
        "metric": "net_customer_adds",
        "part": "",
        "now": "2023-06-01",
        "base": "2022-06-01",
        "known": True,
        "missing": [],
        "customers": {"kept": 1, "new": 1, "lost": 0, "missed": 1},
    }


def test_customer_says_how_it_stands(api: Api) -> None:
    body = api.get("customers/", q="fabrikam", designation="data_ai")[1]
    (one,) = body["customers"]["results"]
    assert (one["tenant"], one["customer"]) == ("fabrikam", "Fabrikam")
    assert one["standings"][1] == {
        "designation": "data_ai",
        "metric": "usage_growth",
        "part": "",
        "counts": False,
        "counted_before": True,
        "verdict": "absent",
        "shortfall": None,
        "now": "0",
        "base": "1200",
    }


def test_customers_are_paged_filtered_and_each_comes_once(api: Api) -> None:
    pages = [api.get("customers/", limit=2, offset=offset)[1]["customers"] for offset in (0, 2, 4)]
    assert [one["tenant"] for page in pages for one in page["results"]] == [
        "adatum", "fabrikam", "litware", "northwind", "wingtip",
    ]  # fmt: skip
    assert {page["count"] for page in pages} == {5}
    lost = api.get("customers/", metric="data_ai.usage_growth", status="lost")[1]
    assert ([one["tenant"] for one in lost["customers"]["results"]], len(lost["metrics"])) == (["fabrikam"], 1)


def test_people_are_those_of_the_page(api: Api, team: People, demo_day: date) -> None:
    status, body = api.get("people/")
    assert status == 200
    found = people.find(team.partner, Asked(demo_day, "published", None), people.Wanted())
    assert body["people"]["results"] == [person(one) for one in found.chosen]
    assert body["unknown_titles"] == [{"title": "Contoso Certified Baker", "certificates": 2, "people": 1}]
    assert named(body, "data_ai", "intermediate_certifications") == {
        "designation": "data_ai",
        "track": None,
        "metric": "intermediate_certifications",
        "part": "",
        "known": True,
        "missing": [],
        "people": "1",
        "held": 1,
        "threshold": "10",
        "cap": 40,
        "points": "4",
        "next_loss": None,
        "gates": {
            "architects": {"people": 2, "needed": 2, "next_loss": {"day": "2023-10-01", "people": 1}},
            "administrators": {"people": 2, "needed": 2, "next_loss": {"day": "2023-08-10", "people": 1}},
        },
    }


def test_people_say_what_ends_when_and_what_it_costs(api: Api) -> None:
    calendar = api.get("people/")[1]["calendar"]
    assert [(one["day"], one["points"], len(one["endings"])) for one in calendar] == [
        ("2023-08-10", "12", 2),
        ("2023-09-20", "0", 1),
        ("2023-10-01", "0", 1),
    ]
    assert calendar[0]["costs"][0] == {
        "designation": "data_ai",
        "metric": "intermediate_certifications",
        "before": "4",
        "after": "0",
        "points": "4",
    }
    assert calendar[0]["endings"][0]["loses"][0] == {
        "designation": "data_ai",
        "metric": "intermediate_certifications",
        "step": "administrators",
        "verdict": "opens_gate",
        "units": "0",
    }


def test_people_are_paged_and_filtered(api: Api) -> None:
    pages = [api.get("people/", limit=3, offset=offset)[1]["people"] for offset in (0, 3)]
    assert [one["name"] for page in pages for one in page["results"]] == ["Alma", "Bram", "Ines", "Milo"]
    found = api.get("people/", designation="data_ai", certificate="azure_data_engineer_associate", within=60)[1]
    assert [one["name"] for one in found["people"]["results"]] == ["Ines"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("customers/", {"designation": "horoscopes"}),
        ("customers/", {"metric": "data_ai.horoscopes"}),
        ("customers/", {"metric": "horoscopes"}),
        ("customers/", {"status": "horoscope"}),
        ("people/", {"designation": "horoscopes"}),
        ("people/", {"certificate": "certified_baker"}),
        ("people/", {"within": "31"}),
        ("people/", {"as_of": "soon"}),
    ],
)
def test_lists_asked_for_in_other_words_are_400(api: Api, path: str, query: dict[str, str]) -> None:
    status, body = api.get(path, **query)
    assert (status, body["error"]["code"], list(body["error"]["fields"])) == (400, "invalid", list(query))


@pytest.mark.parametrize("path", ["customers/", "people/"])
def test_lists_before_the_programme_are_404(api: Api, path: str) -> None:
    assert api.get(path, as_of="2022-10-02")[0] == 404
