"""What the coverage page shows: how sure the rulebook is of what it says, since when, and what it does not hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerhub import rulebook_words as words
from partnerhub.folding import fold
from partnerhub.listing import Column, Listed, Orders, Query, whole
from partnerhub.rulebook import Entry, Rulebook, report
from partnerhub.rulebook.schema import Gap
from partnerhub.rulebook_pages import Link, Turn, Visit, chapters, full_label, last_day
from partnerhub.told import day_range, joined, labelled, told

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS = {
    "official": gettext_lazy("the programme's own page"),
    "announcement": gettext_lazy("announcement of the programme"),
    "secondary": gettext_lazy("somebody else's text"),
    "certification list": gettext_lazy("list of certifications"),
    "operator": gettext_lazy("this installation"),
}


@dataclass(frozen=True)
class Share:
    """How many of some values are how sure; start: how many stand before it in the bar."""

    key: str
    label: "StrOrPromise"
    count: int
    start: int

    @property
    def told(self) -> str:
        return labelled(self.label, self.count)


@dataclass(frozen=True)
class ChapterCoverage:
    """How sure a chapter's dated values are, as shares and in words; turns: the days from which it says something else, since:
    the first of them."""

    key: str
    title: str
    url: str
    total: int
    shares: list[Share]
    told: str
    since: date | None
    turns: list[Turn]


@dataclass(frozen=True)
class OpenPoint:
    """A value that is not published, or that is our reading. until: its last day (None: until further notice)."""

    label: str
    value: str
    url: str
    since: date
    until: date | None
    note: str


@dataclass(frozen=True)
class OpenChapter:
    """The open points of one chapter."""

    title: str
    points: list[OpenPoint]


@dataclass(frozen=True)
class MissingText:
    """What is not held at all; period: the days that it would speak for, as far as known."""

    title: str
    concerns: list[Link]
    period: str
    looked: date
    source: str
    note: str


@dataclass(frozen=True)
class SourceRow:
    """A source, and how many values were read in it, as the first or as another one."""

    title: str
    kind: "StrOrPromise"
    published: date | None
    read: date
    url: str | None
    note: str
    values: int


@dataclass(frozen=True)
class CoveragePage:
    """How sure the rulebook is. unpublished and readings: the values in question, by chapter."""

    whole: ChapterCoverage
    designation_list: Listed[ChapterCoverage]
    specialization_list: Listed[ChapterCoverage]
    shared_list: Listed[ChapterCoverage]
    unpublished: list[OpenChapter]
    readings: list[OpenChapter]
    missing: list[MissingText]
    source_list: Listed[SourceRow]
    index_url: str

    @property
    def designations(self) -> list[ChapterCoverage]:
        return self.designation_list.rows

    @property
    def specializations(self) -> list[ChapterCoverage]:
        return self.specialization_list.rows

    @property
    def shared(self) -> list[ChapterCoverage]:
        return self.shared_list.rows

    @property
    def sources(self) -> list[SourceRow]:
        return self.source_list.rows


def coverage_page(book: Rulebook, visit: Visit) -> CoveragePage:
    """Counts every dated value, of all editions; titles are those of the visit's day."""
    entries = [entry for chain in book.chains.values() for entry in chain if not entry.removed]
    grouped: dict[str, list[Entry]] = {root: [] for root in chapters(book)}
    for entry in entries:
        grouped[report.root_of(entry.id)].append(entry)
    found = {root: _chapter(book, root, values, visit) for root, values in grouped.items()}
    return CoveragePage(
        whole=_coverage("", "", visit.url("rulebook"), entries, []),
        designation_list=_shares([found[key] for key in book.designations], visit, "designations"),
        specialization_list=_shares([found[key] for key in book.specializations], visit, "specializations"),
        shared_list=_shares([found[key] for key in words.SHARED], visit, "shared"),
        unpublished=_open(book, grouped, "unpublished", visit),
        readings=_open(book, grouped, "reading", visit),
        missing=[_missing(book, gap, visit) for gap in book.gaps.values()],
        source_list=_source_list(_sources(book, entries), visit),
        index_url=visit.url("rulebook"),
    )


