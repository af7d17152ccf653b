"""The people that filters let through, what they count for, and the titles that nobody knows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring.forms import Asked
from scoring.people import People, Unknown, Wanted, find, person_id
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


def asked(partner: Partner, day: date = DAY, /, **wanted: str) -> People:
    return find(partner, Asked(day, "published", None), Wanted(**wanted))


def told(found: People) -> dict[str, list[str]]:
    """The certificates with which each person is shown."""
    return {one.name: [each.title for each in one.certificates] for one in found.chosen}


ARCHITECT, ADMINISTRATOR = "Azure Solutions Architect Expert", "Azure Administrator Associate"
ANALYST, ENGINEER, BAKER = "Data Analyst Associate", "Azure Data Engineer Associate", "Contoso Certified Baker"
DEVELOPER = "Power Platform Developer Associate"


def test_everyone_is_listed_with_what_ends_first_before_what_is_of_no_use(partner: Partner) -> None:
    found = asked(partner)
    assert told(found) == {
        "Alma": [ARCHITECT, ADMINISTRATOR],
        "Bram": [ARCHITECT],
        "Ines": [ADMINISTRATOR, ANALYST, ENGINEER],
        "Milo": [DEVELOPER, ENGINEER, BAKER, BAKER],
    }
    assert [one.counting for one in found.chosen] == [5, 3, 4, 2]
    ends = [one.next_end for one in found.chosen]
    assert ends == [date(2023, 10, 1), None, date(2023, 8, 10), date(2023, 8, 10)]


def test_what_cannot_be_placed_is_told(partner: Partner) -> None:
    found = asked(partner)
    assert found.unknown == (Unknown(BAKER, 2, 1),)
    assert found.others == 1


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"designation": "business_applications"}, {"Ines": [ANALYST], "Milo": [DEVELOPER]}),
        ({"certificate": "azure_data_engineer_associate"}, {"Ines": [ENGINEER], "Milo": [ENGINEER]}),
        ({"within": "30"}, {"Ines": [ADMINISTRATOR], "Milo": [DEVELOPER]}),
        ({"within": "60"}, {"Ines": [ADMINISTRATOR, ENGINEER], "Milo": [DEVELOPER]}),
        ({"within": "30", "certificate": "azure_administrator_associate"}, {"Ines": [ADMINISTRATOR]}),
        ({"text": "baker"}, {"Milo": [DEVELOPER, ENGINEER, BAKER, BAKER]}),
        ({"text": " bRAM "}, {"Bram": [ARCHITECT]}),
        ({"certificate": "certified_baker"}, {}),
    ],
)
def test_filters_let_through_what_they_name(
    partner: Partner, wanted: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    assert told(asked(partner, **wanted)) == expected


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-person", ["Milo", "Ines", "Bram", "Alma"]),
        ("-counts", ["Alma", "Ines", "Bram", "Milo"]),
        ("ends", ["Ines", "Milo", "Alma", "Bram"]),
        ("unheard of", ["Alma", "Bram", "Ines", "Milo"]),
    ],
)
def test_people_are_put_in_order(partner: Partner, sort: str, names: list[str]) -> None:
    assert [one.name for one in asked(partner, sort=sort).chosen] == names


@pytest.mark.parametrize(("within", "days"), [("30", 30), ("90", 90), ("31", None), ("", None), ("-1", None)])
def test_days_ahead_are_those_that_are_offered(within: str, days: int | None) -> None:
    assert Wanted(within=within).days == days


def test_certificate_ends_within_so_many_days_on_the_last_of_them(partner: Partner) -> None:
    """The certificates of 10 August end within 30 days from 11 July on, until that day."""
    days = [date(2023, 7, 10), date(2023, 7, 11), date(2023, 8, 10), date(2023, 8, 11)]
    found = [sorted({one for own in told(asked(partner, day, within="30")).values() for one in own}) for day in days]
    assert found == [[ENGINEER], [ADMINISTRATOR, ENGINEER, DEVELOPER], [ADMINISTRATOR, DEVELOPER], []]


def test_address_of_a_person_names_nobody(partner: Partner) -> None:
    found = asked(partner)
    assert [one.id for one in found.every] == [person_id(partner, key) for key in ("1", "2", "3", "4")]
    assert person_id(partner, "1") != person_id(PartnerFactory(), "1")


def test_people_before_the_programme_are_refused(db: None) -> None:
    with pytest.raises(NotInForce):
        asked(PartnerFactory(), date(2022, 10, 2))
    assert asked(PartnerFactory(), date(2022, 10, 3)).every == ()
