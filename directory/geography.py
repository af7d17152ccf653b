"""Distances on the globe. Pure arithmetic: a point is a unit vector, so that comparing distances needs three multiplications.

The rows near a point are first found by a box of latitudes and longitudes, which an index can, then by the exact distance.
"""

import math
from dataclasses import dataclass

EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * math.pi / 180
# The box is drawn a little too large, so that rounding never cuts off what the exact distance lets through.
_MARGIN = 1.001
_POLE, _HALF_TURN = 90.0, 180.0


@dataclass(frozen=True)
class Box:
    """Latitudes between two values, and longitudes in one or two ranges: two where the box crosses the date line."""

    south: float
    north: float
    longitudes: tuple[tuple[float, float], ...]


def vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point of the unit sphere at these degrees."""
    lat, lon = math.radians(latitude), math.radians(longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def nearness(km: float) -> float:
    """The scalar product of two points that are so far apart: the larger, the nearer."""
    return math.cos(min(km / EARTH_KM, math.pi))


def distance(near: float) -> float:
    """How many kilometres apart two points with this scalar product are."""
    return EARTH_KM * math.acos(max(-1.0, min(1.0, near)))


def box(latitude: float, longitude: float, km: float) -> Box:
    """The box around everything within so many kilometres of a point."""
    degrees = km / KM_PER_DEGREE * _MARGIN
    south, north = latitude - degrees, latitude + degrees
    if south <= -_POLE or north >= _POLE:
        return Box(max(south, -_POLE), min(north, _POLE), ((-_HALF_TURN, _HALF_TURN),))
    # The meridians that touch the circle do so at its widest point, which lies a little towards the pole.
    widest = math.sin(math.radians(degrees)) / math.cos(math.radians(latitude))
    if widest >= 1:
        return Box(south, north, ((-_HALF_TURN, _HALF_TURN),))
    return Box(south, north, _ranges(longitude, math.degrees(math.asin(widest)) * _MARGIN))


def _ranges(longitude: float, half: float) -> tuple[tuple[float, float], ...]:
    west, east = longitude - half, longitude + half
    if west < -_HALF_TURN:
        return (west + 2 * _HALF_TURN, _HALF_TURN), (-_HALF_TURN, east)
    if east > _HALF_TURN:
        return (west, _HALF_TURN), (-_HALF_TURN, east - 2 * _HALF_TURN)
    return ((west, east),)
