"""What the rulebook's index shows, what its search finds, and what differs between two days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerhub import rulebook_words as words
from partnerhub.folding import Sought, fold, has_all, spellings
from partnerhub.forms import Asked
from partnerhub.listing import Column, Listed, Orders, Query, held, whole
from partnerhub.rulebook import Entry, Rulebook, report
from partnerhub.rulebook.entries import in_force
from partnerhub.rulebook.report import Difference
from partnerhub.rulebook_pages import Visit, chapters, full_label
from partnerhub.told import told

AREAS = {
    "azure": gettext_lazy("Specializations: Azure"),
    "modern_work": gettext_lazy("Specializations: Modern Work"),
    "security": gettext_lazy("Specializations: Security"),
    "business_applications": gettext_lazy("Specializations: Business Applications"),
}
CHANGES = {
    "appeared": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "disappeared": gettext_lazy("ended"),
}


@dataclass(frozen=True)
class ChapterLink:
    """A chapter in the index; told: how many values are in force, and how many of them are not published."""

    key: str
    title: str
    url: str
    told: str


@dataclass(frozen=True)
class Shelf:
    """Chapters of one kind."""

    title: str
    chapters: list[ChapterLink]


@dataclass(frozen=True)
class Found:
    """A value that the search found; since is None where it is not in force on the day."""

    chapter: str
    label: str
    value: str
    url: str
    since: date | None


@dataclass(frozen=True)
class IndexPage:
    """The rulebook's chapters, or what of them answers to the words; listed: the values that the search found."""

    on: date
    words: str
    shelves: list[Shelf]
    listed: Listed[Found]
    differences_url: str
    coverage_url: str

    @property
    def found(self) -> list[Found]:
        return self.listed.rows

    @property
    def total(self) -> int:
        return self.listed.found


def index_page(book: Rulebook, visit: Visit, asked: str) -> IndexPage:
    """The index on a day, narrowed to chapters and values that contain every one of the words."""
    wanted = [spellings(word) for word in asked.split()]
    found = [_found(book, entry, visit) for entry in _matching(book, visit.on, wanted)] if wanted else []
    return IndexPage(
        on=visit.on,
        words=asked,
        shelves=[shelf for shelf in _shelves(book, visit, wanted) if shelf.chapters],
        listed=_listed(found, visit),
        differences_url=visit.url("rulebook-differences", on=""),
        coverage_url=visit.url("rulebook-coverage", on=""),
    )


def _listed(found: list[Found], visit: Visit) -> Listed[Found]:
    columns = (Column("rule", _("Rule")), Column("value", _("Value")), Column("since", _("Since")))
    orders: Orders[Found] = {
        "rule": lambda one: fold(one.label),
        "value": lambda one: fold(one.value),
        "since": lambda one: (one.since is None, one.since),
    }
    return held(found, Query(visit.parameters, "values"), columns, orders)


def _shelves(book: Rulebook, visit: Visit, wanted: list[Sought]) -> Iterator[Shelf]:
    entries: dict[str, list[Entry]] = {}
    for entry in book.on(visit.on).in_force():
        entries.setdefault(report.root_of(entry.id), []).append(entry)
    links = {root: _link(book, root, entries.get(root, []), visit) for root in chapters(book)}
    kept = {root: link for root, link in links.items() if has_all(_names(book, link), wanted)}

    def shelf(title: str, roots: Iterable[str]) -> Shelf:
        return Shelf(title, [kept[root] for root in roots if root in kept])

    yield shelf(_("Solutions Partner designations"), book.designations)
    for area, title in AREAS.items():
        yield shelf(str(title), [key for key, one in book.specializations.items() if one.area == area])
    yield shelf(_("Shared rules"), words.SHARED)


def _link(book: Rulebook, root: str, entries: list[Entry], visit: Visit) -> ChapterLink:
    title, url = words.chapter(book, root, visit.on), visit.url("rulebook-chapter", root)
    return ChapterLink(root, title, url, _told(len(entries), sum(not entry.published for entry in entries)))


def _told(values: int, unpublished: int) -> str:
    if not values:
        return _("no rule in force on this day")
    told = ngettext("%(count)d value in force", "%(count)d values in force", values) % {"count": values}
    if not unpublished:
        return told
    more = ngettext("%(told)s, %(count)d not published", "%(told)s, %(count)d not published", unpublished)
    return more % {"told": told, "count": unpublished}