def _chapter(book: Rulebook, root: str, entries: Sequence[Entry], visit: Visit) -> ChapterCoverage:
    days = report.turns(book, root)
    turns = [Turn(day, visit.url("rulebook-chapter", root, on=day.isoformat()), current=False) for day in days]
    return _coverage(root, words.chapter(book, root, visit.on), visit.url("rulebook-chapter", root), entries, turns)


def _coverage(key: str, title: str, url: str, entries: Sequence[Entry], turns: list[Turn]) -> ChapterCoverage:
    shares: list[Share] = []
    for name, count in report.tally(entries).items():
        start = shares[-1].start + shares[-1].count if shares else 0
        shares.append(Share(name, words.CERTAINTIES[name].label, count, start))
    told = joined(share.told for share in shares)
    return ChapterCoverage(key, title, url, len(entries), shares, told, turns[0].day if turns else None, turns)


def _shares(rows: Sequence[ChapterCoverage], visit: Visit, name: str) -> Listed[ChapterCoverage]:
    """Chapters by their title, their number of values, how many of them are how sure, and since when they are held."""
    shares = rows[0].shares
    columns = [
        Column("chapter", _("Chapter")),
        Column("total", _("Shares")),
        *(Column(one.key, one.label, numeric=True) for one in shares),
        Column("since", _("Held from") if name == "specializations" else _("Editions held")),
    ]
    orders: dict[str, Any] = {
        "chapter": lambda one: fold(one.title),
        "total": lambda one: one.total,
        "since": lambda one: one.since or date.max,
    }
    for place, share in enumerate(shares):
        orders[share.key] = partial(_count, place)
    return whole(rows, Query(visit.parameters, name), columns, orders)


def _count(place: int, chapter: ChapterCoverage) -> int:
    return chapter.shares[place].count


def _open(book: Rulebook, grouped: dict[str, list[Entry]], sureness: str, visit: Visit) -> list[OpenChapter]:
    found = []
    for root, entries in grouped.items():
        points = [_point(book, entry, visit) for entry in entries if report.sureness(entry) == sureness]
        found += [OpenChapter(words.chapter(book, root, visit.on), points)] if points else []
    return found


def _point(book: Rulebook, entry: Entry, visit: Visit) -> OpenPoint:
    url = visit.url("rulebook-chapter", report.root_of(entry.id), anchor=entry.id, on=entry.from_.isoformat())
    label, value = full_label(book, entry), words.in_full(book, entry)
    return OpenPoint(label, value, url, entry.from_, last_day(entry), told(entry.note or ""))


def _missing(book: Rulebook, gap: Gap, visit: Visit) -> MissingText:
    concerns = [Link(words.chapter(book, key, visit.on), visit.url("rulebook-chapter", key)) for key in gap.concerns]
    source = book.sources[gap.source].title
    days = [words.day(day) for day in (gap.from_, gap.to) if day]
    period = day_range(*days) if gap.from_ and gap.to else "".join(days)
    return MissingText(told(gap.title), concerns, period, gap.looked, source, told(gap.note or ""))


def _sources(book: Rulebook, entries: Iterable[Entry]) -> list[SourceRow]:
    """The sources of dated values, those that most were read in first."""
    used = Counter(key for entry in entries for key in (entry.source, *entry.also))
    rows = [
        SourceRow(one.title, KINDS[one.kind], one.published, one.read, one.url, told(one.note or ""), used[key])
        for key, one in book.sources.items()
        if used[key]
    ]
    return sorted(rows, key=lambda row: -row.values)


def _source_list(rows: Sequence[SourceRow], visit: Visit) -> Listed[SourceRow]:
    columns = (
        Column("source", _("Source")),
        Column("kind", _("Kind")),
        Column("published", _("Its date")),
        Column("read", _("Last read")),
        Column("values", _("Values"), numeric=True),
    )
    orders: Orders[SourceRow] = {
        "source": lambda one: fold(one.title),
        "kind": lambda one: str(one.kind),
        "published": lambda one: one.published or date.min,
        "read": lambda one: one.read,
        "values": lambda one: one.values,
    }
    return whole(rows, Query(visit.parameters, "sources"), columns, orders)
