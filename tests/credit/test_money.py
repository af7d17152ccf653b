"""Prices and invoices after credit: the programme's own numbers, and both of its rounding orders."""

from decimal import Decimal

import pytest

from credit import money
from credit.terms import terms
from tests.credit.drawn import BOOK, JULY

RATE = Decimal("0.15")


def number(text: str) -> Decimal:
    return Decimal(text)


def test_rate_of_the_rulebook_is_fifteen_percent_with_98_of_122_roles() -> None:
    (one,) = terms(BOOK, JULY)
    assert one.rate == RATE
    assert (len(one.roles), sum(one.roles.values())) == (122, 98)


def test_meter_of_the_programmes_own_example() -> None:
    """Vector A1: 0.868 a unit, 29 units, all of them with credit."""
    found = money.meter(number("0.868"), number("29"), RATE)
    assert (found.cost, found.effective_unit_price) == (number("21.39"), number("0.737586206896552"))


def test_meter_without_units_has_no_effective_price() -> None:
    assert money.meter(number("0.868"), number("0"), RATE) == money.Meter(number("0.00"), None)


def test_month_with_days_without_credit_is_blended() -> None:
    """The invoice has a line for either kind of days: cut(0.85 x 20) + cut(1 x 9) over 29 units."""
    found = money.blended(number("1"), [(number("20"), RATE), (number("9"), number("0"))])
    assert (found.cost, found.effective_unit_price) == (number("26.00"), number("0.896551724137931"))


def test_month_rate_lies_between_nothing_and_the_rate() -> None:
    assert money.month_rate(number("27"), number("30"), RATE) == number("0.135")
    assert money.month_rate(number("0"), number("0"), RATE) is None


@pytest.mark.parametrize(
    ("price", "units", "exchange", "recon", "daily"),
    [
        # 21.3900 in pricing currency; times 0.9 it is 19.251.
        ("0.737586206896552", "29", "0.9", "19.25", "19.25"),
        # Rounded down first 1.99 x 1.5 = 2.985; once, in the end 1.998 x 1.5 = 2.997.
        ("0.999", "2", "1.5", "2.98", "2.99"),
        # 0.009 is nothing in pricing currency, however much the rate makes of it.
        ("0.009", "1", "100", "0.00", "0.90"),
        # A refund is cut towards zero by the one and goes to the cent below by the other.
        ("0.999", "-1", "1", "-0.99", "-1.00"),
        ("0", "5", "1.1", "0.00", "0.00"),
    ],
)
def test_both_files_round_in_their_own_order(price: str, units: str, exchange: str, recon: str, daily: str) -> None:
    told = (number(price), number(units), number(exchange))
    assert (money.subtotal(*told), money.pre_tax_total(*told)) == (number(recon), number(daily))


def test_seats_are_rounded_each() -> None:
    assert money.seat_subtotal(number("0.999"), number("3"), number("1.5")) == number("4.47")


def test_net_price_is_exact() -> None:
    assert money.net(number("0.000000000001"), RATE) == number("0.00000000000085")
