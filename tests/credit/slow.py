"""The verdict of a usage line once more: slow, obvious, one line after the other, minute by minute. No engine, no expressions.

Written from the sources and the decisions, with the same rulebook as the engine.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from partnerhub.rulebook import Rules, normalise

Row = Mapping[str, Any]
MINUTE = timedelta(minutes=1)
MINUTES = 24 * 60


@dataclass(frozen=True)
class World:
    """What is on record: kinds of partners, organisations of MPN ids, and (partner, day) without an agreement."""

    rules: Rules
    kinds: Mapping[str, str]
    accounts: Mapping[str, str]
    lapses: frozenset[tuple[str, date]]
    grants: Sequence[Row]


def verdict(world: World, line: Row, earlier: Sequence[Row]) -> str:  # noqa: PLR0911
    """The first condition that a line fails; ``earlier`` are the lines above it in its file."""
    rules, kind = world.rules, world.kinds[line["partner"]]
    if any(other["partner"] == line["partner"] and other["fingerprint"] == line["fingerprint"] for other in earlier):
        return "duplicate"
    if listed(rules, "no_usage", line["charge_type"]):
        return "no_usage"
    if kind and kind not in rules.names("credit.partner_kinds"):
        return "partner_kind"
    if (line["partner"], line["day"]) in world.lapses:
        return "agreement"
    if is_excluded(rules, line):
        return "excluded_product"
    if line["other_share"] is not None and line["other_share"] >= 1:
        return "other_credit"
    return access(world, line)


def listed(rules: Rules, rule: str, text: str | None) -> bool:
    return text is not None and normalise(text) in {normalise(name) for name in rules.names(f"credit.{rule}")}


def is_excluded(rules: Rules, line: Row) -> bool:
    if line["plan"] is not None and not listed(rules, "plans", line["plan"]):
        return True
    if line["publisher"] is not None and not listed(rules, "publishers", line["publisher"]):
        return True
    kinds = ("reservation", "savings_plan", "spot", "marketplace", "third_party", "legacy_offer")
    words = [word for kind in kinds for word in rules.names(f"credit.{kind}_words")]
    return any(re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", line["described"]) for word in words)


def access(world: World, line: Row) -> str:  # noqa: PLR0911
    begin = datetime.combine(line["day"], time.min)
    end = begin + timedelta(days=1)
    there = [
        one
        for one in world.grants
        if (one["partner"], one["tenant"]) == (line["partner"], line["tenant"])
        and reaches(one["scope"], line["scope"])
        and (one["valid_from"] is None or one["valid_from"] < end)
        and (one["valid_until"] is None or one["valid_until"] > begin)
    ]
    held = [one for one in there if not one["deny"]]
    if not held:
        return "no_access"
    own = [one for one in held if is_ours(world, line, one)]
    if not own:
        return "other_partner"
    known = [one for one in own if not listed(world.rules, "other_roles", one["azure_role"])]
    if not known:
        return "role_not_eligible"
    eligible = [one for one in known if listed(world.rules, "eligible_roles", one["azure_role"])]
    if not eligible:
        return "role_unknown"
    linked = [one for one in eligible if is_linked(world.rules, one)]
    if not linked:
        return "link_missing"
    minutes = [begin + MINUTE * number for number in range(MINUTES)]
    if not all(any(holds(one, at) for one in linked) for at in minutes):
        return "part_of_day"
    denies = [one for one in there if one["deny"]]
    free = all(any(holds(one, at) and not is_denied(world, one, denies, at) for one in linked) for at in minutes)
    return "earned" if free else "denied"


def reaches(scope: str, place: str | None) -> bool:
    """Whether what is assigned at one Azure id holds for another: segment by segment."""
    return place is not None and place.split("/")[: len(scope.split("/"))] == scope.split("/")


def account(world: World, mpn: str | None) -> str | None:
    return world.accounts.get(mpn, mpn) if mpn is not None else None


def is_ours(world: World, line: Row, one: Row) -> bool:
    holder = account(world, one["holder"])
    if holder == line["partner"]:
        return True
    sold_by = line["reseller"]
    is_direct = world.kinds[line["partner"]] == "direct_bill" or sold_by in {None, "", "0", "-1"}
    return not is_direct and holder == account(world, sold_by)


def is_linked(rules: Rules, one: Row) -> bool:
    if one["kind"] in rules.names("credit.link_needed"):
        return bool(one["linked"])
    if one["kind"] in rules.names("credit.link_unless_automatic"):
        return one["linked"] is not False
    return True


def holds(one: Row, at: datetime) -> bool:
    begun = one["valid_from"] is None or one["valid_from"] <= at
    return begun and (one["valid_until"] is None or at < one["valid_until"])


def is_denied(world: World, one: Row, denies: Sequence[Row], at: datetime) -> bool:
    holder = account(world, one["holder"])
    return any(holds(no, at) and account(world, no["holder"]) in {None, holder} for no in denies)


def amount(line: Row, rate: Decimal) -> Decimal:
    return line["unit_price"] * line["quantity"] * rate  # type: ignore[no-any-return]
