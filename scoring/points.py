"""Points: exact fractions inside, Decimal outside, rounded only when shown.

Rule (decision 1): points = clamp(cap x actual / threshold, 0, cap). The pages print 2.14 points a person, yet seven people
earn 15: so nothing is rounded before the sum. Shown: a metric with at most one decimal, a total as a whole number, half up.
"""

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from math import ceil

_EXACT = Context(prec=28)


def points(actual: Fraction, threshold: Decimal, cap: Decimal) -> Fraction:
    """Points of one metric, in proportion to its threshold, at least 0 and at most its cap."""
    if actual <= 0:
        return Fraction(0)
    # One fraction instead of three that are each brought to lowest terms.
    (a, b), (c, d), (e, f) = (value.as_integer_ratio() for value in (actual, cap, threshold))
    return min(Fraction(a * c * f, b * d * e), Fraction(cap))


def added(values: Iterable[Fraction]) -> Fraction:
    """Their sum, brought to lowest terms once and not at every step: most of a programme's batch is this."""
    numerator, denominator = 0, 1
    for value in values:
        more, part = value.as_integer_ratio()
        numerator, denominator = numerator * part + more * denominator, denominator * part
    return Fraction(numerator, denominator)


def decimal(value: Fraction) -> Decimal:
    """The fraction as a Decimal: exact where it has an end within 28 digits, else its first 28 digits; without trailing zeros."""
    return trimmed(_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))


def trimmed(value: Decimal) -> Decimal:
    """At most 28 digits, without trailing zeros and never in scientific notation."""
    quotient = value.normalize(_EXACT)
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
