"""How credit is written down, for command line, API and records. Money is an exact decimal in a text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from credit.month import Month

CENTS = 2


def money(value: Decimal) -> str:
    """An exact amount with at least two decimals and no exponent; nothing is 0."""
    if not value:
        return "0"
    whole, _, decimals = format(value, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(CENTS, '0')}"


def plain(value: Decimal) -> str:
    """An exact number without trailing zeros or exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def month(found: Month) -> dict[str, Any]:
    """A month as `manage.py credit --json` promises it (docs/doors.md)."""
    return {
        "partner": found.partner,
        "month": f"{found.month:%Y-%m}",
        "currency": found.currency,
        "lines": found.lines,
        "earned": money(found.earned),
        "billed": None if found.billed is None else money(found.billed),
        "missed": money(found.missed),
        "possible": money(found.possible),
        "verdicts": {name: {"lines": one.lines, "amount": money(one.amount)} for name, one in found.verdicts.items()},
        "customers": [
            {"tenant": one.tenant, "earned": money(one.earned), "missed": money(one.missed)} for one in found.customers
        ],
    }


def line(row: Mapping[str, Any]) -> dict[str, Any]:
    """A usage line with its verdict; what is told of access and origin is left to pages."""
    return {
        "day": row["day"].isoformat(),
        "tenant": row["tenant"],
        "subscription": row["subscription"],
        "resource": row["scope"],
        "meter": row["meter"],
        "unit_price": plain(row["unit_price"]),
        "quantity": plain(row["quantity"]),
        "amount": money(row["amount"]),
        "verdict": row["verdict"],
        "reason": row["reason"] or None,
        "billed": None if row["credited"] is None else money(row["credited"]),
        "difference": row["difference"],
        "origin": [row["run"], row["row"]],
    }
