"""What the rulebook says about credit on the days of a month: one set of terms for each stretch of days without a change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from credit import verdicts
from partnerhub.months import shift
from partnerhub.rulebook import Entry, Rulebook, Rules, normalise

CHAPTER = "credit"
_WORDS = {kind: f"credit.{kind}_words" for kind in verdicts.PRODUCTS}


@dataclass(frozen=True)
class Terms:
    """The rules of credit from ``first`` to ``last``, both included."""

    rules: Rules
    first: date
    last: date

    @cached_property
    def rate(self) -> Decimal:
        """The share of the list price that is earned."""
        return self.rules.number("credit.rate")

    @cached_property
    def partner_kinds(self) -> tuple[str, ...]:
        return self.rules.names("credit.partner_kinds")

    @cached_property
    def reseller_counts(self) -> bool:
        """Whether access of the reseller of record counts for the billed partner."""
        return self.rules.text("credit.holders") == "billed_partner_or_its_reseller"

    @cached_property
    def access_kinds(self) -> tuple[str, ...]:
        return self.rules.names("credit.access_kinds")

    @cached_property
    def link_needed(self) -> tuple[str, ...]:
        """Kinds of access that earn nothing unless it is known that the partner ID is linked."""
        return self.rules.names("credit.link_needed")

    @cached_property
    def link_unless_automatic(self) -> tuple[str, ...]:
        """Kinds of access that earn nothing once it is known that the partner ID is not linked."""
        return self.rules.names("credit.link_unless_automatic")

    @cached_property
    def roles(self) -> Mapping[str, bool]:
        """Every role that is listed, normalised, and whether it earns."""
        eligible, others = self.rules.names("credit.eligible_roles"), self.rules.names("credit.other_roles")
        return {normalise(name): False for name in others} | {normalise(name): True for name in eligible}

    def texts(self, rule: str) -> list[str]:
        """The names of a list, normalised and in order."""
        return sorted({normalise(name) for name in self.rules.names(f"credit.{rule}")})

    @cached_property
    def patterns(self) -> Mapping[str, str]:
        """For each kind of excluded product a pattern that finds its words, whole, in what a line is described by."""
        known = {kind: rule for kind, rule in _WORDS.items() if self.rules.has(rule)}
        return {kind: _pattern(self.rules.names(rule)) for kind, rule in known.items()}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rules in force, for whoever wants to know why."""
        return tuple(entry for entry in self.rules.in_force() if entry.id.startswith(f"{CHAPTER}."))


def _pattern(words: tuple[str, ...]) -> str:
    alternatives = "|".join(re.escape(word.lower()).replace("\\ ", " ").replace("\\-", "-") for word in words)
    return rf"(^|[^a-z0-9])({alternatives})($|[^a-z0-9])"


def terms(book: Rulebook, month: date) -> list[Terms]:
    """The stretches of a month, oldest first; days on which there is no rule yet have none."""
    return list(_stretches(book, month))


def _stretches(book: Rulebook, month: date) -> Iterator[Terms]:
    end = shift(month, 1)
    changes = {day for key, chain in book.chains.items() if key[0].startswith(f"{CHAPTER}.") for day in _days(chain)}
    starts = [month, *sorted(day for day in changes if month < day < end)]
    for first, after in zip(starts, [*starts[1:], end], strict=True):
        if book.on(first).has("credit.rate"):
            yield Terms(book.on(first), first, after - timedelta(days=1))


def _days(chain: tuple[Entry, ...]) -> set[date]:
    return {day for entry in chain for day in (entry.from_, entry.to) if day}
