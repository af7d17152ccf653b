"""Towns that somebody names, in any of our languages and ways of writing."""

import pytest
from django.test import Client

from directory import countries, places
from directory.models import Place
from tests.directory.profiles import TOWNS, town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _towns() -> None:
    for name in TOWNS:
        town(name)


def other(key: int, name: str, country: str, population: int, region: str = "") -> Place:
    """A town that is in no list."""
    folded = places.plain(name)
    where = {"latitude": 33.66, "longitude": -95.55, "population": population, "names": f"'{folded}'"}
    return Place.objects.create(geoname_id=key, name=name, folded=folded, country=country, region=region, **where)


@pytest.mark.parametrize("text", ["Munich", "munich", "MUNICH, Germany", "Munich, DE", "mun", "Munich,de"])
def test_town_is_found_by_name_and_country(text: str) -> None:
    found = places.find(text)
    assert found is not None and found.place.name == "Munich"


@pytest.mark.parametrize("text", ["", " ", ",", "\0", "Xyzzyville", "Munich, France", "'; DROP TABLE", "x" * 10_000])
def test_town_that_is_none_is_not_found(text: str) -> None:
    assert places.find(text) is None


def test_town_of_a_name_that_several_have_is_the_largest_and_names_the_others() -> None:
    other(900_000_003, "Xparis", "FR", 2_000_000)
    small = other(900_000_001, "Xparis", "US", 25_000, "TX")
    found = places.find("xparis")
    assert found is not None and (found.place.country, found.others) == ("FR", (small,))
    there = places.find("Xparis (TX), United States")
    assert there is not None and there.place == small


def test_town_called_exactly_so_comes_before_a_larger_one_that_begins_so() -> None:
    other(900_000_002, "Parisville", "FR", 9_000_000)
    found = places.find("Paris")
    assert found is not None and found.place.name == "Paris"


def test_suggestions_are_the_largest_that_begin_so() -> None:
    assert places.suggest("Vienn")[:1] == ["Vienna, Austria"]
    assert places.suggest("Vienn", "DE") == []


def test_suggestions_tell_towns_of_a_name_apart() -> None:
    for number, region in enumerate(("MO", "IL")):
        other(900_000_010 + number, "Xspringfield", "US", 100_000 - number, region)
    assert places.suggest("xspring") == ["Xspringfield (MO), United States", "Xspringfield (IL), United States"]


def test_suggestions_come_as_options(client: Client) -> None:
    response = client.get("/directory/places/", {"place": "<Munich"})
    assert response.content.decode().split() == ["<option", 'value="Munich,', 'Germany">Munich,', "Germany</option>"]


@pytest.mark.parametrize("text", ["\0", "x" * 5000, "%", "'", "\\"])
def test_suggestions_take_any_text(client: Client, text: str) -> None:
    assert client.get("/directory/places/", {"place": text, "country": text}).status_code == 200


def test_countries_are_known_by_letters_and_names() -> None:
    assert (countries.name("DE"), countries.name("XX")) == ("Germany", "XX")
    assert [countries.code_of(text) for text in ("Germany", "de", " GERMANY ", "Deutschlandia", "")] == [
        "DE",
        "DE",
        "DE",
        "",
        "",
    ]
    assert len(countries.names()) > 240
