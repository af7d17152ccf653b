"""The rules that decide a verdict, with their values, dates and sources, as they stand in the rulebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from credit import verdicts
from credit.terms import terms
from partnerhub import rulebook_words as words
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Entry
from partnerhub.rulebook_pages import rule_url
from partnerhub.told import told

# What every amount rests on, then what decides each verdict.
ALWAYS = ("rate",)
DECIDE = {
    verdicts.EARNED: ("whole_day", "holders", "access_kinds"),
    verdicts.NO_USAGE: ("no_usage",),
    verdicts.PARTNER_KIND: ("partner_kinds",),
    verdicts.NO_ACCESS: ("access_kinds", "holders"),
    verdicts.OTHER_PARTNER: ("holders",),
    verdicts.ROLE_NOT_ELIGIBLE: ("other_roles", "eligible_roles"),
    verdicts.ROLE_UNKNOWN: ("eligible_roles", "other_roles"),
    verdicts.LINK_MISSING: ("link_needed", "link_unless_automatic"),
    verdicts.PART_OF_DAY: ("whole_day",),
    verdicts.EXCLUDED_PRODUCT: (*(f"{kind}_words" for kind in verdicts.PRODUCTS), "plans", "publishers"),
}
# Names of a list are told where there are few.
MOST_NAMES = 12


@dataclass(frozen=True)
class RuleRow:
    """A rule value; url leads to it in the rulebook."""

    label: str
    value: str
    note: str
    url: str


@dataclass(frozen=True)
class RuleBox:
    """The rules that were in force at the end of a month, since when, and where they were read."""

    day: date
    rows: list[RuleRow]
    note: str


def rule_box(partner: Partner, of: date, found: Sequence[str]) -> RuleBox:
    """What decides these verdicts in a month."""
    last = terms(rules.book(), of)[-1]
    wanted = list(dict.fromkeys([*ALWAYS, *(name for verdict in found for name in DECIDE.get(verdict, ()))]))
    known = {words.name(entry.id): entry for entry in last.entries}
    entries = [known[name] for name in wanted if name in known]
    return RuleBox(last.last, [_row(partner, entry, last.last) for entry in entries], _note(entries))


def _row(partner: Partner, entry: Entry, on: date) -> RuleRow:
    book = rules.book()
    names = words.names(book, entry)
    more = (
        f"{', '.join(names)}." if 0 < len(names) <= MOST_NAMES else "",
        _("set by this installation") if entry.overlay else "",
        told(entry.note or ""),
    )
    url = rule_url(entry.id, partner, on)
    return RuleRow(words.label_of(book, entry), words.value(book, entry), " ".join(filter(None, more)), url)


def _note(entries: Sequence[Entry]) -> str:
    sources = rules.book().sources
    titles = sorted({sources[entry.source].title for entry in entries})
    since = max(entry.from_ for entry in entries)
    return _("In force since %(day)s. Sources: %(titles)s.") % {"day": words.day(since), "titles": "; ".join(titles)}
