"""What a customer asks the directory for, read from the address: what is unusable is left out, so that any has an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from directory import places, vocabulary
from directory.places import Found
from directory.vocabulary import DESIGNATION, INDUSTRY, PRODUCT, SERVICE, SIZE, SPECIALIZATION
from partnerhub import clock, rules
from specializations import queries as specializations

BEST, RESPONSIVE, NEAREST = "best", "responsive", "nearest"
RADII = (10, 25, 50, 100, 250, 500)
USUAL_RADIUS = 50
LONGEST = 100
_MOST_CHOSEN = 5


@dataclass(frozen=True)
class Wish:
    """What somebody is looking for. Lists hold keys of ``vocabulary``, designations and specializations.

    ``place`` is as it was typed, ``found`` the town that it names.
    """

    text: str = ""
    name: str = ""
    place: str = ""
    found: Found | None = None
    within: int = USUAL_RADIUS
    size: str = ""
    industries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    specializations: tuple[str, ...] = ()
    sort: str = BEST
    page: int = 1

    @property
    def expertise(self) -> list[str]:
        """The marks of which one is enough."""
        return [
            *vocabulary.tags(INDUSTRY, self.industries),
            *vocabulary.tags(PRODUCT, self.products),
            *vocabulary.tags(SERVICE, self.services),
        ]

    @property
    def badges(self) -> list[tuple[str, str]]:
        """The badges (kind, key) of which each is wanted."""
        kinds = ((DESIGNATION, self.designations), (SPECIALIZATION, self.specializations))
        return [(kind, key) for kind, keys in kinds for key in keys]

    @property
    def musts(self) -> list[str]:
        """The marks of which each is wanted."""
        size = [vocabulary.tag(SIZE, self.size)] if self.size else []
        return [*size, *(vocabulary.tag(kind, key) for kind, key in self.badges)]

    @property
    def is_anything(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.text or self.name or self.place or self.musts or self.expertise)

    def shown(self, **more: object) -> list[tuple[str, str]]:
        """The question as an address writes it down; ``more`` are values that are to be others."""
        asked = replace(self, **more)  # type: ignore[arg-type]
        told: list[tuple[str, str]] = [("q", asked.text), ("name", asked.name), ("place", asked.place)]
        told.append(("within", str(asked.within) if asked.place and asked.within != USUAL_RADIUS else ""))
        told.append(("size", asked.size))
        for name, keys in (("industry", asked.industries), ("product", asked.products), ("service", asked.services)):
            told += [(name, key) for key in keys]
        told += [("designation", key) for key in asked.designations]
        told += [("specialization", key) for key in asked.specializations]
        told.append(("sort", asked.sort if asked.sort != BEST else ""))
        told.append(("page", str(asked.page) if asked.page > 1 else ""))
        return [(name, value) for name, value in told if value]

    def query(self, **more: object) -> str:
        """The same, as the part of an address after its question mark."""
        return urlencode(self.shown(**more))


def choices() -> Mapping[str, Mapping[str, str]]:
    """What can be chosen, by the name in the address: key -> label."""
    known = rules.book().designations
    return {
        "size": _labels(vocabulary.SIZES),
        "industry": _labels(vocabulary.INDUSTRIES),
        "product": _labels(vocabulary.PRODUCTS),
        "service": _labels(vocabulary.SERVICES),
        "designation": {one.key: one.title for one in sorted(known.values(), key=lambda one: one.order)},
        "specialization": specializations.catalogue(clock.today()),
    }


def _labels(known: vocabulary.Labels) -> dict[str, str]:
    return {key: str(label) for key, label in known.items()}


def wish(query: QueryDict, known: Mapping[str, Mapping[str, str]]) -> Wish:
    """What an address asks for. Without a place that is found nothing can be near to it."""
    place = _text(query, "place")
    found = places.find(place) if place else None
    sort = query.get("sort", "")
    chosen = {name: _chosen(query.getlist(name), known[name]) for name in known}
    return Wish(
        text=_text(query, "q"),
        name=_text(query, "name"),
        place=place,
        found=found,
        within=_within(query.get("within", "")),
        size=next(iter(chosen["size"]), ""),
        industries=chosen["industry"],
        products=chosen["product"],
        services=chosen["service"],
        designations=chosen["designation"],
        specializations=chosen["specialization"],
        sort=sort if sort == RESPONSIVE or (sort == NEAREST and found) else BEST,
        page=max(_number(query.get("page", "")), 1),
    )


def _text(query: QueryDict, name: str) -> str:
    return " ".join(query.get(name, "").replace("\0", " ")[:LONGEST].split())


def _chosen(values: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value in known))[:_MOST_CHOSEN]


def _within(text: str) -> int:
    """The smallest radius to choose from that is at least so large."""
    wanted = _number(text) or USUAL_RADIUS
    return next((radius for radius in RADII if radius >= wanted), RADII[-1])


def _number(text: str) -> int:
    """A whole number of few digits; 0 for anything else."""
    return int(text[:9]) if text.isascii() and text.isdigit() else 0