def _names(book: Rulebook, link: ChapterLink) -> str:
    """Every name that a chapter goes or went by."""
    former = [str(entry.value) for entry in book.history(f"{link.key}.name")]
    known = book.specializations.get(link.key)
    return " ".join([link.key, link.title, *former, *(known.aliases if known else ())])


def _matching(book: Rulebook, on: date, wanted: list[Sought]) -> Iterator[Entry]:
    """Of every rule the value in force, else the newest one, where it contains the words."""
    for chain in book.chains.values():
        entry = in_force(chain, on) or chain[-1]
        if has_all(_text(book, entry), wanted):
            yield entry


def _text(book: Rulebook, entry: Entry) -> str:
    """Everything that a value says."""
    chapter = words.chapter(book, report.root_of(entry.id), entry.from_)
    said = [entry.id, chapter, full_label(book, entry), words.value(book, entry), *words.names(book, entry)]
    return " ".join([*said, told(entry.note or ""), book.sources[entry.source].title])


def _found(book: Rulebook, entry: Entry, visit: Visit) -> Found:
    root = report.root_of(entry.id)
    there = in_force((entry,), visit.on) is not None
    url = visit.url("rulebook-chapter", root, anchor=entry.id)
    chapter = words.chapter(book, root, visit.on)
    return Found(chapter, full_label(book, entry), words.in_full(book, entry), url, entry.from_ if there else None)


@dataclass(frozen=True)
class Changed:
    """A rule that says something else on the second day. changes: what a list gains and loses."""

    label: str
    url: str
    kind: str
    before: str
    after: str
    changes: list[str]


@dataclass(frozen=True)
class ChangedChapter:
    """What differs in one chapter."""

    key: str
    title: str
    listed: Listed[Changed]

    @property
    def rows(self) -> list[Changed]:
        return self.listed.rows


@dataclass(frozen=True)
class Choice:
    """A chapter to look at alone."""

    key: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class DifferencesPage:
    """Every rule that differs between two days, by chapter."""

    first: date
    second: date
    total: int
    chapters: list[ChangedChapter]
    choices: list[Choice]
    index_url: str


def differences_page(book: Rulebook, visit: Visit, asked: Asked) -> DifferencesPage:
    """What differs between two days; without days: what the last turn before the visit's day changed."""
    first, second = asked.first or _eve(book, visit.on), asked.second or visit.on
    found = [
        one for one in report.differences(book, first, second) if asked.chapter in {"", report.root_of(one.key[0])}
    ]
    grouped: dict[str, list[Difference]] = {root: [] for root in chapters(book)}
    for one in found:
        grouped[report.root_of(one.key[0])].append(one)
    return DifferencesPage(
        first=first,
        second=second,
        total=len(found),
        chapters=[_changed_chapter(book, root, items, visit, second) for root, items in grouped.items() if items],
        choices=[Choice(root, words.chapter(book, root, second), root == asked.chapter) for root in grouped],
        index_url=visit.url("rulebook"),
    )


def _eve(book: Rulebook, on: date) -> date:
    """The day before the newest edition began; the day itself where none has."""
    newest = book.edition(on)
    return newest - timedelta(days=1) if newest else on


def _changed_chapter(book: Rulebook, root: str, items: list[Difference], visit: Visit, second: date) -> ChangedChapter:
    columns = (Column("rule", _("Rule")), Column("before", _("Before")), Column("after", _("After")))
    orders: Orders[Changed] = {
        "rule": lambda one: fold(one.label),
        "before": lambda one: fold(one.before),
        "after": lambda one: fold(one.after),
    }
    rows = [changed(book, one, visit, second) for one in items]
    return ChangedChapter(
        root, words.chapter(book, root, second), whole(rows, Query(visit.parameters, root), columns, orders)
    )


def changed(book: Rulebook, difference: Difference, visit: Visit, on: date, label: str = "") -> Changed:
    """A difference in words, with the way to its rule on a day; label: what to call it where the full name is too much."""
    before, after = difference.before, difference.after
    either = after or before
    if either is None:
        raise ValueError(f"{difference.key} differs in nothing")
    return Changed(
        label=label or full_label(book, either),
        url=visit.url("rulebook-chapter", report.root_of(either.id), anchor=either.id, on=on.isoformat()),
        kind=str(CHANGES[difference.change]),
        before=words.in_full(book, before) if before else _("not in force"),
        after=words.in_full(book, after) if after else _("not in force"),
        changes=words.changes(book, before, after) if after else [],
    )
