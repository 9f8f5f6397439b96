"""GCJ-02 (火星坐标), in which China's maps are drawn, and WGS-84, in which we keep everything.

The two differ by 545 to 611 m around Fuzhou. The transformation was never published; this is the
one the field agrees on, after the Krasovsky 1940 ellipsoid. Ours is checked against the vectors
of PyPI's `eviltransform`. It stands below the services because importing needs it too.
"""

from math import cos, degrees, pi, radians, sin, sqrt

AXIS_M = 6_378_245.0
"""Semi-major axis."""
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
CHINA = (0.8293, 55.8271, 72.004, 137.8347)
"""Southern, northern, western and eastern end of where maps are shifted, in degrees."""
ROUNDS = 6
"""Of the inverse; each makes the error a thousandth or so, from 600 m to nothing."""

Position = tuple[float, float]
"""Latitude and longitude in degrees."""


def gcj02(latitude: float, longitude: float) -> Position:
    """A WGS-84 position in GCJ-02; outside China the two are one."""
    if not _in_china(latitude, longitude):
        return latitude, longitude
    north, east = _shift(latitude, longitude)
    return latitude + north, longitude + east


def wgs84(latitude: float, longitude: float) -> Position:
    """A GCJ-02 position in WGS-84, to less than a millimetre."""
    there = latitude, longitude
    if not _in_china(*there):
        return there
    for _ in range(ROUNDS):
        north, east = _shift(*there)
        there = latitude - north, longitude - east
    return there


def _in_china(latitude: float, longitude: float) -> bool:
    south, north, west, east = CHINA
    return south <= latitude <= north and west <= longitude <= east


def _shift(latitude: float, longitude: float) -> Position:
    """How far GCJ-02 lies from a WGS-84 position, in degrees."""
    x, y = longitude - 105.0, latitude - 35.0
    shared = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north_m += (shared + _waves(y, 20, 40, 160, 320)) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east_m += (shared + _waves(x, 20, 40, 150, 300)) * 2 / 3
    flat = 1 - ECCENTRICITY_SQUARED * sin(radians(latitude)) ** 2
    meridian = AXIS_M * (1 - ECCENTRICITY_SQUARED) / (flat * sqrt(flat))
    parallel = AXIS_M / sqrt(flat) * cos(radians(latitude))
    return degrees(north_m / meridian), degrees(east_m / parallel)


def _waves(at: float, *heights: float) -> float:
    lengths = (1, 3, 12, 30)
    return sum(
        height * sin(at * pi / length) for height, length in zip(heights, lengths, strict=True)
    )
