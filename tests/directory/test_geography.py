"""Distances, and the boxes that hold everything within one: also at the poles and across the date line."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import geography
from directory.geography import Box

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


def between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres by the textbook's formula (haversine)."""
    (south, west), (north, east) = [(math.radians(a), math.radians(b)) for a, b in (one, other)]
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * geography.EARTH_KM * math.asin(min(1, math.sqrt(half)))


def near(one: tuple[float, float], other: tuple[float, float]) -> float:
    return sum(a * b for a, b in zip(geography.vector(*one), geography.vector(*other), strict=True))


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((48.13743, 11.57549), (53.55073, 9.99302), 612),
        ((48.13743, 11.57549), (48.13743, 11.57549), 0),
        ((0, 0), (0, 180), 20015),
        ((51.5, 179.9), (51.5, -179.9), 14),
    ],
)
def test_distance_is_that_of_the_map(one: tuple[float, float], other: tuple[float, float], km: int) -> None:
    assert round(geography.distance(near(one, other))) == km


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_agrees_with_the_textbook(south: float, west: float, north: float, east: float) -> None:
    one, other = (south, west), (north, east)
    assert geography.distance(near(one, other)) == pytest.approx(between(one, other), abs=0.5)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES, st.sampled_from([10, 50, 500]))
def test_box_holds_everything_within_the_distance(lat: float, lon: float, south: float, west: float, km: int) -> None:
    if between((lat, lon), (south, west)) <= km:
        assert holds(geography.box(lat, lon, km), south, west)


@given(LATITUDES, LONGITUDES, st.floats(0, 2 * math.pi), st.floats(0, 1), st.sampled_from([10, 500]))
def test_box_holds_points_drawn_around_its_middle(lat: float, lon: float, way: float, part: float, km: int) -> None:
    there = beyond(lat, lon, way, part * km)
    assert holds(geography.box(lat, lon, km), *there)


def beyond(lat: float, lon: float, way: float, km: float) -> tuple[float, float]:
    """Where one comes from a point in a direction."""
    angle, south, west = km / geography.EARTH_KM, math.radians(lat), math.radians(lon)
    north = math.asin(
        max(-1, min(1, math.sin(south) * math.cos(angle) + math.cos(south) * math.sin(angle) * math.cos(way)))
    )
    turn = math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(south), math.cos(angle) - math.sin(south) * math.sin(north)
    )
    return math.degrees(north), (math.degrees(west + turn) + 540) % 360 - 180


def holds(box: Box, latitude: float, longitude: float) -> bool:
    east_west = any(west <= longitude <= east for west, east in box.longitudes)
    return box.south <= latitude <= box.north and east_west


def test_box_across_the_date_line_has_two_ranges() -> None:
    box = geography.box(-17.8, 179.5, 100)
    assert [round(one) for pair in box.longitudes for one in pair] == [179, 180, -180, -180]


def test_nearness_falls_with_the_distance() -> None:
    falling = [geography.nearness(km) for km in (0, 10, 500, 20_015, 50_000)]
    assert falling == sorted(falling, reverse=True)
    assert (falling[0], falling[-1]) == (1, -1)
