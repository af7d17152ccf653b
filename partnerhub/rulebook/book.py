"""The loaded rulebook, and its view on one day that notes every entry that is read."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from .entries import ChainKey, Entry, Value, in_force
from .errors import NotInForce, Unpublished
from .filters import Filter
from .registry import Registry, counted_as
from .schema import (
    AcrField,
    Association,
    AuditRequirement,
    Certificate,
    Designation,
    Gap,
    Metric,
    ReferencesRequirement,
    Requirement,
    Source,
    Specialization,
    Workload,
)
from .values import Group

Selector = str | tuple[str | None, ...] | None
V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Rulebook:
    """Everything in the rulebook's files; immutable. Sources, registries and catalogues are keyed by their keys."""

    chains: Mapping[ChainKey, tuple[Entry, ...]]
    sources: Mapping[str, Source]
    designations: Mapping[str, Designation]
    specializations: Mapping[str, Specialization]
    certificate_list: Mapping[str, Certificate]
    association_list: Mapping[str, Association]
    workload_list: Mapping[str, Workload]
    acr_fields: Mapping[str, AcrField]
    gaps: Mapping[str, Gap]
    certificates: Registry
    associations: Registry
    workloads: Registry
    specialization_names: Registry
    digest: str

    def on(self, day: date) -> "Rules":
        """The rules in force on `day`, with an empty trace."""
        return Rules(self, day)

    def edition(self, day: date) -> date | None:
        """The last day up to `day` on which any rule began or ended: on all days of an edition every rule reads the same."""
        place = bisect_right(self._turns, day)
        return self._turns[place - 1] if place else None

    @cached_property
    def _turns(self) -> tuple[date, ...]:
        entries = [entry for chain in self.chains.values() for entry in chain]
        return tuple(sorted({day for entry in entries for day in (entry.from_, entry.to) if day}))

    def history(self, id: str, track: str | None = None, of: str | None = None) -> tuple[Entry, ...]:
        """Every entry of exactly this rule, track and selector, oldest first (empty when there is none)."""
        return self.chains.get((id, track, of), ())

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """The designations whose metrics the rulebook holds, in the order shown."""
        return tuple(key for key, one in self.designations.items() if one.scored)

    def metric(self, designation: str, key: str) -> Metric | None:
        """A designation's metric, or None where there is no such designation or metric."""
        found = self.designations.get(designation)
        return next((one for name, one in found.metrics.items() if name == key), None) if found else None

    def certificate(self, title: str | None) -> str | None:
        """The certificate key of a training title or exam code, or None when it is not mapped."""
        return self.certificates.get(title)

    def association(self, text: str | None) -> str | None:
        """The canonical association code of what a file writes, or None when it is not known."""
        return self.associations.get(text)

    def workload(self, text: str | None, group: Group | None = None) -> str | None:
        """The workload key of what a file writes; with `group`, the key it is counted under in that metric group."""
        key = self.workloads.get(text)
        return key and counted_as(key, self.workload_list, group)

    def family(self, workload: str) -> str:
        """dynamics_365, power_platform, microsoft_365 or none."""
        return self.workload_list[workload].family

    def specialization(self, text: str | None) -> str | None:
        """The key of a specialization by its key, one of its dated names or an alias."""
        return self.specialization_names.get(text)

    def requirements(self, specialization: str, day: date) -> dict[str, Requirement]:
        """What `specialization` requires on `day`, by key, in the order shown (empty: not in the catalogue)."""
        found = self.specializations[specialization]
        rules = self.on(day)
        return {key: item for key, item in found.requirements.items() if _required(rules, specialization, key, item)}


def _required(rules: "Rules", specialization: str, key: str, requirement: Requirement) -> bool:
    if isinstance(requirement, AuditRequirement | ReferencesRequirement):
        validation = rules.peek(f"{specialization}.validation")
        return validation is not None and validation.value == requirement.kind
    return rules.has(f"{specialization}.{key}.{requirement.main}")


