"""Dated entries, and the chains that they form: one per rule, track and selector."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .errors import Problem
from .filters import Filter
from .tree import Path_, Tree
from .values import REMOVED, UNPUBLISHED, WORDS, Dated, NamesEntry, Unit

Value = Decimal | str | tuple[str, ...] | Filter | None
ChainKey = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Entry:
    """One dated value of a rule, as written: in force on `from_ <= day < to` (`to` None: until further notice).

    `value` is None when it is `unpublished` (then `published` is False) or when the rule ends here (`removed`).
    `source` and `also` are keys of `Rulebook.sources`; `certainty` is confirmed, single (one source) or reading (ours).
    """

    id: str
    value: Value
    from_: date
    to: date | None
    track: str | None
    of: str | None
    source: str
    also: tuple[str, ...]
    certainty: str
    note: str | None
    unit: str | None
    comparison: str | None
    published: bool
    removed: bool
    overlay: bool
    file: Path
    line: int

    @property
    def key(self) -> ChainKey:
        """Which chain the entry belongs to: rule id, track, selector."""
        return self.id, self.track, self.of

    def reached_by(self, amount: Decimal | int, *, of: Decimal | int = 1) -> bool:
        """Whether `amount` meets this limit (a share of `of`): beyond it (`above`), up to it (`at_most`), else at or beyond."""
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.id} is not a number to compare with: {self.value!r}")
        bound = self.value * of
        if self.comparison == "at_most":
            return amount <= bound
        return amount > bound if self.comparison == "above" else amount >= bound


@dataclass(frozen=True)
class Draft:
    """An entry as read, before its neighbours are known."""

    entry: Entry
    change: NamesEntry[str] | None


def drafts(model: BaseModel, prefix: str, tree: Tree) -> Iterator[Draft]:
    """Every dated entry in `model`; ids are dotted paths that leave out a mapping's own name and keep its keys."""
    yield from _walk(model, prefix, (), tree)


def _walk(model: BaseModel, prefix: str, path: Path_, tree: Tree) -> Iterator[Draft]:
    for name, info in type(model).model_fields.items():
        value, here = getattr(model, name), (*path, name)
        unit = next((meta.name for meta in info.metadata if isinstance(meta, Unit)), None)
        if name == "threshold":
            unit = getattr(model, "unit", None)
        if isinstance(value, BaseModel):
            yield from _walk(value, f"{prefix}.{name}", here, tree)
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, BaseModel):
                    yield from _walk(item, f"{prefix}.{key}", (*here, key), tree)
        elif isinstance(value, list) and value and isinstance(value[0], Dated):
            for index, item in enumerate(value):
                yield _draft(item, f"{prefix}.{name}", unit, (*here, index), tree)


def _draft(dated: Dated, rule: str, unit: str | None, path: Path_, tree: Tree) -> Draft:
    place = tree.place(path)
    value: Any = getattr(dated, "value", None)
    change = dated if isinstance(dated, NamesEntry) and value is None else None
    entry = Entry(
        id=rule,
        value=None if value in WORDS else tuple(value) if isinstance(value, list) else value,
        from_=dated.from_,
        to=None,
        track=dated.track,
        of=getattr(dated, "of", None),
        source=dated.source,
        also=tuple(dated.also),
        certainty=dated.certainty or ("confirmed" if dated.also else "single"),
        note=dated.note,
        unit=dated.unit or unit,
        comparison=getattr(dated, "comparison", None),
        published=value != UNPUBLISHED,
        removed=value == REMOVED,
        overlay=place.overlay,
        file=place.file,
        line=place.line,
    )
    return Draft(entry, change)


def chains(found: list[Draft]) -> tuple[dict[ChainKey, tuple[Entry, ...]], list[Problem]]:
    """Drafts grouped into chains in order of date, each entry ending where the next begins."""
    groups: dict[ChainKey, list[Draft]] = {}
    for draft in found:
        groups.setdefault(draft.entry.key, []).append(draft)
    problems: list[Problem] = []
    result = {key: _chain(group, problems) for key, group in groups.items()}
    return result, problems


def _chain(group: list[Draft], problems: list[Problem]) -> tuple[Entry, ...]:
    for layer in (False, True):
        _check_order([draft.entry for draft in group if draft.entry.overlay is layer], problems)
    ordered = sorted(group, key=lambda draft: (draft.entry.from_, draft.entry.overlay))
    _check_replaced([draft.entry for draft in ordered], problems)
    entries = _resolved(ordered, problems)
    ends = [entry.from_ for entry in entries[1:]]
    return tuple(replace(entry, to=end) for entry, end in zip(entries, [*ends, None], strict=True))


