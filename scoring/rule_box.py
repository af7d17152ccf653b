"""The rule box of a Why page: the values that were read, since when, where from, and what they say at other times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partnerhub import rulebook_words as words
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rule_box import RuleRow, rule_row
from partnerhub.rulebook import Entry
from partnerhub.told import labelled

# The numbers that decide come first; lists and rate cards follow in the order in which they were read.
DECISIVE = (
    "minimum",
    "customers",
    "revenue_floor",
    "consumption_floor",
    "acr_floor",
    "acr_ceiling",
    "seats_floor",
    "seats_ceiling",
    "active_share",
    "people",
    "baseline",
    "threshold",
    "cap",
)


@dataclass(frozen=True)
class Before:
    """What a rule said at another time."""

    value: str
    since: date
    source: str


def rule_rows(partner: Partner, entries: Sequence[Entry], on: date) -> list[RuleRow]:
    """The values that were read on a day: the deciding numbers first."""
    return [rule_row(partner, entry, on) for entry in sorted(entries, key=_decisive_first)]


def _decisive_first(entry: Entry) -> int:
    name = words.name(entry.id)
    return DECISIVE.index(name) if name in DECISIVE else len(DECISIVE)


def before(entries: Sequence[Entry]) -> list[Before]:
    """What was in force before and what comes after, of every value read that ever changed."""
    book = rules.book()
    changed = [one for entry in entries for one in book.history(entry.id, entry.track, entry.of) if one is not entry]
    return [
        Before(labelled(words.label_of(book, one), words.value(book, one)), one.from_, book.sources[one.source].title)
        for one in changed
    ]