@dataclass
class Rules:
    """The rulebook on one day. Reading a value notes its entry in `trace`; asking `has` does not."""

    book: Rulebook
    day: date
    _read: dict[tuple[ChainKey, date, bool], Entry] = field(default_factory=dict)

    @property
    def trace(self) -> tuple[Entry, ...]:
        """Entries read so far, in the order of their first reading, each once."""
        return tuple(self._read.values())

    def fresh(self) -> "Rules":
        """The same day with an empty trace."""
        return Rules(self.book, self.day)

    def peek(self, id: str, track: str | None = None, of: Selector = None) -> Entry | None:
        """The entry in force, or None; not noted. A track without its own entry uses the one without track; of several
        selectors the first that has an entry is used."""
        for selector in of if isinstance(of, tuple) else (of,):
            for one_track in dict.fromkeys((track, None)):
                entry = in_force(self.book.chains.get((id, one_track, selector), ()), self.day)
                if entry is not None:
                    return entry
        return None

    def has(self, id: str, track: str | None = None, of: Selector = None) -> bool:
        """Whether an entry is in force (its value may still be unpublished)."""
        return self.peek(id, track, of) is not None

    def get(self, id: str, track: str | None = None, of: Selector = None) -> Entry:
        """The entry in force; raises NotInForce. Its value is None when it is unpublished."""
        entry = self.peek(id, track, of)
        if entry is None:
            raise NotInForce(_name(id, track, of), self.day, self._hint(id))
        self._note(entry)
        return entry

    def first(self, *ids: str, track: str | None = None, of: Selector = None) -> Entry:
        """The first of `ids` that is in force: a rule of one's own before the programme's; raises NotInForce."""
        return next((self.get(id, track, of) for id in ids if self.has(id, track, of)), None) or self.get(
            ids[-1], track, of
        )

    def number(self, id: str, track: str | None = None, of: Selector = None) -> Decimal:
        """A number; raises NotInForce or Unpublished."""
        return _typed(self._published(id, track, of), Decimal)

    def text(self, id: str, track: str | None = None, of: Selector = None) -> str:
        """A text; raises NotInForce or Unpublished."""
        return _typed(self._published(id, track, of), str)

    def names(self, id: str, track: str | None = None, of: Selector = None) -> tuple[str, ...]:
        """A list of names; raises NotInForce or Unpublished."""
        return _typed(self._published(id, track, of), tuple)

    def filter(self, id: str, track: str | None = None, of: Selector = None) -> Filter:
        """An ACR filter; raises NotInForce or Unpublished."""
        return _typed(self._published(id, track, of), Filter)

    def entries(self, id: str, track: str | None = None) -> dict[str, Entry]:
        """The entries in force of every selector of a rule (a rate card by workload); all noted."""
        found = {key[2]: self.peek(id, track, key[2]) for key in self.book.chains if key[0] == id and key[2]}
        in_place = {selector: entry for selector, entry in found.items() if selector and entry}
        for entry in in_place.values():
            self._note(entry)
        return in_place

    def mapping(self, id: str, track: str | None = None) -> dict[str, Value]:
        """Values by selector, without those that are unpublished."""
        return {selector: entry.value for selector, entry in self.entries(id, track).items() if entry.published}

    def lines(self, requirement: str) -> dict[str, Filter]:
        """Filters in force of a performance requirement's ACR lines, by line key; `requirement` as in
        `infra_and_database_migration.sql_acr`."""
        root, _, key = requirement.partition(".")
        lines = getattr(self.book.specializations[root].requirements[key], "lines", {})
        return {
            line: self.filter(f"{requirement}.{line}.filter")
            for line in lines
            if self.has(f"{requirement}.{line}.filter")
        }

    def in_force(self) -> Iterator[Entry]:
        """Every entry in force on this day, by id; not noted."""
        found = (in_force(chain, self.day) for chain in self.book.chains.values())
        return iter(sorted((entry for entry in found if entry), key=_sorting))

    def _note(self, entry: Entry) -> None:
        self._read.setdefault((entry.key, entry.from_, entry.overlay), entry)

    def _published(self, id: str, track: str | None, of: Selector) -> Entry:
        entry = self.get(id, track, of)
        if not entry.published:
            raise Unpublished(_name(id, track, of), self.day, entry.file, entry.line)
        return entry

    def _hint(self, id: str) -> str:
        chains = [chain for key, chain in self.book.chains.items() if key[0] == id]
        if not chains:
            return "the rulebook has no rule of this name"
        return f"its first entry is from {min(chain[0].from_ for chain in chains)}"


def _sorting(entry: Entry) -> tuple[str, str, str]:
    return entry.id, entry.track or "", entry.of or ""


def _name(id: str, track: str | None, of: Selector) -> str:
    return id + (f" [track {track}]" if track else "") + (f" [of {of}]" if of else "")


def _typed(entry: Entry, kind: type[V]) -> V:
    if not isinstance(entry.value, kind):
        raise TypeError(f"rule {entry.id} is not a {kind.__name__}: {entry.value!r} ({entry.file}:{entry.line})")
    return entry.value
