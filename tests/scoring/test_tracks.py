"""How a track is chosen, and what is told of the choice. (The boundaries are cases: tests/cases/tracks.yaml.)"""

from datetime import date
from decimal import Decimal

import pytest

from scoring.periods import shift
from scoring.tracks import Track, choose_tracks
from tests.scoring.drawn import Row
from tests.scoring.generated import Situation, lake

JUNE = date(2023, 6, 1)
FIVE = ("Commerce", "Field Service", "Finance", "Marketing", "Sales")


def revenue(workload: str, usd: str, *months: date, partner: str = "7001") -> list[Row]:
    row = {"partner": partner, "tenant": "a", "workload": workload, "association": "CSP_T1", "revenue": Decimal(usd)}
    return [row | {"month": month} for month in months]


def tracks(as_of: date, rows: list[Row], basis: str = "published") -> dict[str, Track]:
    facts = {"business_apps_revenue": rows, "business_apps_usage": [], "trainings": []}
    with lake(Situation(as_of, basis, facts)) as known, known.asked("7001", "7002") as question:
        return {partner: track for partner, (track,) in choose_tracks(question).items()}


def test_market_is_told_before_march_2023() -> None:
    assert tracks(date(2023, 2, 28), []) == {"7001": Track("larger", "by_market"), "7002": Track("other", "by_market")}


@pytest.mark.parametrize(("number", "key"), [(0, "smb"), (4, "smb"), (5, "enterprise")])
def test_large_workloads_are_counted_and_told(number: int, key: str) -> None:
    rows = [row for workload in FIVE[:number] for row in revenue(workload, "5000.01", JUNE, shift(JUNE, -12))]
    found = tracks(date(2023, 7, 25), rows)
    assert found == {
        "7001": Track(key, "by_workloads", str(number), "5", "5000"),
        "7002": Track("smb", "by_workloads", "0", "5", "5000"),
    }


def test_large_workloads_of_another_partner_do_not_help() -> None:
    months = (JUNE, shift(JUNE, -12))
    rows = [row for workload in FIVE[:3] for row in revenue(workload, "9000", *months)]
    rows += [row for workload in FIVE[2:] for row in revenue(workload, "9000", *months, partner="7002")]
    found = tracks(date(2023, 7, 25), rows)
    assert [track.measured for track in found.values()] == ["3", "3"]


def test_preview_looks_at_its_own_months() -> None:
    july = shift(JUNE, 1)
    rows = [row for workload in FIVE for row in revenue(workload, "9000", july, shift(july, -12))]
    assert tracks(date(2023, 7, 25), rows)["7001"].key == "smb"
    assert tracks(date(2023, 7, 25), rows, "preview")["7001"].key == "enterprise"
