"""What is near: the closest spots of some kinds, with distance, minutes on foot and hours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, degrees, pi, radians, sin
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from services.areas import EARTH_RADIUS_M, distance_m
from services.calendar import ZONE
from services.places.closures import closures_of
from services.places.hours import OpenState, open_state
from services.places.kinds import ids_of
from services.places.walking import minutes_on_foot
from storage.tables import Place, PlaceSpot

NEAR_M = 1200
"""How far people are sent as a matter of course; 15 minutes on foot lie well within."""
RINGS_M = (400, NEAR_M, 3000, 10_000)
"""A search looks in a small circle first, and at last about the whole city."""
LOADED_AT_ONCE = 50
"""How many spots have their hours looked at together when only open ones are wanted."""

ROUNDING = 1e-9
"""Degrees, a tenth of a millimetre: nothing on the circle may fall out of the box around it."""

Ranked: TypeAlias = tuple[float, int]
"""Metres and the id of the spot."""


@dataclass(frozen=True, slots=True)
class Found:
    """A spot of a place, as seen from where the person stands."""

    place: Place
    spot: PlaceSpot
    distance_m: float
    """As the crow flies."""
    minutes: int
    """On foot, rounded up."""
    open: OpenState

    @property
    def latitude(self) -> float:
        """WGS-84 degrees."""
        return self.spot.latitude

    @property
    def longitude(self) -> float:
        """WGS-84 degrees."""
        return self.spot.longitude


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a search found, the nearest first."""

    found: Sequence[Found]
    widened_to_m: int | None
    """How far it had to go because nothing lay within `NEAR_M`; else None."""


@dataclass(frozen=True, slots=True)
class View:
    """From where and when somebody looks, and how fast they walk."""

    latitude: float
    longitude: float
    """WGS-84 degrees, anywhere."""
    now: datetime
    zone: ZoneInfo = ZONE
    elder: bool = False


async def near(
    session: AsyncSession,
    view: View,
    *,
    kinds: Collection[str],
    open_only: bool = False,
    limit: int = 5,
) -> Nearby:
    """The nearest spots of places of these kinds (keys), at most `limit`, ties by id.

    Those within 1200 m; if there are none, those within 3 km, else 10 km. What moves is found at
    each of its stops. With `open_only` what is shut at that moment does not count.
    """
    kind_ids = await ids_of(session, kinds)
    for ring_m in RINGS_M:
        ranked = await _within(session, kind_ids, view.latitude, view.longitude, ring_m)
        found = await _first(session, ranked, view, limit, open_only=open_only)
        if len(found) == limit or (found and ring_m >= NEAR_M):
            return Nearby(found, ring_m if ring_m > NEAR_M else None)
    return Nearby([], None)


async def spots_seen(session: AsyncSession, place_id: int, view: View) -> list[Found]:
    """One place as `near` would tell of it, however far: each of its spots, nearest first."""
    return await _told_of(session, PlaceSpot.place_id == place_id, view)


async def spot_seen(session: AsyncSession, spot_id: int, view: View) -> Found | None:
    """One spot as `near` would tell of it, however far; None where it is not there any more."""
    return next(iter(await _told_of(session, PlaceSpot.id == spot_id, view)), None)


async def _told_of(session: AsyncSession, which: ColumnElement[bool], view: View) -> list[Found]:
    spots = await session.scalars(select(PlaceSpot).where(which))
    ranked = sorted(
        (distance_m(view.latitude, view.longitude, spot.latitude, spot.longitude), spot.id)
        for spot in spots
    )
    return await _told(session, ranked, view)


def spots_in_box(
    kind_ids: Collection[int], latitude: float, longitude: float, within_m: float
) -> Select[int, float, float]:
    """Id and position of every listed spot in the box around the circle of that radius.

    What lies in the circle is left to be chosen. One index answers it on both databases.
    """
    high, wide = _box(latitude, within_m)
    return select(PlaceSpot.id, PlaceSpot.latitude, PlaceSpot.longitude).where(
        PlaceSpot.listed_kind_id.in_(kind_ids),
        PlaceSpot.latitude.between(latitude - high, latitude + high),
        PlaceSpot.longitude.between(longitude - wide, longitude + wide),
    )


async def _within(
    session: AsyncSession,
    kind_ids: Collection[int],
    latitude: float,
    longitude: float,
    within_m: float,
) -> list[Ranked]:
    rows = await session.execute(spots_in_box(kind_ids, latitude, longitude, within_m))
    ranked = ((distance_m(latitude, longitude, lat, lon), spot_id) for spot_id, lat, lon in rows)
    return sorted(rank for rank in ranked if rank[0] <= within_m)


async def _first(
    session: AsyncSession, ranked: Sequence[Ranked], view: View, limit: int, *, open_only: bool
) -> list[Found]:
    """The first `limit` that count; only as many are read as it takes."""
    at_once = LOADED_AT_ONCE if open_only else limit
    found: list[Found] = []
    for start in range(0, len(ranked), at_once):
        told = await _told(session, ranked[start : start + at_once], view)
        found += [one for one in told if one.open.now or not open_only]
        if len(found) >= limit:
            break
    return found[:limit]


async def _told(session: AsyncSession, ranked: Sequence[Ranked], view: View) -> list[Found]:
    """The spots, in their order, with all that is told of them."""
    days = await calendar.days(session)
    rows = await session.execute(
        select(PlaceSpot, Place)
        .join(Place, Place.id == PlaceSpot.place_id)
        .where(PlaceSpot.id.in_([spot_id for _, spot_id in ranked]))
    )
    by_id = {spot.id: (spot, place) for spot, place in rows}
    place_ids = {place.id for _, place in by_id.values()}
    shut = await closures_of(session, place_ids, now=view.now, zone=view.zone)
    found = []
    for metres, spot_id in ranked:
        spot, place = by_id[spot_id]
        minutes = minutes_on_foot(metres, elder=view.elder)
        state = open_state(spot.hours, shut.get(place.id, ()), days, view.now, view.zone)
        found.append(Found(place, spot, metres, minutes, state))
    return found


def _box(latitude: float, within_m: float) -> tuple[float, float]:
    """Half the height and half the width in degrees of the box around a circle on the globe."""
    angle = within_m / EARTH_RADIUS_M
    to_the_pole = cos(radians(latitude))
    wide = asin(sin(angle) / to_the_pole) if sin(angle) < to_the_pole else pi
    return degrees(angle) + ROUNDING, degrees(wide) + ROUNDING
