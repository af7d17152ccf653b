"""The customers that filters let through, and their order."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring.customers import Customers, Wanted, find
from scoring.forms import Asked
from tests.factories import PartnerFactory
from tests.scoring.eligible import eligible
from tests.scoring.evidence import DAY

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return eligible(tmp_path)


def asked(partner: Partner, day: date = DAY, **wanted: str) -> Customers:
    return find(partner, Asked(day, "published", None), Wanted(**wanted))


def names(found: Customers) -> list[str]:
    return [one.name or one.tenant for one in found.chosen]


def told(found: Customers) -> dict[str, list[str]]:
    """The lines in which each customer is shown."""
    return {one.tenant: [each.line.key for each in one.standings] for one in found.chosen}


def test_every_customer_stands_in_the_list_once_by_name(partner: Partner) -> None:
    found = asked(partner)
    assert names(found) == ["Adatum", "Fabrikam", "Litware", "Northwind", "wingtip"]
    assert [one.counting for one in found.chosen] == [17, 0, 7, 4, 0]


def test_filters_let_through_what_they_name(partner: Partner) -> None:
    adds = asked(partner, metric="business_applications.net_customer_adds")
    keys = ["business_applications.net_customer_adds"]
    assert told(adds) == {"adatum": keys, "fabrikam": keys, "northwind": keys}
    parts = asked(partner, metric="security.net_customer_adds", status="counts")
    assert told(parts) == {"adatum": ["security.net_customer_adds.azure", "security.net_customer_adds.microsoft_365"]}
    part = asked(partner, designation="security", metric="security.net_customer_adds.microsoft_365", status="missed")
    keys = ["security.net_customer_adds.microsoft_365"]
    assert told(part) == {"litware": keys, "northwind": keys}


@pytest.mark.parametrize(
    ("status", "tenants"),
    [
        ("counts", ["adatum", "litware", "northwind"]),
        ("new", ["litware", "northwind"]),
        ("lost", ["fabrikam"]),
        ("missed", ["fabrikam", "wingtip"]),
        ("", ["adatum", "fabrikam", "litware", "northwind", "wingtip"]),
        ("unheard of", ["adatum", "fabrikam", "litware", "northwind", "wingtip"]),
    ],
)
def test_status_is_since_a_year_ago(partner: Partner, status: str, tenants: list[str]) -> None:
    found = asked(partner, metric="data_ai.usage_growth", status=status)
    assert [one.tenant for one in found.chosen] == tenants


def test_filters_that_name_nothing_let_everything_through(partner: Partner) -> None:
    every = told(asked(partner))
    assert told(asked(partner, designation="horoscopes")) == every
    assert told(asked(partner, metric="security.horoscopes")) == every
    of_security = told(asked(partner, designation="security"))
    assert told(asked(partner, designation="security", metric="data_ai.usage_growth")) == of_security


def test_text_is_found_in_name_and_tenant(partner: Partner) -> None:
    assert names(asked(partner, text=" NORTH ")) == ["Northwind"]
    assert names(asked(partner, text="wing")) == ["wingtip"]
    assert names(asked(partner, text="nobody")) == []


@pytest.mark.parametrize(
    ("sort", "tenants"),
    [
        ("-counts", ["adatum", "litware", "northwind", "fabrikam", "wingtip"]),
        ("-customer", ["wingtip", "northwind", "litware", "fabrikam", "adatum"]),
        ("unheard of", ["adatum", "fabrikam", "litware", "northwind", "wingtip"]),
    ],
)
def test_customers_are_put_in_order(partner: Partner, sort: str, tenants: list[str]) -> None:
    assert [one.tenant for one in asked(partner, sort=sort).chosen] == tenants


@pytest.mark.parametrize(
    ("sort", "tenants"),
    [
        ("-now", ["adatum", "litware", "northwind", "fabrikam", "wingtip"]),
        ("-base", ["adatum", "fabrikam", "litware", "northwind", "wingtip"]),
        ("change", ["fabrikam", "wingtip", "adatum", "northwind", "litware"]),
        ("short", ["adatum", "fabrikam", "litware", "northwind", "wingtip"]),
        ("verdict", ["fabrikam", "wingtip", "adatum", "litware", "northwind"]),
    ],
)
def test_customers_of_one_metric_are_put_in_order_by_its_numbers(
    partner: Partner, sort: str, tenants: list[str]
) -> None:
    found = asked(partner, metric="data_ai.usage_growth", sort=sort)
    assert [one.tenant for one in found.chosen] == tenants


def test_nearest_customer_comes_first_by_what_is_short(partner: Partner) -> None:
    found = asked(partner, metric="data_ai.net_customer_adds", sort="short")
    assert [one.tenant for one in found.chosen] == ["northwind", "adatum", "fabrikam", "litware", "wingtip"]


def test_customer_of_an_unknown_month_is_not_said_to_be_lost(partner: Partner) -> None:
    """The day on which July is published, of which only revenue is known: the other metrics say nothing of anybody."""
    found = asked(partner, date(2023, 8, 25))
    assert {one.line.key for customer in found.every for one in customer.standings} == {
        "business_applications.net_customer_adds"
    }
    assert {one.counted_before for customer in found.every for one in customer.standings} == {None}


def test_customers_before_the_programme_are_refused(db: None) -> None:
    with pytest.raises(NotInForce):
        asked(PartnerFactory(), date(2022, 10, 2))
    assert asked(PartnerFactory(), date(2022, 10, 3)).every == ()
