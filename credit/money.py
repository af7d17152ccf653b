"""What credit does to prices and invoices, in both rounding orders that the programme documents. Exact until it says otherwise.

Everything is in ``Decimal``; a rate is a share (0.15), an exchange rate turns pricing currency into billing currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal, localcontext

from credit.month import EXACT, NOTHING

CENT = Decimal("0.01")
ONE = Decimal(1)
# As many digits as the programme prints of an effective unit price.
PRICE_DIGITS = 15


def cut(amount: Decimal) -> Decimal:
    """Without what is beyond the cent: towards zero, as reconciliation files do."""
    return amount.quantize(CENT, ROUND_DOWN, EXACT)


def floor(amount: Decimal) -> Decimal:
    """To the next cent below, as the daily file does. It differs from ``cut`` for refunds."""
    return amount.quantize(CENT, ROUND_FLOOR, EXACT)


def net(unit_price: Decimal, share: Decimal) -> Decimal:
    """The price of one unit after credit, with no other discount in play."""
    with localcontext(EXACT):
        return unit_price * (ONE - share)


def subtotal(effective_unit_price: Decimal, units: Decimal, exchange_rate: Decimal) -> Decimal:
    """Of a usage line of the reconciliation file: rounded down in pricing currency, then again in billing currency."""
    with localcontext(EXACT):
        return cut(cut(effective_unit_price * units) * exchange_rate)


def seat_subtotal(effective_unit_price: Decimal, seats: Decimal, exchange_rate: Decimal) -> Decimal:
    """Of a line of seats of the reconciliation file: the price of one is rounded down, then multiplied."""
    with localcontext(EXACT):
        return cut(effective_unit_price * exchange_rate) * seats


def pre_tax_total(effective_unit_price: Decimal, quantity: Decimal, exchange_rate: Decimal) -> Decimal:
    """``BillingPreTaxTotal`` of a line of the daily file: rounded once, in the end."""
    with localcontext(EXACT):
        return floor(effective_unit_price * quantity * exchange_rate)


@dataclass(frozen=True)
class Meter:
    """What a meter cost in a month: ``cost`` in pricing currency, and what that is per unit (None without units)."""

    cost: Decimal
    effective_unit_price: Decimal | None


def meter(unit_price: Decimal, units: Decimal, share: Decimal) -> Meter:
    """A meter of which every day earned the same share, nothing included."""
    return blended(unit_price, [(units, share)])


def blended(unit_price: Decimal, parts: Iterable[tuple[Decimal, Decimal]]) -> Meter:
    """A meter in a month of days that earned credit and days that did not: (units, share) of each, a line of the invoice each.

    The effective unit price is that of the meter as a whole, from its cost as it is rounded on the lines.
    """
    with localcontext(EXACT):
        told = list(parts)
        cost = sum((cut(net(unit_price, share) * units) for units, share in told), NOTHING)
        units = sum((units for units, _share in told), NOTHING)
        exactly = cost / units if units else None
    return Meter(cost, exactly if exactly is None else exactly.quantize(ONE.scaleb(-PRICE_DIGITS)))


def month_rate(earned: Decimal, possible: Decimal, rate: Decimal) -> Decimal | None:
    """The rate that a month comes to when some days or resources earned and others did not (None: there was nothing to earn)."""
    with localcontext(EXACT):
        return earned / possible * rate if possible else None
