"""What is searched is found however it is spelt, by Python and by PostgreSQL alike."""

import pytest

from partnerhub.folding import begins, fold, found_in, has_all, spellings
from partnerhub.listing import Column, Query, containing, stored
from partnerhub.models import Partner
from tests.factories import PartnerFactory

NAMES = [
    "München Werke",
    "Muenchen Süd",
    "Mu\u0308nchen Nord",
    "L’Atelier d'Été",
    "Smørrebrød & Søn",
    "Ångström",
    "Straße Łódź",
    "100 % Œuvre_Ð",
    "Æther",
    "Plain",
]
# What is typed, and the places of the names that it finds.
TYPED = [
    ("muenchen", [0, 1, 2]),
    ("münchen", [0, 1, 2]),
    ("MÜNCHEN w", [0]),
    ("munchen", [0, 2]),
    ("sued", [1]),
    ("l'atelier", [3]),
    ("L‘ATELIER D’E", [3]),
    ("smoerre", [4]),
    ("smørrebrød", [4]),
    ("sorre", []),
    ("angstrom", [5]),
    ("aangstroem", [5]),
    ("strasse lodz", [6]),
    ("%", [7]),
    ("_", [7]),
    ("oeuvre_đ", [7]),
    ("aether", [8]),
    ("ÆTHER", [8]),
    ("plain", [9]),
]


@pytest.mark.parametrize(("typed", "places"), TYPED)
def test_text_is_found_in_names_however_it_is_spelt(typed: str, places: list[int]) -> None:
    assert containing(NAMES, f" {typed} ", str) == [NAMES[place] for place in places]


def test_database_finds_what_python_finds(db: None) -> None:
    for name in NAMES:
        PartnerFactory(name=name)
    columns = (Column("name", "Name", ("pk",)),)
    found = {
        typed: [
            one.name
            for one in stored(
                Partner.objects.all(), Query({"q": typed, "sort": "name"}), columns, search=("name", "mpn_id")
            ).page
        ]
        for typed, _places in TYPED
    }
    assert found == {typed: [NAMES[place] for place in places] for typed, places in TYPED}


def test_every_word_must_stand_in_the_text() -> None:
    wanted = [spellings("süd"), spellings("muenchen")]
    assert (has_all("Muenchen Süd", wanted), has_all("München Nord", wanted)) == (True, False)


def test_text_begins_with_one_of_the_spellings() -> None:
    assert (begins("Müller & Söhne", spellings("muell")), begins("A Müller", spellings("müll"))) == (True, False)


def test_accents_of_their_own_are_found_with_their_letter() -> None:
    assert found_in("Mu\u0308nchen", [spellings("mün")]) == [True] * 4 + [False] * 4
    assert found_in("Straße", [spellings("ss")]) == [False] * 4 + [True, False]
    assert found_in("abab", [spellings("ab")]) == [True] * 4


def test_apostrophes_are_one() -> None:
    assert {fold(f"l{one}a") for one in "'’‘ʼ´`′"} == {"l'a"}
