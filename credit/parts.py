"""How what was earned stands to what was possible."""

from decimal import Decimal

from credit.models import CreditMonth
from credit.month import EXACT


def part_of(earned: Decimal, possible: Decimal) -> Decimal:
    """The share of what was possible that was earned; all of nothing."""
    return EXACT.divide(earned, possible) if possible else Decimal(1)


def bar(earned: Decimal, possible: Decimal) -> int:
    """The same for a bar, from 0 to 100; refunds may lie outside."""
    return max(0, min(100, int(part_of(earned, possible) * 100)))


def lost(one: CreditMonth) -> Decimal:
    """What access all day would have added."""
    return EXACT.subtract(one.possible, one.earned)
