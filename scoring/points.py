"""Points: exact fractions inside, Decimal outside, rounded only when shown.

Rule (decision 1): points = clamp(cap x actual / threshold, 0, cap). The pages print 2.14 points a person, yet seven people
earn 15: so nothing is rounded before the sum. Shown: a metric with at most one decimal, a total as a whole number, half up.
"""

from decimal import Context, Decimal
from fractions import Fraction
from math import ceil

_EXACT = Context(prec=28)


def points(actual: Fraction, threshold: Decimal, cap: Decimal) -> Fraction:
    """Points of one metric, in proportion to its threshold, at least 0 and at most its cap."""
    return min(max(Fraction(cap) * actual / Fraction(threshold), Fraction(0)), Fraction(cap))


def decimal(value: Fraction) -> Decimal:
    """The fraction as a Decimal: exact where it has an end within 28 digits, else its first 28 digits; without trailing zeros."""
    quotient = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(_EXACT)
    return quotient if quotient != quotient.to_integral_value() else quotient.quantize(Decimal(1))


def shown_points(value: Fraction) -> Decimal:
    """A metric's points as pages show them: at most one decimal, half up."""
    return Decimal(_half_up(value, 10)).scaleb(-1)


def shown_lack(value: Fraction) -> Decimal:
    """What is missing to a figure: at most one decimal, rounded up, so that what is missing is never shown as nothing."""
    return Decimal(ceil(value * 10)).scaleb(-1)


def shown_total(value: Fraction) -> int:
    """A designation's points as pages show them: a whole number, half up. Never used to decide."""
    return _half_up(value, 1)


def _half_up(value: Fraction, steps: int) -> int:
    """How many steps, of which ``steps`` make one, the value is nearest to. Of whole numbers, so that no digit is lost before."""
    return (2 * value.numerator * steps + value.denominator) // (2 * value.denominator)