def _check_order(entries: list[Entry], problems: list[Problem]) -> None:
    for before, entry in pairwise(entries):
        if entry.from_ == before.from_:
            wrong = f"two values from {entry.from_} (the other in line {before.line}); expected one per day"
        elif entry.from_ < before.from_:
            wrong = f"from {entry.from_} stands after {before.from_} (line {before.line}); expected oldest first"
        else:
            continue
        problems.append(_of_entry(entry, wrong))


def _check_replaced(ordered: list[Entry], problems: list[Problem]) -> None:
    """An overlay adds to what we give: it fills in what we leave unpublished, and replaces or ends nothing else."""
    ours_too = any(not entry.overlay for entry in ordered)
    ended = [entry for entry in ordered if ours_too and entry.overlay and entry.removed]
    problems += [_of_entry(entry, "an overlay may not remove what the rulebook gives") for entry in ended]
    for ours, entry in pairwise(ordered):
        if entry.from_ == ours.from_ and entry.overlay and not ours.overlay and ours.published:
            wrong = f"the rulebook itself gives a value from {ours.from_}; expected a later day in an overlay"
            problems.append(_of_entry(entry, wrong))


def _resolved(ordered: list[Draft], problems: list[Problem]) -> list[Entry]:
    """Entries with whole lists of names where the file wrote only what was added and dropped."""
    entries: list[Entry] = []
    for draft in ordered:
        entry = draft.entry
        if draft.change is not None:
            before = entries[-1].value if entries else None
            entry = replace(entry, value=_changed(before, draft.change, entry, problems))
        entries.append(entry)
    return entries


def _changed(before: Value, change: NamesEntry[str], entry: Entry, problems: list[Problem]) -> tuple[str, ...]:
    if not isinstance(before, tuple):
        problems.append(_of_entry(entry, "changes a list that no entry before it gives; expected `value`"))
        return ()
    names = before
    missing = [name for name in change.drops if name not in names]
    doubled = [name for name in change.adds if name in names]
    if missing:
        problems.append(_of_entry(entry, f"drops {missing}, which the entry before does not list"))
    if doubled:
        problems.append(_of_entry(entry, f"adds {doubled}, which the entry before lists already"))
    return tuple(name for name in names if name not in change.drops) + tuple(change.adds)


def _of_entry(entry: Entry, message: str) -> Problem:
    selector = "".join(f", {name} {value}" for name, value in (("track", entry.track), ("of", entry.of)) if value)
    return Problem(entry.file, entry.line, f"{entry.id}{selector}: {message}")


def clipped(
    all_chains: Mapping[ChainKey, tuple[Entry, ...]],
) -> tuple[dict[ChainKey, tuple[Entry, ...]], list[Problem]]:
    """Chains cut to the days on which their track, or their specialization, exists at all."""
    problems: list[Problem] = []
    result = {key: _clip(key, chain, all_chains, problems) for key, chain in all_chains.items()}
    return {key: chain for key, chain in result.items() if chain}, problems


def _clip(
    key: ChainKey,
    chain: tuple[Entry, ...],
    all_chains: Mapping[ChainKey, tuple[Entry, ...]],
    problems: list[Problem],
) -> tuple[Entry, ...]:
    rule, track, _ = key
    root = rule.partition(".")[0]
    if track is not None:
        start, end = _listed(all_chains.get((f"{root}.tracks", None, None), ()), track)
        scope = f"track {track}"
    elif (root_name := all_chains.get((f"{root}.name", None, None))) and rule != f"{root}.name":
        start, end = _span(root_name)
        scope = f"specialization {root}"
    else:
        return chain
    if start is None or chain[0].from_ < start:
        expected = f"{start} or later" if start else "the track to be listed under `tracks`"
        wrong = f"from {chain[0].from_} is before {scope} exists; expected {expected}"
        problems.append(_of_entry(chain[0], wrong))
    return tuple(_ended(entry, end) for entry in chain)


def _ended(entry: Entry, end: date | None) -> Entry:
    return entry if end is None or (entry.to is not None and entry.to <= end) else replace(entry, to=end)


def _listed(chain: tuple[Entry, ...], name: str) -> tuple[date | None, date | None]:
    """First day on which `name` is listed, and the first day after that on which it is not."""
    listed = [entry for entry in chain if isinstance(entry.value, tuple) and name in entry.value]
    return (listed[0].from_, listed[-1].to) if listed else (None, None)


def _span(chain: tuple[Entry, ...]) -> tuple[date | None, date | None]:
    there = [entry for entry in chain if not entry.removed]
    return (there[0].from_, there[-1].to) if there else (None, None)


def in_force(chain: tuple[Entry, ...], day: date) -> Entry | None:
    """The entry of `chain` that applies on `day`, if one does."""
    index = bisect_right(chain, day, key=lambda entry: entry.from_) - 1
    if index < 0:
        return None
    entry = chain[index]
    over = entry.to is not None and day >= entry.to
    return None if entry.removed or over else entry
