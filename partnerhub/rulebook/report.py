"""The rulebook as lists to read: what is in force on a day, and what differs between two days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .book import Rulebook
from .entries import ChainKey, Entry, Value, in_force
from .filters import Filter
from .schema import UNPUBLISHED


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


def in_force_on(book: Rulebook, day: date, root: str | None = None) -> list[Entry]:
    """Entries in force on `day`, by id; with `root` only those of that designation or specialization."""
    entries = book.on(day).in_force()
    return [entry for entry in entries if root is None or entry.id.partition(".")[0] == root]


def differences(book: Rulebook, first: date, second: date) -> list[Difference]:
    """Every rule, track and selector whose value, unit or comparison differs between two days, by id."""
    found = []
    for key, chain in book.chains.items():
        before, after = in_force(chain, first), in_force(chain, second)
        if _meaning(before) != _meaning(after):
            found.append(Difference(key, before, after))
    return sorted(found, key=lambda difference: tuple(part or "" for part in difference.key))


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
    comparison = {"at_least": ">= ", "above": "> "}.get(entry.comparison or "", "")
    return f"{comparison}{text}" + (f" {entry.unit}" if entry.unit else "")


def _plain(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def filter_text(node: Filter) -> str:
    """A filter written out: `A = x, y AND (B = z OR C not in v)`."""
    for parts, word in ((node.all_of, " AND "), (node.any_of, " OR ")):
        if parts:
            return "(" + word.join(filter_text(part) for part in parts) + ")"
    return f"{node.field} {'=' if node.in_ else 'not in'} {', '.join(node.values)}"


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
