"""Access that ends, or has gone from the list: when, and what a month without it costs. Sums of what the engine found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Any

from credit.month import EXACT, NOTHING, added


@dataclass(frozen=True)
class Ending:
    """Access to an area that ends at a known moment. ``monthly`` is what it earned in the month looked at.

    ``grants`` are the assignments that reach it and end then.
    """

    tenant: str
    customer: str
    subscription: str
    subscription_name: str
    area: str
    ends: datetime
    monthly: Decimal
    lines: int
    grants: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Removed:
    """An assignment that the newest list of access has no longer, and an earlier one had. ``monthly`` is what places below it
    would have earned in the month looked at by the earlier list, and do not by the newest."""

    tenant: str
    customer: str
    scope: str
    kind: str
    holder: str
    azure_role: str
    since: datetime
    monthly: Decimal


def endings(
    rows: Iterable[tuple[Decimal, Mapping[str, Any]]], assignments: Sequence[Mapping[str, Any]]
) -> list[Ending]:
    """The areas whose access ends, soonest first; rows come with the rate of their days."""
    found: dict[tuple[str, str, datetime], list[tuple[Decimal, Mapping[str, Any]]]] = {}
    for rate, row in rows:
        if row["ends"] is not None:
            found.setdefault((row["tenant"], row["area"], row["ends"]), []).append((rate, row))
    made = [_ending(key, members, assignments) for key, members in found.items()]
    return sorted(made, key=lambda one: (one.ends, -one.monthly, one.area))


def _ending(
    key: tuple[str, str, datetime],
    members: Sequence[tuple[Decimal, Mapping[str, Any]]],
    assignments: Sequence[Mapping[str, Any]],
) -> Ending:
    tenant, area, ends = key
    first = members[0][1]
    with localcontext(EXACT):
        monthly = added(row["worth"] * rate for rate, row in members)
    reach = [
        one for one in assignments if one["tenant"] == tenant and one["until"] == ends and is_above(one["scope"], area)
    ]
    return Ending(
        tenant,
        max(row["customer"] or "" for _rate, row in members),
        first["subscription"] or "",
        first["subscription_name"] or "",
        area,
        ends,
        monthly,
        sum(row["lines"] for _rate, row in members),
        tuple(reach),
    )


def removed(
    before: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    earned: Iterable[tuple[str, str, Decimal]],
    earned_now: Iterable[tuple[str, str, Decimal]],
    since: datetime,
) -> list[Removed]:
    """Assignments that were listed and are not: of each what the places below it lose, which several may share.

    ``earned`` are (tenant, place, amount) by the earlier list, ``earned_now`` by the newest.
    """
    left = {_identity(one) for one in now}
    gone = {_identity(one): one for one in before if not one["deny"] and _identity(one) not in left}
    kept = {(tenant, place): amount for tenant, place, amount in earned_now}
    with localcontext(EXACT):
        lost = [(tenant, place, amount - kept.get((tenant, place), NOTHING)) for tenant, place, amount in earned]
    found = [
        Removed(
            one["tenant"],
            one.get("customer") or "",
            one["scope"],
            one["kind"],
            one["holder"] or "",
            one["azure_role"] or "",
            since,
            added(
                amount for tenant, place, amount in lost if tenant == one["tenant"] and is_above(one["scope"], place)
            ),
        )
        for one in gone.values()
    ]
    return sorted(found, key=lambda one: (-one.monthly, one.tenant, one.scope))


def _identity(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["tenant"], one["scope"], one["kind"], one["holder"], (one["azure_role"] or "").casefold()


def is_above(scope: str, place: str) -> bool:
    """Whether an Azure id is another one's, or one above it: /rg-1 is not above /rg-10."""
    return place == scope or place.startswith(f"{scope}/")
