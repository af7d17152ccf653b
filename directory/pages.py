"""What the public pages show: the search with its results, a provider's page. Nothing here is about a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import asking, badges, countries, places, queries, search, vocabulary
from directory.asking import BEST, NEAREST, RADII, RESPONSIVE, Wish
from directory.models import Listing, ProfileBadge, Words
from directory.search import PER_PAGE, Result, Results
from partnerhub.listing import Option, Select
from scoring import wording
from scoring.why import Tab

# A meta description is cut off by search engines after about so many letters, a card's text after two lines.
_SUMMARY = 155


@dataclass(frozen=True)
class Badge:
    """A designation or specialization held, since when and until when."""

    title: str
    kind: str
    since: date
    until: date


@dataclass(frozen=True)
class Card:
    """A provider among the results. ``distance`` is empty where no place was asked for."""

    name: str
    url: str
    where: str
    summary: str
    badges: list[str]
    distance: str
    has_all: bool
    logo_url: str


@dataclass(frozen=True)
class Choice:
    """A list of which several can be chosen; ``chosen`` is how many are."""

    name: str
    label: str
    options: list[Option]
    chosen: int


@dataclass(frozen=True)
class SearchPage:
    """The search: the question as its form shows it, and one page of answers.

    ``told`` says what was found; ``others`` are towns of the same name (label, address). ``is_question``: whether it asks at all.
    """

    wish: Wish
    size: Select
    within: Select
    choices: list[Choice]
    tabs: list[Tab]
    told: str
    spelt: str
    others: list[tuple[str, str]]
    cards: list[Card]
    rows_page: Page[int]
    is_question: bool
    canonical: str


def search_page(query: QueryDict, on: date) -> SearchPage:
    """The page of results that an address asks for."""
    known = asking.choices()
    found = search.find(asking.wish(query, known), on)
    wish = found.wish
    return SearchPage(
        wish=wish,
        size=_one("size", _("Size of your organisation"), known["size"], wish.size),
        within=_one("within", _("Within"), {str(km): _("%(km)d km") % {"km": km} for km in RADII}, str(wish.within)),
        choices=_choices(known, wish),
        tabs=_tabs(wish),
        told=_told(found),
        spelt=found.spelt,
        others=_others(wish),
        cards=cards(found.results, on),
        rows_page=Paginator(range(found.count), PER_PAGE).get_page(wish.page),
        is_question=bool(query),
        canonical=settings.PUBLIC_URL + reverse("directory"),
    )


def _one(name: str, label: str, known: Mapping[str, str], chosen: str) -> Select:
    return Select(name, name, label, [Option(key, text, key == chosen) for key, text in known.items()])


def _choices(known: Mapping[str, Mapping[str, str]], wish: Wish) -> list[Choice]:
    lists = (
        ("industry", _("Industry"), wish.industries),
        ("product", _("Product"), wish.products),
        ("service", _("Service"), wish.services),
        ("designation", _("Solutions Partner designation"), wish.designations),
        ("specialization", _("Specialization"), wish.specializations),
    )
    return [
        Choice(name, label, [Option(key, text, key in chosen) for key, text in known[name].items()], len(chosen))
        for name, label, chosen in lists
    ]


def _tabs(wish: Wish) -> list[Tab]:
    groups = {BEST: _("Best match"), RESPONSIVE: _("Most responsive")}
    groups |= {NEAREST: _("Nearest")} if wish.found else {}
    return [
        Tab(label, None, f"?{wish.query(sort=key, page=1)}#results", wish.sort == key) for key, label in groups.items()
    ]


def _told(found: Results) -> str:
    wish = found.wish
    if wish.place and wish.found is None:
        return _("No town is called “%(place)s”. Check how it is written, or name the nearest larger one.") % {
            "place": wish.place
        }
    if not found.count:
        return _("No provider matches. Ask for less: a larger distance, another size, fewer badges.")
    words = {"count": wording.amount(found.count), "km": wish.within}
    if wish.found is None:
        if found.more:
            return _("%(count)s providers and more") % words
        return ngettext("%(count)s provider", "%(count)s providers", found.count) % words
    words["place"] = places.label(wish.found.place)
    if found.more:
        return _("%(count)s providers and more within %(km)d km of %(place)s") % words
    return (
        ngettext(
            "%(count)s provider within %(km)d km of %(place)s",
            "%(count)s providers within %(km)d km of %(place)s",
            found.count,
        )
        % words
    )


def _others(wish: Wish) -> list[tuple[str, str]]:
    labels = [places.label(one, with_region=True) for one in wish.found.others] if wish.found else []
    return [(label, f"?{wish.query(place=label, page=1)}#results") for label in labels]


def cards(results: Sequence[Result], on: date) -> list[Card]:
    """The cards of these results."""
    held = badges.shown({one.listing.partner_id for one in results}, on)
    titles = badges.titles([badge for found in held.values() for badge in found], on)
    named = {key: [titles[one.kind, one.key] for one in found] for key, found in held.items()}
    return [_card(one, named.get(one.listing.partner_id, [])) for one in results]


def _card(result: Result, names: list[str]) -> Card:
    listing = result.listing
    logo = listing.publication.logo
    return Card(
        name=listing.partner.name,
        url=reverse("directory-profile", args=[listing.pk]),
        where=places.label(listing.place),
        summary=summary(listing.publication.description),
        badges=names,
        distance=_distance(result.km),
        has_all=result.has_all,
        logo_url=reverse("directory-logo", args=[logo.small.sha256]) if logo else "",
    )


def _distance(km: float | None) -> str:
    if km is None:
        return ""
    return _("%(km)s km away") % {"km": wording.amount(round(km))} if round(km) else _("in this town")


def summary(text: str) -> str:
    """The beginning of a description, to the end of a word."""
    told = " ".join(text.split())
    if len(told) <= _SUMMARY:
        return told
    return told[:_SUMMARY].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Said:
    """What a profile says, in words, published or as it is being written. ``expertise``: pairs of heading and labels."""

    name: str
    description: str
    summary: str
    website: str
    linkedin: str
    expertise: list[tuple[str, list[str]]]
    solutions: list[str]
    sizes: list[str]
    logo_url: str
    logo_width: int
    logo_height: int


def said(name: str, words: Words, logo_url: str) -> Said:
    """What a profile says."""
    logo = words.logo
    return Said(
        name=name,
        description=words.description,
        summary=summary(words.description),
        website=words.website,
        linkedin=words.linkedin,
        expertise=expertise(words),
        solutions=[one.strip() for one in words.solutions.replace("\n", ",").split(",") if one.strip()],
        sizes=vocabulary.labels(vocabulary.SIZES, words.sizes),
        logo_url=logo_url if logo else "",
        logo_width=logo.width if logo else 0,
        logo_height=logo.height if logo else 0,
    )


def expertise(words: Words) -> list[tuple[str, list[str]]]:
    """The lists that a profile chose from, each with its heading, where anything was chosen."""
    lists = (
        (_("Industries"), vocabulary.labels(vocabulary.INDUSTRIES, words.industries)),
        (_("Products"), vocabulary.labels(vocabulary.PRODUCTS, words.products)),
        (_("Services"), vocabulary.labels(vocabulary.SERVICES, words.services)),
    )
    return [(title, found) for title, found in lists if found]


def badge_rows(held: Iterable[ProfileBadge], on: date) -> list[Badge]:
    """Badges with their names and days."""
    rows = list(held)
    titles = badges.titles(rows, on)
    return [Badge(titles[one.kind, one.key], one.get_kind_display(), one.since, one.until) for one in rows]


@dataclass(frozen=True)
class ProviderPage:
    """A provider's public page for one location; ``others`` are its other locations (label, address)."""

    listing: Listing
    said: Said
    badges: list[Badge]
    town: str
    address: str
    country: str
    country_code: str
    others: list[tuple[str, str]]
    url: str
    canonical: str
    contact_url: str


def provider_page(listing: Listing, on: date) -> ProviderPage:
    """The page of a published location."""
    url = reverse("directory-profile", args=[listing.pk])
    logo = listing.publication.logo
    held = badges.shown([listing.partner_id], on).get(listing.partner_id, [])
    return ProviderPage(
        listing=listing,
        said=said(
            listing.partner.name,
            listing.publication,
            reverse("directory-logo", args=[logo.picture.sha256]) if logo else "",
        ),
        badges=badge_rows(held, on),
        town=listing.place.name,
        address=listing.location.address,
        country=countries.name(listing.place.country),
        country_code=listing.place.country,
        others=[
            (places.label(one.place), reverse("directory-profile", args=[one.pk])) for one in queries.beside(listing)
        ],
        url=url,
        canonical=settings.PUBLIC_URL + url,
        contact_url=reverse("directory-contact", args=[listing.pk]),
    )
