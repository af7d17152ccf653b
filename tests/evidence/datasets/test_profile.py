"""Partner profile: the organisation's locations."""

import pytest

from evidence.datasets import NO_MONTH
from tests.headers import PROFILE, line
from tests.imports import PARTNER, read

CELLS = {
    "MPNId": "2000002",
    "PartnerName": "Contoso Utrecht",
    "PGA_MPNID": PARTNER,
    "PGA_PartnerName": "Contoso",
    "City": "Utrecht",
    "Country": "Netherlands",
    "HierarchyLevel": "Location",
}


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_profile_is_recognised_and_stands_under_no_month(separator: str) -> None:
    outcome = read(line(PROFILE, CELLS, separator))
    assert (outcome.dataset, outcome.rejections) == ("profile", [])
    assert outcome.facts == [
        {
            "partner": PARTNER,
            "month": NO_MONTH,
            "run": 7,
            "row": 2,
            "mpn_id": "2000002",
            "name": "Contoso Utrecht",
            "account_name": "Contoso",
            "city": "Utrecht",
            "country": "Netherlands",
            "level": "Location",
        }
    ]


@pytest.mark.parametrize(
    ("changed", "rejection"),
    [
        ({"MPNId": ""}, ("MPNId", "", "missing")),
        ({"PGA_MPNID": "1000002"}, ("PGA_MPNID", "1000002", "belongs to another partner")),
    ],
)
def test_profile_unusable_row_is_rejected(changed: dict[str, str], rejection: tuple[str, str, str]) -> None:
    assert read(line(PROFILE, CELLS | changed)).rejections == [(2, *rejection)]


def test_profile_tells_the_partner_from_its_location() -> None:
    assert read(line(PROFILE, CELLS | {"MPNId": "1000002"})).column("mpn_id") == ["1000002"]
