"""How standings are written down for the command line, the API and the record of a request."""

from decimal import Decimal
from typing import Any

from scoring.wire import iso, number
from specializations.requirements.check import Check
from specializations.standing import Standing

_CENT = Decimal("0.01")


def money(value: Decimal) -> str:
    """An exact amount with at least two decimal places."""
    cents = value.quantize(_CENT)
    return format(cents if cents == value else value.normalize(), "f")


def standing(found: Standing) -> dict[str, Any]:
    """A standing as `manage.py standing --json` promises it (docs/doors.md)."""
    return {
        "status": found.status,
        "validation": found.validation,
        "can_schedule_audit": found.can_schedule_audit,
        "requirements": [check(one) for one in found.checks],
    }


def check(found: Check) -> dict[str, Any]:
    """One requirement; amounts are strings, ``required`` is null where no threshold is published."""
    measure = money if found.unit == "USD" else number
    return {
        "kind": found.kind,
        "key": found.key,
        "met": found.met,
        "state": found.state,
        "measured": measure(found.measured) if found.measured is not None else None,
        "required": number(found.required) if found.required is not None else None,
        "unit": found.unit,
        "customers": found.customers,
        "customers_required": found.customers_required,
        "parts": [
            {
                "title": part.title,
                "measured": measure(part.measured),
                "required": part.required and number(part.required),
            }
            for part in found.parts
        ],
        "months": [iso(month) for month in found.months],
        "missing": [iso(month) for month in found.missing],
        "wanted": list(found.wanted),
        "found": list(found.found),
    }
