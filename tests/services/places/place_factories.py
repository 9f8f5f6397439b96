"""Nearby services to find: two kinds of one theme, and places wherever a test wants them."""

from math import cos, degrees, radians
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.areas import EARTH_RADIUS_M
from storage.tables import Place, PlaceKind, PlaceSpot, PlaceTheme
from tests.services.factories import LATITUDE, LONGITUDE, Neighbourhood

HUT, CLINIC = "health-hut", "clinic"
ALWAYS = "24/7"


async def a_theme_with_two_kinds(session: AsyncSession) -> dict[str, PlaceKind]:
    session.add(
        PlaceTheme(
            key="medical", position=1, names={"zh": "助医", "zh_Hant": "助醫", "en": "Health"}
        )
    )
    await session.flush()
    made = {
        HUT: a_kind(HUT, 1, "健康小屋", ["量血压", "测血糖"]),
        CLINIC: a_kind(CLINIC, 2, "卫生服务站", ["看病", "开药"]),
    }
    session.add_all(made.values())
    await session.flush()
    return made


def a_kind(key: str, position: int, name: str, words: list[str]) -> PlaceKind:
    names = {"zh": name, "zh_Hant": name, "en": key}
    return PlaceKind(key=key, theme="medical", position=position, names=names, words=words)


async def a_place(
    session: AsyncSession,
    neighbourhood: Neighbourhood,
    kind: PlaceKind,
    *,
    north_m: float = 0,
    east_m: float = 0,
    hours: str = ALWAYS,
    **differently: Any,
) -> Place:
    """A place with one spot, so many metres from the middle of the neighbourhood."""
    told: dict[str, Any] = {"name": "军门社区健康小屋", "address": "军门路1号", "demo": False}
    told |= {"area_id": neighbourhood.community.id, **differently}
    place = Place(kind_id=kind.id, **{"code": f"p{north_m:.0f}-{east_m:.0f}", **told})
    session.add(place)
    await session.flush()
    await a_spot(session, place, north_m=north_m, east_m=east_m, hours=hours)
    return place


async def a_spot(
    session: AsyncSession,
    place: Place,
    *,
    name: str = "",
    north_m: float = 0,
    east_m: float = 0,
    hours: str = ALWAYS,
) -> PlaceSpot:
    latitude, longitude = at(north_m, east_m)
    spot = PlaceSpot(
        place_id=place.id,
        name=name,
        latitude=latitude,
        longitude=longitude,
        hours=hours,
        listed_kind_id=place.kind_id,
    )
    session.add(spot)
    await session.flush()
    return spot


def at(north_m: float, east_m: float) -> tuple[float, float]:
    """WGS-84 degrees so many metres from the middle of the neighbourhood."""
    east = degrees(east_m / EARTH_RADIUS_M / cos(radians(LATITUDE)))
    return LATITUDE + degrees(north_m / EARTH_RADIUS_M), LONGITUDE + east
