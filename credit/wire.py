"""How credit is written down, for command line, API and records. Money is an exact decimal in a text."""

from collections.abc import Iterable
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


def lines(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Usage lines, each with its verdict."""
    return [
        {
            name: money(value)
            if isinstance(value, Decimal)
            else value.isoformat()
            if hasattr(value, "isoformat")
            else value
            for name, value in row.items()
        }
        for row in found
    ]
