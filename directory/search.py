"""Which listings answer a question, and in which order. One table is asked, with what its indexes know.

A listing must lie within the radius, serve the size asked for, hold every badge asked for, and have at least one of the
industries, products, services and words asked for (support page of 14 October 2020). Those that have them all come first.
"""

from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression

from directory import badges, geography, spelling, words
from directory.asking import NEAREST, RESPONSIVE, Wish
from directory.models import MOST_LOCATIONS, Listing, Place

PER_PAGE = 24
# So many listings are looked at to count the results. Further nobody leafs; counting on would only cost time.
MOST = 960
_SHOWN = ("partner", "place", "publication__logo__small")
_NEAR, _NOWHERE = "near", Value(0.0)


@dataclass(frozen=True)
class Result:
    """A listing among the results. ``km``: how far from the place asked for; ``has_all``: whether it has all that was asked."""

    listing: Listing
    km: float | None
    has_all: bool


@dataclass(frozen=True)
class Results:
    """One page of results, of ``count``; ``more``: there are more than that.

    ``spelt``: the words that were looked for instead of those that nobody has.
    """

    wish: Wish
    results: list[Result]
    count: int = 0
    more: bool = False
    spelt: str = ""


@dataclass(frozen=True)
class _Found:
    """What answers: the first listings that were come by, of each profile one, in order; all unless there are ``more``."""

    rows: QuerySet[Listing]
    keys: list[int]
    more: bool


def find(wish: Wish, day: date) -> Results:
    """The page of results that a question asks for."""
    if wish.place and wish.found is None:
        return Results(wish, [])
    spelt = spelling.corrections(words.asked(wish.text))
    full_rows, some_rows = _matching(wish, day, spelt.spellings)
    full = _look(full_rows, wish, MOST)
    rest = MOST - len(full.keys)
    some = _look(some_rows, wish, rest) if some_rows is not None and not full.more else _Found(full_rows, [], False)
    count = len(full.keys) + len(some.keys)
    wish = replace(wish, page=min(wish.page, max(1, -(-count // PER_PAGE))))
    first, last = (wish.page - 1) * PER_PAGE, min(wish.page * PER_PAGE, count)
    chosen = [(key, True) for key in _first(full, wish, last)]
    chosen += [(key, False) for key in _first(some, wish, last - len(chosen))]
    return Results(wish, _results(chosen[first:], wish), count, full.more or some.more, spelt.told)


def _matching(wish: Wish, day: date, spellings: list[list[str]]) -> tuple[QuerySet[Listing], QuerySet[Listing] | None]:
    """The listings that have all that was asked for; and those that have only some of it, where more than one thing was."""
    rows = _must(wish, day)
    expertise = wish.expertise
    query = words.beginnings(spellings)
    text = Q(words=SearchQuery(query, search_type="raw", config="simple")) if query else Q()
    if wish.text and not query:  # nothing in it is a word
        return rows.none(), None
    everything = (Q(tags__contains=expertise) if expertise else Q()) & text
    if len(expertise) + bool(query) <= 1:
        return rows.filter(everything), None
    anything = (Q(tags__overlap=expertise) if expertise else Q()) | text
    return rows.filter(everything), rows.filter(anything).exclude(everything)


def _must(wish: Wish, day: date) -> QuerySet[Listing]:
    """What every result has to meet."""
    rows = _within(wish.found.place, wish.within) if wish.found else _anywhere()
    rows = rows.filter(tags__contains=wish.musts) if wish.musts else rows
    for kind, key in wish.badges:
        # The mark may be a day too old or too early; the badge knows its days.
        rows = rows.exclude(partner__in=badges.asleep(kind, key, day))
    if query := words.beginnings(([word] for word in words.asked(wish.name)), weight="A"):
        return rows.filter(words=SearchQuery(query, search_type="raw", config="simple"))
    return rows.none() if wish.name else rows


def _anywhere() -> QuerySet[Listing]:
    """Of each profile the listing that stands for it."""
    return Listing.objects.filter(is_main=True).annotate(near=_NOWHERE)


def _within(place: Place, km: int) -> QuerySet[Listing]:
    """The listings within a radius; of a profile there may be several."""
    box = geography.box(place.latitude, place.longitude, km)
    east_west = Q()
    for west, east in box.longitudes:
        east_west |= Q(longitude__range=(west, east))
    rows = Listing.objects.filter(east_west, latitude__range=(box.south, box.north))
    return rows.annotate(near=_near(place)).filter(near__gte=geography.nearness(km))


def _near(place: Place) -> CombinedExpression:
    x, y, z = geography.vector(place.latitude, place.longitude)
    return F("x") * Value(x) + F("y") * Value(y) + F("z") * Value(z)


def _look(rows: QuerySet[Listing], wish: Wish, most: int) -> _Found:
    """Look at so many listings, in no order. Where these are all, they are put in order here: PostgreSQL, which cannot know how
    rare a word's beginning is, would walk through its index of ranks for them."""
    found = list(rows.order_by().values_list("pk", "publication", _ranked(wish), _NEAR)[:most])
    found.sort(key=lambda row: (-row[2], row[1], -row[3], row[0]))
    return _Found(rows, _nearest(found), len(found) == most)


def _ranked(wish: Wish) -> str:
    """By what results are put in order, the largest first."""
    return {NEAREST: _NEAR, RESPONSIVE: "response"}.get(wish.sort, "best")


def _first(found: _Found, wish: Wish, count: int) -> list[int]:
    """The first so many, of each profile the nearest location."""
    if not found.more or count <= 0:
        return found.keys[: max(count, 0)]
    order = dict.fromkeys((f"-{_ranked(wish)}", "publication", f"-{_NEAR}", "pk"))
    if wish.found is None:  # of each profile one, and the index of ranks has this order
        return list(found.rows.order_by(f"-{_ranked(wish)}", "pk").values_list("pk", flat=True)[:count])
    rows = found.rows.order_by(*order).values_list("pk", "publication")[: count * MOST_LOCATIONS]
    return _nearest(list(rows))[:count]


def _nearest(rows: "list[tuple[int, int]] | list[tuple[int, int, float, float]]") -> list[int]:
    """Of each profile the listing that comes first."""
    first: dict[int, int] = {}
    for key, publication in map(itemgetter(0, 1), rows):
        first.setdefault(publication, key)
    return list(first.values())


def _results(keys: list[tuple[int, bool]], wish: Wish) -> list[Result]:
    rows = Listing.objects.select_related(*_SHOWN).defer("words", "tags").in_bulk([key for key, _has_all in keys])
    return [Result(rows[key], _km(rows[key], wish), has_all) for key, has_all in keys if key in rows]


def _km(listing: Listing, wish: Wish) -> float | None:
    if wish.found is None:
        return None
    place = wish.found.place
    there = zip(geography.vector(place.latitude, place.longitude), (listing.x, listing.y, listing.z), strict=True)
    return geography.distance(sum(one * other for one, other in there))
