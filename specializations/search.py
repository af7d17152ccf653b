"""What a search in a workspace finds: customers and people of its files, designations and specializations, and rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.customers import customers, people
from partnerhub import clock, rulebook_index, rules
from partnerhub.folding import Sought, begins, found_in, has_all, spellings
from partnerhub.models import Partner
from partnerhub.rulebook_pages import Visit
from scoring.people import person_id
from specializations import queries, wording
from specializations.pages import AREAS

LONGEST = 100
# So many of each kind on the page, and under the box while somebody types.
SHOWN, SUGGESTED = 10, 4


@dataclass(frozen=True)
class Part:
    """A piece of a text, and whether it is what was searched for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Hit:
    """Something that was found: its name with the words marked, what it is besides, and its address."""

    title: list[Part]
    note: list[Part]
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of a kind: the first of them, how many there are, and where all of them are (empty: nowhere else)."""

    key: str
    title: str
    hits: list[Hit]
    total: int
    all_url: str

    @property
    def more(self) -> int:
        return self.total - len(self.hits)


@dataclass(frozen=True)
class SearchPage:
    """What was asked, and what was found, by kind; a kind of which nothing was found is left out."""

    words: str
    groups: list[Group]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


@dataclass(frozen=True)
class _Found:
    """Something before it is shown."""

    title: str
    note: str
    url: str


def asked(text: str) -> str:
    """What was typed, without what no text holds, and no longer than anyone would type."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST].strip()


def search(partner: Partner, text: str, most: int = SHOWN) -> SearchPage:
    """Everything in a workspace that contains every one of the words."""
    typed = asked(text)
    words = [spellings(word) for word in typed.split()]
    kinds = (_customers, _people, _specializations, _rules) if words else ()
    groups = [_group(kind(partner, typed, words), words, most) for kind in kinds]
    return SearchPage(typed, [group for group in groups if group.total])


@dataclass(frozen=True)
class _Kind:
    key: str
    title: str
    found: list[_Found]
    all_url: str
    total: int = 0


def _group(kind: _Kind, words: list[Sought], most: int) -> Group:
    hits = [Hit(marked(one.title, words), marked(one.note, words), one.url) for one in kind.found[:most]]
    return Group(kind.key, kind.title, hits, kind.total or len(kind.found), kind.all_url)


def marked(text: str, words: list[Sought]) -> list[Part]:
    """A text in pieces, those that were searched for apart."""
    pieces = groupby(zip(text, found_in(text, words), strict=True), key=lambda one: one[1])
    return [Part("".join(letter for letter, _is_found in piece), is_found) for is_found, piece in pieces]


def _named(known: Mapping[str, str], words: list[Sought]) -> list[tuple[str, str]]:
    """The keys and names that contain the words; names that begin with what was typed come first."""
    found = [(key, name) for key, name in known.items() if has_all(f"{name} {key}", words)]
    return sorted(found, key=lambda item: not begins(item[1] or item[0], words[0]))


def _with(partner: Partner, name: str, text: str) -> str:
    return f"{reverse(name, args=[partner.mpn_id])}?{urlencode({'q': text})}#list"


def _customers(partner: Partner, text: str, words: list[Sought]) -> _Kind:
    found = [
        _Found(name or tenant, tenant if name else "", reverse("customer", args=[partner.mpn_id, tenant]))
        for tenant, name in _named(customers(partner), words)
    ]
    return _Kind("customers", _("Customers"), found, _with(partner, "customers", text))


def _people(partner: Partner, text: str, words: list[Sought]) -> _Kind:
    found = [
        _Found(name or key, key if name else "", reverse("person", args=[partner.mpn_id, person_id(partner, key)]))
        for key, name in _named(people(partner), words)
    ]
    return _Kind("people", _("People"), found, _with(partner, "people", text))


def _specializations(partner: Partner, text: str, words: list[Sought]) -> _Kind:
    """Designations and specializations, by the names that they go or went by."""
    found = [*_designations(partner, words), *_offered(partner, words)]
    return _Kind("specializations", _("Designations and specializations"), found, "")


def _designations(partner: Partner, words: list[Sought]) -> Iterator[_Found]:
    book = rules.book()
    for key in book.scored:
        title = book.designations[key].title
        if has_all(f"{title} {key}", words):
            yield _Found(title, _("Solutions Partner designation"), reverse("designation", args=[partner.mpn_id, key]))


def _offered(partner: Partner, words: list[Sought]) -> Iterator[_Found]:
    book, today = rules.book(), clock.today()
    for key, title in queries.catalogue(today).items():
        known = book.specializations[key]
        former = [str(entry.value) for entry in book.history(f"{key}.name")]
        if has_all(" ".join([title, key, *former, *known.aliases]), words):
            validation = queries.validation(key, today)
            words_of = {"area": AREAS[known.area], "validation": wording.VALIDATION[str(validation)]}
            note = _("Specialization, %(area)s, %(validation)s") % words_of
            yield _Found(title, note, reverse("specialization", args=[partner.mpn_id, key]))


def _rules(partner: Partner, text: str, words: list[Sought]) -> _Kind:
    visit = Visit(partner, True, clock.today())
    page = rulebook_index.index_page(rules.book(), visit, text)
    found = [
        *(_Found(one.title, one.told, one.url) for shelf in page.shelves for one in shelf.chapters),
        *(_Found(f"{one.chapter} · {one.label}", one.value, one.url) for one in page.found),
    ]
    chapters = sum(len(shelf.chapters) for shelf in page.shelves)
    return _Kind("rules", _("Rules"), found, visit.url("rulebook", q=text), chapters + page.total)
