"""Points in proportion, exact inside and rounded only when shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.points import decimal, points, shown_lack, shown_points, shown_total


@pytest.mark.parametrize(
    ("actual", "threshold", "cap", "expected"),
    [
        (1, 3, 30, Fraction(10)),
        (0, 5, 15, Fraction(0)),
        (5, 5, 15, Fraction(15)),
        (6, 5, 15, Fraction(15)),
        (-3, 5, 15, Fraction(0)),
        (-23172, 5, 15, Fraction(0)),
        (1, 7, 15, Fraction(15, 7)),
        (7, 7, 15, Fraction(15)),
        (6, 6, 20, Fraction(20)),
        (Fraction("4.18"), 30, 30, Fraction("4.18")),
        (Fraction("12.5"), 20, 20, Fraction("12.5")),
    ],
)
def test_points_are_in_proportion_within_zero_and_cap(
    actual: Fraction, threshold: int, cap: int, expected: Fraction
) -> None:
    assert points(Fraction(actual), Decimal(threshold), Decimal(cap)) == expected


@given(st.integers(1, 30), st.integers(1, 40))
def test_points_of_so_many_units_are_as_many_times_one_units_points(threshold: int, cap: int) -> None:
    one = points(Fraction(1), Decimal(threshold), Decimal(cap))
    for units in range(threshold + 1):
        assert points(Fraction(units), Decimal(threshold), Decimal(cap)) == units * one
    assert threshold * one == cap


@given(st.fractions(), st.integers(1, 10**6), st.integers(1, 100))
def test_points_never_leave_zero_and_cap(actual: Fraction, threshold: int, cap: int) -> None:
    assert 0 <= points(actual, Decimal(threshold), Decimal(cap)) <= cap


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("71.3", 71), ("77.5", 78), ("27.5", 28), ("69.5", 70), ("69.4999999999999999999999999999999", 69),
        ("70", 70), ("0.5", 1), ("0.49", 0), ("0", 0), ("100", 100), ("2.5", 3), ("3.5", 4),
    ],
)  # fmt: skip
def test_total_is_shown_whole_half_up(value: str, shown: int) -> None:
    assert shown_total(Fraction(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("40/3", "13.3"), ("20/3", "6.7"), ("4.18", "4.2"), ("80/3", "26.7"), ("32.5", "32.5"), ("2.25", "2.3"),
        ("2.35", "2.4"), ("2.249999999999999999999999999999999", "2.2"), ("15/7", "2.1"), ("7", "7.0"), ("0", "0.0"),
    ],
)  # fmt: skip
def test_metric_is_shown_with_one_decimal_half_up(value: str, shown: str) -> None:
    assert str(shown_points(Fraction(value))) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.5", "0.5"), ("0.04", "0.1"), ("0.0000001", "0.1"), ("12.81", "12.9"), ("42.5", "42.5"), ("0", "0.0")],
)
def test_lack_is_rounded_up_and_never_to_nothing(value: str, shown: str) -> None:
    assert str(shown_lack(Fraction(value))) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(100), "100"), (Fraction(0), "0"), (Fraction(31, 2), "15.5"), (Fraction("70.0000000001"), "70.0000000001"),
        (Fraction(15, 7), "2.142857142857142857142857143"), (Fraction(-1, 4), "-0.25"), (Fraction(10**12), "1000000000000"),
    ],
)  # fmt: skip
def test_decimal_is_exact_and_plain(value: Fraction, text: str) -> None:
    assert str(decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**15), max_value=10**15))
def test_decimal_of_a_stored_amount_loses_nothing(amount: Decimal) -> None:
    assert decimal(Fraction(amount)) == amount
