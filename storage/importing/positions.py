"""Reading a position from a row: in either datum, not swapped, not in another city."""

from math import cos, hypot, radians

from storage.coordinates import CHINA, Position, wgs84
from storage.importing.rows import Row
from storage.sheets import DATUMS, Datum
from storage.tables import Area

FAR_KM = 10
"""No place is farther from the centre of the community that keeps it; Gulou is 9 km across."""
KM_PER_DEGREE = 111.2
NOWHERE = (0.0, 0.0)


def position(
    row: Row, latitude: str, longitude: str, datum: str, community: Area | None
) -> Position:
    """What the columns of these names say, in WGS-84 degrees.

    Notes a problem and returns (0, 0) where the position cannot be right; `community` is who
    keeps the place.
    """
    measured_in = row.one_of(datum, DATUMS)
    written = row.cells[latitude], row.cells[longitude]
    if _are_swapped(*written):
        row.refuse(latitude, f"跟经度写反了，现在是“{'”和“'.join(written)}”")
        return NOWHERE
    for column, text in zip((latitude, longitude), written, strict=True):
        if not text:
            row.refuse(column, "不能空着")
    north = row.number_between(latitude, -90, 90)
    east = row.number_between(longitude, -180, 180)
    if north is None or east is None:
        return NOWHERE
    there = wgs84(north, east) if measured_in is Datum.GCJ02 else (north, east)
    _refuse_if_far(row, latitude, there, community)
    return there


def _are_swapped(latitude: str, longitude: str) -> bool:
    """Whether the two make a place in China only the other way round."""
    try:
        north, east = float(longitude), float(latitude)
    except ValueError:
        return False
    south_end, north_end, west_end, east_end = CHINA
    return south_end <= north <= north_end and west_end <= east <= east_end


def _refuse_if_far(row: Row, column: str, there: Position, community: Area | None) -> None:
    if community is None or community.latitude is None or community.longitude is None:
        return
    north = there[0] - community.latitude
    east = (there[1] - community.longitude) * cos(radians(community.latitude))
    away = hypot(north, east) * KM_PER_DEGREE
    if away > FAR_KM:
        row.refuse(column, f"离{community.name}有 {away:.0f} 公里，请核对纬度、经度和坐标系")
