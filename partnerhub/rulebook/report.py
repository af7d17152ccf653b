"""The rulebook as lists to read: what is in force on a day, and what differs between two days."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .book import Rulebook, Rules
from .entries import ChainKey, Entry, Value, in_force
from .filters import Filter
from .values import UNPUBLISHED

SURENESS = ("confirmed", "single", "reading", "own", "unpublished")


@dataclass(frozen=True)
class Difference:
    """A rule whose value on the second day is not that of the first; None: not in force on that day."""

    key: ChainKey
    before: Entry | None
    after: Entry | None

    @property
    def change(self) -> str:
        """appeared, disappeared or changed."""
        if self.before is None:
            return "appeared"
        return "disappeared" if self.after is None else "changed"


def root_of(rule: str) -> str:
    """The designation, specialization or shared file that a rule stands in."""
    return rule.partition(".")[0]


def in_force_on(book: Rulebook, day: date, root: str | None = None) -> list[Entry]:
    """Entries in force on `day`, by id; with `root` only those of that designation or specialization."""
    entries = book.on(day).in_force()
    return [entry for entry in entries if root is None or root_of(entry.id) == root]


def turns(book: Rulebook, *roots: str) -> tuple[date, ...]:
    """The days from which a rule of these designations, specializations or shared files says something else, oldest first."""
    return turns_of(chain for key, chain in book.chains.items() if root_of(key[0]) in roots)


def turns_of(chains: Iterable[tuple[Entry, ...]]) -> tuple[date, ...]:
    """The days from which one of these chains says something else, oldest first."""
    return tuple(sorted({day for chain in chains for day in _turns(chain)}))


def _turns(chain: tuple[Entry, ...]) -> set[date]:
    days = {day for entry in chain for day in (entry.from_, entry.to) if day}
    eve = timedelta(days=1)
    return {day for day in days if _meaning(in_force(chain, day)) != _meaning(in_force(chain, day - eve))}


def sureness(entry: Entry) -> str:
    """How sure a value is: confirmed by two sources, single (one), our reading, unpublished, or own (this installation's)."""
    if entry.overlay:
        return "own"
    return entry.certainty if entry.published else "unpublished"


def differences(book: Rulebook, first: date, second: date) -> list[Difference]:
    """Every rule, track and selector whose value, unit or comparison differs between two days, by id."""
    found = []
    for key, chain in book.chains.items():
        before, after = in_force(chain, first), in_force(chain, second)
        if _meaning(before) != _meaning(after):
            found.append(Difference(key, before, after))
    return sorted(found, key=_by_key)


def differences_seen(before: Rules, after: Rules, ids: Collection[str], tracks: tuple[str, str]) -> list[Difference]:
    """What differs in these rules for somebody who is on the first of `tracks` under `before` and on the second under `after`.

    A threshold that stands under another track on each side is one change, not two; rules of other tracks are left out.
    """
    found = []
    for rule, of in dict.fromkeys((key[0], key[2]) for key in before.book.chains if key[0] in ids):
        old, new = before.peek(rule, tracks[0] or None, of), after.peek(rule, tracks[1] or None, of)
        if _meaning(old) != _meaning(new):
            shown = new or old
            found.append(Difference((rule, shown.track if shown else None, of), old, new))
    return sorted(found, key=_by_key)


def _by_key(difference: Difference) -> tuple[str, ...]:
    return tuple(part or "" for part in difference.key)


def _meaning(entry: Entry | None) -> tuple[Any, ...] | None:
    return None if entry is None else (entry.value, entry.published, entry.unit, entry.comparison)


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON: numbers as strings, lists as lists, filters as nested objects, days as ISO dates."""
    return {
        "id": entry.id,
        "track": entry.track,
        "of": entry.of,
        "value": value_json(entry.value) if entry.published else UNPUBLISHED,
        "unit": entry.unit,
        "comparison": entry.comparison,
        "from": entry.from_.isoformat(),
        "to": entry.to and entry.to.isoformat(),
        "source": entry.source,
        "also": list(entry.also),
        "certainty": entry.certainty,
        "note": entry.note,
        "overlay": entry.overlay,
    }


def value_json(value: Value) -> Any:
    """A value as JSON (see `entry_json`)."""
    if isinstance(value, Filter):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    return str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value


def difference_json(difference: Difference) -> dict[str, Any]:
    """A difference as JSON: `before` and `after` are entries or null."""
    rule, track, of = difference.key
    before, after = (entry and entry_json(entry) for entry in (difference.before, difference.after))
    return {"id": rule, "track": track, "of": of, "change": difference.change, "before": before, "after": after}


def entry_line(entry: Entry) -> str:
    """One line for a reader: name, value, since when, from where."""
    return f"{name_text(entry.key)} = {value_text(entry)} (from {entry.from_}, {entry.source})"


def difference_line(difference: Difference) -> str:
    """One line for a reader: name, value before, value after."""
    before, after = (value_text(entry) if entry else "not in force" for entry in (difference.before, difference.after))
    return f"{name_text(difference.key)}: {before} -> {after}"


def name_text(key: ChainKey) -> str:
    """A rule's name with its track and selector."""
    rule, track, of = key
    return rule + (f" [{track}]" if track else "") + (f" {{{of}}}" if of else "")


def value_text(entry: Entry) -> str:
    """A value for a reader, with its comparison and unit; a filter as its expression."""
    if not entry.published:
        return UNPUBLISHED
    value = entry.value
    text = filter_text(value) if isinstance(value, Filter) else _plain(value)
    comparison = {"at_least": ">= ", "above": "> ", "at_most": "<= "}.get(entry.comparison or "", "")
    return f"{comparison}{text}" + (f" {entry.unit}" if entry.unit else "")


def _plain(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def filter_text(node: Filter) -> str:
    """A filter written out: `A = x, y AND (B = z OR C not in v)`."""
    for parts, word in ((node.all_of, " AND "), (node.any_of, " OR ")):
        if parts:
            return "(" + word.join(filter_text(part) for part in parts) + ")"
    return f"{node.field} {'=' if node.in_ else 'not in'} {', '.join(node.values)}"


def tally(entries: Iterable[Entry]) -> dict[str, int]:
    """How many dated values of each sureness there are; a mark that a rule ends is no value."""
    found = Counter(sureness(entry) for entry in entries if not entry.removed)
    return {name: found[name] for name in SURENESS}


def counts(book: Rulebook) -> dict[str, int]:
    """How much the rulebook holds."""
    entries = [entry for chain in book.chains.values() for entry in chain]
    return {
        "sources": len(book.sources),
        "designations": len(book.designations),
        "specializations": len(book.specializations),
        "certificates": len(book.certificate_list),
        "rules": len(book.chains),
        "dated values": len(entries),
        "unpublished": sum(not entry.published for entry in entries),
        "overlay": sum(entry.overlay for entry in entries),
    }
