"""What a search in a workspace finds, in which order, and what it makes of hostile words."""

import time
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from scoring.people import person_id
from specializations.search import LONGEST, SHOWN, Part, asked, marked, search
from tests.factories import PartnerFactory
from tests.html import Html, check_page
from tests.lake_rows import put
from tests.people import People

pytestmark = pytest.mark.slow
MONTH = date(2023, 6, 1)
CERTIFICATE = {"month": MONTH, "title": "AZ-104", "training_type": "Certification", "completed": MONTH}


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """Rules and catalogue are those of the demo's day."""


def fill(team: People, customers: dict[str, str], people: dict[str, str]) -> None:
    usage = [{"month": MONTH, "tenant": tenant, "customer": name, "acr": 5} for tenant, name in customers.items()]
    trained = [{**CERTIFICATE, "person": key, "first_name": name} for key, name in people.items()]
    put(team.partner, {"azure_usage": usage, "trainings": trained})


def titles(team: People, text: str, kind: str) -> list[str]:
    groups = {group.key: group for group in search(team.partner, text).groups}
    return ["".join(part.text for part in hit.title) for hit in groups[kind].hits] if kind in groups else []


def test_customers_are_found_by_name_and_tenant_those_that_begin_so_first(team: People) -> None:
    fill(team, {"t-1": "Alpine Ski House", "t-2": "Ski Alpine", "t-99": ""}, {})
    assert titles(team, "ski", "customers") == ["Ski Alpine", "Alpine Ski House"]
    assert titles(team, "ALPINE ski", "customers") == ["Alpine Ski House", "Ski Alpine"]
    assert titles(team, "t-99", "customers") == ["t-99"]
    assert titles(team, "ski nothing", "customers") == []


def test_people_are_found_by_name_and_id_and_lead_to_their_page(team: People) -> None:
    fill(team, {"t": "Litware"}, {"p-7": "Gilda", "p-8": ""})
    (group,) = [one for one in search(team.partner, "gil").groups if one.key == "people"]
    assert (group.hits[0].url, group.total, group.more) == (
        reverse("person", args=[team.partner.mpn_id, person_id(team.partner, "p-7")]), 1, 0,
    )  # fmt: skip
    assert titles(team, "p-8", "people") == ["p-8"]


def test_specializations_are_found_by_the_names_they_went_by(team: People) -> None:
    assert titles(team, "kubernetes", "specializations") == ["Kubernetes on Microsoft Azure"]
    assert "Microsoft Azure Virtual Desktop" in titles(team, "windows virtual desktop", "specializations")
    assert titles(team, "modern work", "specializations")[0] == "Modern Work"


def test_rules_are_found_and_lead_to_their_place(team: People) -> None:
    (group,) = [one for one in search(team.partner, "net_customer_adds cap").groups if one.key == "rules"]
    assert group.total > 0
    assert group.hits[0].url.startswith("/rulebook/")
    assert group.all_url == f"/rulebook/?partner={team.partner.mpn_id}&q=net_customer_adds+cap"


def test_customers_of_another_partner_are_not_found(team: People) -> None:
    put(PartnerFactory(), {"azure_usage": [{"month": MONTH, "tenant": "t", "customer": "Litware", "acr": 5}]})
    assert titles(team, "litware", "customers") == []


def test_many_are_counted_and_the_first_shown(team: People) -> None:
    fill(team, {f"t{number:02}": f"Litware {number:02}" for number in range(SHOWN + 3)}, {})
    (group,) = [one for one in search(team.partner, "litware").groups if one.key == "customers"]
    assert (len(group.hits), group.total, group.more) == (SHOWN, SHOWN + 3, 3)
    assert group.all_url.endswith("?q=litware#list")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("  \0 ", ""),
        ("a\0b", "a b"),
        ("x" * 5000, "x" * LONGEST),
        ("100%' OR 1=1 --", "100%' OR 1=1 --"),
        ("(", "("),
    ],
)
def test_hostile_words_are_looked_for_as_they_are(team: People, text: str, words: str) -> None:
    assert asked(text) == words
    assert search(team.partner, text).words == words
    client = Client()
    client.force_login(team.owner)
    response = client.get(reverse("search", args=[team.partner.mpn_id]), {"q": text})
    assert response.status_code == 200
    check_page(response)


def test_found_words_are_marked_whatever_their_case() -> None:
    assert marked("Alpine Ski House", [("ski",), ("alp",)]) == [
        Part("Alp", True), Part("ine ", False), Part("Ski", True), Part(" House", False),
    ]  # fmt: skip
    assert marked("a.b", [(".",)]) == [Part("a", False), Part(".", True), Part("b", False)]


@pytest.mark.parametrize("typed", ["müller", "Mueller", "muller", "MÜLLER", "mu\u0308ller"])
def test_customers_are_found_however_their_umlauts_are_typed(team: People, typed: str) -> None:
    fill(team, {"t-1": "Gebrüder Müller", "t-2": "Litware"}, {"p": "Gilda"})
    (group,) = (one for one in search(team.partner, typed).groups if one.key == "customers")
    assert [[(part.text, part.is_found) for part in hit.title] for hit in group.hits] == [
        [("Gebrüder ", False), ("Müller", True)]
    ]


@pytest.mark.parametrize("typed", ["l'atelier", "L’Atelier", "atelier d`été", "ETE"])
def test_customers_are_found_with_any_apostrophe_and_accent(team: People, typed: str) -> None:
    fill(team, {"t-1": "L’Atelier d'Été", "t-2": "Litware"}, {"p": "Gilda"})
    assert titles(team, typed, "customers") == ["L’Atelier d'Été"]


def test_markup_in_a_name_is_text(team: People) -> None:
    fill(team, {"t": "<b>Litware</b>"}, {})
    client = Client()
    client.force_login(team.owner)
    body = client.get(reverse("search", args=[team.partner.mpn_id]), {"q": "litware"}).content.decode()
    assert "&lt;b&gt;<mark>Litware</mark>&lt;/b&gt;" in "".join(line.strip() for line in body.splitlines())


def test_suggestions_are_a_part_with_fewer_of_each(team: People) -> None:
    fill(team, {f"t{number:02}": f"Litware {number:02}" for number in range(SHOWN)}, {})
    client = Client(headers={"HX-Request": "true"})
    client.force_login(team.owner)
    part = Html(client.get(reverse("search", args=[team.partner.mpn_id]), {"q": "litware"}).content.decode())
    assert (part.count("html"), part.count("h1"), part.count("a"), part.unbalanced) == (0, 0, 4, [])


def test_colleague_without_the_role_searches_the_rules_alone(team: People, client: Client) -> None:
    client.force_login(team.teammate)
    assert client.get(reverse("search", args=[team.partner.mpn_id]), {"q": "a"}).status_code == 403
    page = client.get("/").content.decode()
    assert 'action="/rulebook/"' in page


def test_search_among_fifteen_thousand_customers_is_quick(team: People) -> None:
    fill(team, {f"t{number:05}": f"Litware {number:05}" for number in range(15_000)}, {"p": "Gilda"})
    search(team.partner, "warm")
    began = time.perf_counter()
    found = search(team.partner, "litware 1499")
    assert [group.total for group in found.groups if group.key == "customers"] == [12]
    assert time.perf_counter() - began < 1
