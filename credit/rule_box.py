"""The rules that decide a verdict, with their values, dates and sources, as they stand in the rulebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from credit import verdicts
from credit.terms import terms
from partnerhub import rulebook_words as words
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rule_box import RuleRow, note, rule_row

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
    return RuleBox(last.last, [rule_row(partner, entry, last.last, MOST_NAMES) for entry in entries], note(entries))
