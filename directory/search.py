"""Which listings answer a question, and in which order. One table is asked, with what its indexes know.

A listing must lie within the radius, serve the size asked for, hold every badge asked for, and have at least one of the
industries, products, services and words asked for (support page of 14 October 2020). Those that have them all come first.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression

from directory import badges, geography, spelling, words
from directory.asking import NEAREST, RESPONSIVE, Wish
from directory.models import Listing, Place

PER_PAGE = 24
# Further nobody leafs; counting on would only cost time.
MOST = 960
_SHOWN = ("partner", "place", "publication__logo__small")


@dataclass(frozen=True)
class Result:
    """A listing among the results. ``km``: how far from the place asked for; ``has_all``: whether it has all that was asked."""

    listing: Listing
    km: float | None
    has_all: bool


@dataclass(frozen=True)
class Results:
    """One page of results; ``count`` of all, which is ``MOST`` where there are at least as many.

    ``spelt``: the words that were looked for instead of those that nobody has.
    """

    wish: Wish
    results: list[Result]
    count: int
    spelt: str = ""


def find(wish: Wish, day: date) -> Results:
    """The page of results that a question asks for."""
    if wish.place and wish.found is None:
        return Results(wish, [], 0)
    spelt = spelling.corrections(words.asked(wish.text))
    full, some = _matching(wish, day, spelt.spellings)
    count = _count(full, some)
    wish = replace(wish, page=min(wish.page, max(1, -(-count // PER_PAGE))))
    last = wish.page * PER_PAGE
    keys = _keys(full, some, wish, last)[last - PER_PAGE :]
    return Results(wish, _results(keys, wish), count, spelt.told)


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
    rows = Listing.objects.all()
    rows = rows.filter(tags__contains=wish.musts) if wish.musts else rows
    for kind, key in wish.badges:
        # The mark may be a day too old or too early; the badge knows its days.
        held = badges.holding(day).filter(partner=OuterRef("partner"), kind=kind, key=key)
        rows = rows.filter(Exists(held))
    if query := words.beginnings(([word] for word in words.asked(wish.name)), weight="A"):
        rows = rows.filter(words=SearchQuery(query, search_type="raw", config="simple"))
    elif wish.name:
        return rows.none()
    return _within(rows, wish.found.place, wish.within) if wish.found else rows.filter(is_main=True)


def _within(rows: QuerySet[Listing], place: Place, km: int) -> QuerySet[Listing]:
    """The listings within a radius, of each profile the nearest."""
    box = geography.box(place.latitude, place.longitude, km)
    east_west = Q()
    for west, east in box.longitudes:
        east_west |= Q(longitude__range=(west, east))
    rows = rows.filter(east_west, latitude__range=(box.south, box.north))
    rows = rows.annotate(near=_near(place)).filter(near__gte=geography.nearness(km))
    others = Listing.objects.filter(publication=OuterRef("publication")).annotate(near=_near(place))
    nearer = others.filter(Q(near__gt=OuterRef("near")) | Q(near=OuterRef("near"), pk__lt=OuterRef("pk")))
    return rows.filter(Q(is_alone=True) | ~Exists(nearer))


def _near(place: Place) -> CombinedExpression:
    x, y, z = geography.vector(place.latitude, place.longitude)
    return F("x") * Value(x) + F("y") * Value(y) + F("z") * Value(z)


def _count(full: QuerySet[Listing], some: QuerySet[Listing] | None) -> int:
    count = full.order_by()[:MOST].count()
    if some is not None and count < MOST:
        count += some.order_by()[: MOST - count].count()
    return count


def _keys(full: QuerySet[Listing], some: QuerySet[Listing] | None, wish: Wish, last: int) -> list[tuple[int, bool]]:
    """The first ``last`` results, those that have everything in front; with whether they have."""
    order = _order(wish)
    found = [(key, True) for key in full.order_by(*order).values_list("pk", flat=True)[:last]]
    if some is not None and len(found) < last:
        more = some.order_by(*order).values_list("pk", flat=True)[: last - len(found)]
        found += [(key, False) for key in more]
    return found


def _order(wish: Wish) -> tuple[str, ...]:
    if wish.sort == NEAREST:
        return "-near", "-best", "pk"
    return ("-response" if wish.sort == RESPONSIVE else "-best"), "pk"


def _results(keys: list[tuple[int, bool]], wish: Wish) -> list[Result]:
    rows = Listing.objects.select_related(*_SHOWN).defer("words", "tags").in_bulk([key for key, _has_all in keys])
    return [Result(rows[key], _km(rows[key], wish), has_all) for key, has_all in keys if key in rows]


def _km(listing: Listing, wish: Wish) -> float | None:
    if wish.found is None:
        return None
    place = wish.found.place
    there = zip(geography.vector(place.latitude, place.longitude), (listing.x, listing.y, listing.z), strict=True)
    return geography.distance(sum(one * other for one, other in there))
