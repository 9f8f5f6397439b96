"""Within so many metres of a position, as SQL that an index can serve."""

from math import cos, radians

from sqlalchemy import Float, bindparam

from services.areas import METRES_PER_DEGREE
from storage.tables import Ticket

WITHIN_M = 250
"""FixMyStreet's distance for duplicates."""

_high = bindparam("high", type_=Float)
"""The distance in degrees of latitude."""
_latitude = bindparam("latitude", type_=Float)
_longitude = bindparam("longitude", type_=Float)
_wide = bindparam("wide", type_=Float)
_north = Ticket.latitude - _latitude
_east = (Ticket.longitude - _longitude) * bindparam("narrower", type_=Float)

squared = _north * _north + _east * _east
"""Squared distance in degrees of latitude, on a plane, which is exact enough. Like every comparison
with a position that is not known it is NULL, which holds for no row."""
in_circle = (
    # The box, which the index can serve, then the circle.
    Ticket.latitude.between(_latitude - _high, _latitude + _high),
    Ticket.longitude.between(_longitude - _wide, _longitude + _wide),
    squared <= _high * _high,
)


def at(
    latitude: float | None, longitude: float | None, within_m: float = WITHIN_M
) -> dict[str, float | None]:
    """The parameters of both, for a position in WGS-84 degrees, known or not."""
    narrower = cos(radians(latitude or 0.0))
    high = within_m / METRES_PER_DEGREE
    return {
        "latitude": latitude,
        "longitude": longitude,
        "narrower": narrower,
        "high": high,
        "wide": high / max(narrower, 1e-9),
    }
