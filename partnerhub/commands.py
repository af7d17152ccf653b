"""What our commands share: partners by MPN id, days, JSON on standard output, errors on standard error with exit code 1."""

import json
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnerhub.clock import FIRST, LAST
from partnerhub.models import Partner


def partner(mpn_id: str) -> Partner:
    """The partner; raises CommandError that says how to add it."""
    try:
        return Partner.objects.get(mpn_id=mpn_id)
    except Partner.DoesNotExist:
        raise CommandError(
            f"No partner has the MPN id {mpn_id}. Add it with: manage.py add_partner --mpn-id {mpn_id} --name NAME"
        ) from None


def day(text: str) -> date:
    """An ISO date argument."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date; expected YYYY-MM-DD") from None
    if not FIRST <= found <= LAST:
        raise ArgumentTypeError(f"{text!r} is not between {FIRST} and {LAST}")
    return found


def moment(text: str) -> datetime:
    """An ISO date or moment argument; a date alone means its end, a moment without zone is UTC."""
    try:
        if len(text) == len("2023-07-25"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a moment; expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def print_json(command: BaseCommand, value: dict[str, Any]) -> None:
    """The command's answer as JSON on standard output."""
    command.stdout.write(json.dumps(value, indent=2))
