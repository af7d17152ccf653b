"""What a chapter of the rulebook shows: every value on a day, where it was read, how sure it is, and who reads it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub import clock
from partnerhub import rulebook_words as words
from partnerhub.folding import fold
from partnerhub.listing import Column, Listed, Orders, Query, whole
from partnerhub.models import Partner
from partnerhub.rulebook import Entry, Rulebook, report
from partnerhub.rulebook.entries import ChainKey, in_force
from partnerhub.rulebook.uses import Reader, readers
from partnerhub.rulebook_words import Certainty
from partnerhub.told import told

FIRST_RULES = ("cap", "threshold")
TRACK_BLOCKS = ("tracks", "track_choice", "classification")
# Pages that may be asked about another day.
DATED = ("designation", "why")


@dataclass(frozen=True)
class Visit:
    """Who reads, and when: the organisation in view, whether its figures may be shown, and the day (usually today).

    ``parameters``: what the address says of the lists.
    """

    partner: Partner | None
    figures: bool
    on: date
    parameters: Mapping[str, str] = field(default_factory=dict)

    def url(self, name: str, *args: str, anchor: str = "", **query: str) -> str:
        """The address of another rulebook page, for the same organisation and day."""
        asked = {"partner": self.partner.mpn_id if self.partner else "", **query}
        asked.setdefault("on", self.on.isoformat() if self.on != clock.today() else "")
        told = urlencode({key: value for key, value in asked.items() if value})
        return reverse(name, args=args) + (f"?{told}" if told else "") + (f"#{anchor}" if anchor else "")


@dataclass(frozen=True)
class Link:
    """Words that may lead to another page; url is None where there is none for this reader."""

    title: str
    url: str | None


@dataclass(frozen=True)
class SourceLink:
    """Where a value was read; published is None where the page carries no date."""

    title: str
    published: date | None
    url: str | None


@dataclass(frozen=True)
class Neighbour:
    """The value before or after one: until when it held, or from when it does. changes: what a list gains and loses."""

    text: str
    day: date
    changes: list[str]


@dataclass(frozen=True)
class Row:
    """One dated value. until is its last day (None: until further notice), listed the names of a list, number the value
    where it is one."""

    scope: str
    value: str
    number: Decimal | None
    listed: list[str]
    since: date
    until: date | None
    certainty: Certainty
    own: bool
    note: str
    sources: list[SourceLink]
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True)
class Rule:
    """A rule with its values on the day, one for each track or selector; short: its id without the chapter."""

    id: str
    short: str
    part: str
    label: str
    rows: list[Row]
    uses: list[Link]


@dataclass(frozen=True)
class Section:
    """The rules of a metric, of a requirement, or of another part; uses is empty where its rules have different ones."""

    key: str
    title: str
    listed: Listed[Rule]
    uses: list[Link]

    @property
    def rules(self) -> list[Rule]:
        return self.listed.rows


@dataclass(frozen=True)
class Turn:
    """A day from which some rule says something else."""

    day: date
    url: str
    current: bool


@dataclass(frozen=True)
class Idle:
    """A rule that says nothing on the day: it has ended, or begins later. anchor is empty where the rule stands above."""

    anchor: str
    label: str
    value: str
    since: date
    until: date | None
    ended: bool


@dataclass(frozen=True)
class ChapterPage:
    """All rules of a designation, of a specialization, or of everyone, on one day."""

    key: str
    title: str
    kind: str
    on: date
    held: bool
    turns: list[Turn]
    sections: list[Section]
    idle_list: Listed[Idle]
    index_url: str
    differences: Link | None

    @property
    def idle(self) -> list[Idle]:
        return self.idle_list.rows


def rule_url(rule: str, partner: Partner | None, on: date) -> str:
    """The address of one rule on a day."""
    return Visit(partner, False, on).url("rulebook-chapter", report.root_of(rule), anchor=rule)


def chapter_page(book: Rulebook, root: str, visit: Visit) -> ChapterPage:
    """One chapter of the rulebook on a day. Raises KeyError for a chapter that there is not."""
    chains = _chains(book, root)
    found = {key: entry for key, chain in chains.items() if (entry := in_force(chain, visit.on))}
    days = report.turns(book, root)
    return ChapterPage(
        key=root,
        title=words.chapter(book, root, visit.on),
        kind=kind(book, root),
        on=visit.on,
        held=bool(chains),
        turns=_turns(root, days, visit),
        sections=list(_sections(book, root, found, visit)),
        idle_list=_idle_list(list(_idle(book, chains, found, visit.on)), visit),
        index_url=visit.url("rulebook"),
        differences=_nearest_turn(root, days, visit),
    )


def _chains(book: Rulebook, root: str) -> dict[ChainKey, tuple[Entry, ...]]:
    if root not in chapters(book):
        raise KeyError(root)
    return {key: chain for key, chain in book.chains.items() if report.root_of(key[0]) == root}


def chapters(book: Rulebook) -> tuple[str, ...]:
    """Every chapter: designations, specializations, and what holds for all."""
    return (*book.designations, *book.specializations, *words.SHARED)


def kind(book: Rulebook, root: str) -> str:
    """What kind of chapter this is, in words."""
    if root in book.designations:
        return _("Solutions Partner designation")
    return _("Specialization") if root in book.specializations else _("Shared rules")


def _turns(root: str, days: Sequence[date], visit: Visit) -> list[Turn]:
    current = max((day for day in days if day <= visit.on), default=None)
    return [Turn(day, visit.url("rulebook-chapter", root, on=day.isoformat()), day == current) for day in days]


def _nearest_turn(root: str, days: Sequence[date], visit: Visit) -> Link | None:
    """What changes at the next turn, or what changed at the last one; None where there was but the first edition."""
    later, earlier = [day for day in days if day > visit.on], [day for day in days if day <= visit.on]
    if not later and len(earlier) < len(("the first edition", "another one")):
        return None
    turn = later[0] if later else earlier[-1]
    title = _("What changes on %(day)s") if later else _("What changed on %(day)s")
    eve, day = (one.isoformat() for one in (turn - timedelta(days=1), turn))
    url = visit.url("rulebook-differences", first=eve, second=day, chapter=root, on="")
    return Link(title % {"day": words.day(turn)}, url)


def _sections(book: Rulebook, root: str, found: dict[ChainKey, Entry], visit: Visit) -> Iterator[Section]:
    grouped: dict[str, dict[str, list[Entry]]] = {}
    for entry in found.values():
        grouped.setdefault(block_of(book, entry.id), {}).setdefault(entry.id, []).append(entry)
    for block in sorted(grouped, key=lambda block: _section_order(book, root, block)):
        rules = [_rule(book, id, entries, visit) for id, entries in sorted(grouped[block].items(), key=_first_rules)]
        same = all(rule.uses == rules[0].uses for rule in rules)
        title = words.section(book, root, block)
        yield Section(block, title, _rule_list(rules, block, visit), rules[0].uses if same else [])


def _rule_list(rules: Sequence[Rule], block: str, visit: Visit) -> Listed[Rule]:
    """The rules of a section, by what stands in their first row."""
    columns = (
        Column("rule", _("Rule")),
        Column("value", _("Value")),
        Column("sure", _("How sure, and where it was read")),
        Column("turns", _("Before and after")),
    )
    orders: Orders[Rule] = {
        "rule": lambda one: fold(one.label),
        "value": lambda one: by_value(one.rows[0].number, one.rows[0].value),
        "sure": lambda one: str(one.rows[0].certainty.label),
    }
    return whole(rules, Query(visit.parameters, f"section-{block}"), columns, orders)


def by_value(number: Decimal | None, text: str) -> tuple[bool, Any]:
    """Numbers by their size, then words by the alphabet."""
    return number is None, fold(text) if number is None else number


def block_of(book: Rulebook, rule: str) -> str:
    """The section of its chapter that a rule stands in."""
    root, _, rest = rule.partition(".")
    block, _, inside = rest.partition(".")
    if root in words.SHARED:
        return root
    if root in book.designations:
        return "tracks" if block in TRACK_BLOCKS else block
    return block if inside else "catalogue"


def _section_order(book: Rulebook, root: str, block: str) -> int:
    """How a partner is placed comes first, then the metrics in their order, then what they look at."""
    known = book.designations.get(root)
    order = ["tracks", *known.metrics] if known else ["catalogue", *_requirements(book, root)]
    return order.index(block) if block in order else len(order)


def _requirements(book: Rulebook, root: str) -> Iterable[str]:
    return book.specializations[root].requirements if root in book.specializations else ()


def _first_rules(item: tuple[str, list[Entry]]) -> tuple[int, int]:
    """The rules of the whole before those of its parts, and of those the deciding numbers first."""
    name, depth = words.name(item[0]), item[0].count(".")
    return depth, FIRST_RULES.index(name) if name in FIRST_RULES else len(FIRST_RULES)


def _rule(book: Rulebook, id: str, entries: Sequence[Entry], visit: Visit) -> Rule:
    rows = [row(book, entry) for entry in entries]
    uses = [_use(book, reader, visit) for reader in readers(book, id)]
    return Rule(id, id.partition(".")[2], words.part(book, id), words.label(id), rows, uses)


def row(book: Rulebook, entry: Entry) -> Row:
    """A dated value as a table shows it, between the one before it and the one after it."""
    chain = book.history(*entry.key)
    place = chain.index(entry)
    value, listed = words.in_full(book, entry), words.names(book, entry)
    before = chain[place - 1] if place else None
    after = chain[place + 1] if place + 1 < len(chain) else None
    return Row(
        scope=words.scope(book, entry),
        value=value,
        number=entry.value if isinstance(entry.value, Decimal) else None,
        listed=[] if value == ", ".join(listed) else listed,
        since=entry.from_,
        until=last_day(entry),
        certainty=words.certainty(entry),
        own=entry.overlay,
        note=told(entry.note or ""),
        sources=[_source(book, key) for key in (entry.source, *entry.also)],
        before=_before(book, before, entry),
        after=_after(book, entry, after),
    )


def last_day(entry: Entry) -> date | None:
    """The last day on which a value holds; None: until further notice."""
    return entry.to - timedelta(days=1) if entry.to else None


def _source(book: Rulebook, key: str) -> SourceLink:
    source = book.sources[key]
    return SourceLink(source.title, source.published, source.url)


def _before(book: Rulebook, before: Entry | None, entry: Entry) -> Neighbour | None:
    if before is None:
        return None
    return Neighbour(words.in_full(book, before), entry.from_ - timedelta(days=1), words.changes(book, before, entry))


def _after(book: Rulebook, entry: Entry, after: Entry | None) -> Neighbour | None:
    if after is not None:
        return Neighbour(words.in_full(book, after), after.from_, words.changes(book, entry, after))
    return Neighbour(_("no longer in force"), entry.to, []) if entry.to else None


def _idle(
    book: Rulebook, chains: Mapping[ChainKey, tuple[Entry, ...]], found: Mapping[ChainKey, Entry], on: date
) -> Iterator[Idle]:
    shown = {key[0] for key in found}
    for key, chain in chains.items():
        if key not in found:
            yield _one_idle(book, chain, on, "" if key[0] in shown else key[0])
            shown.add(key[0])


def _idle_list(idle: Sequence[Idle], visit: Visit) -> Listed[Idle]:
    columns = (Column("rule", _("Rule")), Column("value", _("Value")), Column("since", _("In force")))
    orders: Orders[Idle] = {
        "rule": lambda one: fold(one.label),
        "value": lambda one: fold(one.value),
        "since": lambda one: one.since,
    }
    return whole(idle, Query(visit.parameters, "idle"), columns, orders)


def _one_idle(book: Rulebook, chain: tuple[Entry, ...], on: date, anchor: str) -> Idle:
    """The value nearest to the day: the last one that ended, else the first one to begin."""
    past = [entry for entry in chain if entry.from_ <= on and not entry.removed]
    entry = past[-1] if past else chain[0]
    return Idle(anchor, full_label(book, entry), words.in_full(book, entry), entry.from_, last_day(entry), bool(past))


def full_label(book: Rulebook, entry: Entry, *, with_track: bool = True) -> str:
    """What a value is of, outside its section: section, part, kind of rule, track and selector."""
    section = words.section(book, report.root_of(entry.id), block_of(book, entry.id))
    return f"{section} · {own_label(book, entry, with_track=with_track)}"


def own_label(book: Rulebook, entry: Entry, *, with_track: bool = True) -> str:
    """What a value is of, inside its section: part, kind of rule, track and selector."""
    scope = words.scope(book, entry, with_track=with_track)
    return " · ".join(part for part in (words.part(book, entry.id), words.label(entry.id), scope) if part)


def _use(book: Rulebook, reader: Reader, visit: Visit) -> Link:
    """Who reads a rule, with this organisation's figure where there is one to show."""
    title, name, more = _used_by(book, reader)
    if not name or not visit.figures or visit.partner is None:
        return Link(title, None)
    asked = f"?as_of={visit.on.isoformat()}" if name in DATED and visit.on != clock.today() else ""
    return Link(title, reverse(name, args=[visit.partner.mpn_id, *more]) + asked)


def _used_by(book: Rulebook, reader: Reader) -> tuple[str, str, list[str]]:
    """Title, and the name and arguments of the page that shows the figure."""
    if reader.kind == "metric":
        return words.section(book, reader.root, reader.key), "why", [reader.root, reader.key]
    if reader.kind == "requirement":
        requirement = book.specializations[reader.root].requirements[reader.key]
        if getattr(requirement, "lines", None):
            return told(requirement.title), "requirement-why", [reader.root, reader.key]
        return told(requirement.title), "specialization", [reader.root]
    if reader.kind == "designation":
        return _("every metric, through the track"), "designation", [reader.root]
    if reader.kind == "specialization":
        return _("the specialization as a whole"), "specialization", [reader.root]
    every = {
        "credit": (_("partner-earned credit"), ""),
        "designations": (_("every designation"), "membership"),
        "memberships": (_("the status of every designation"), "membership"),
        "specializations": (_("every specialization"), "specializations"),
    }
    return *every[reader.kind], []
