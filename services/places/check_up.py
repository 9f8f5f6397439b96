"""The 15-minute check-up (15分钟近邻服务圈): what each building has within reach, what is missing.

A kind is within reach of a building when one of its open places lies so near that people get
there on foot in time. Hours do not count: a service that is there on Wednesdays is there.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.areas import distance_m
from services.places.kinds import kinds
from services.places.search import spots_in_box
from services.places.walking import reach_m
from storage.tables import Area, Level, PlaceKind, PlaceSpot

MINUTES = 15
SUGGESTIONS = 3
"""How many positions for one more service of a kind are proposed."""


class Spot(NamedTuple):
    """Where there is something, or could be, in WGS-84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more service of a kind would bring if it stood at this building."""

    building: Area
    reached: int
    """How many buildings would have the kind within reach that have not now, nor by the gains
    listed before."""


@dataclass(frozen=True, slots=True)
class KindReach:
    """How one kind of service is spread over the community."""

    kind: PlaceKind
    nearest_m: Mapping[int, float]
    """Building id → metres to the nearest, as the crow flies; those that have one within reach."""
    gains: Sequence[Gain]
    """Where one more would bring most, best first; empty when every building is served."""


@dataclass(frozen=True, slots=True)
class CheckUp:
    """A community's buildings and what they have within reach."""

    community: Area
    buildings: Sequence[Area]
    """Those with a position, in the order of their codes' areas."""
    minutes: int
    radius_m: float
    """How far people get in that time, as the crow flies."""
    kinds: Sequence[KindReach]
    """Every kind, also those that nobody can reach."""

    def missing(self, building_id: int) -> list[PlaceKind]:
        """The kinds a building does not have within reach."""
        return [reached.kind for reached in self.kinds if building_id not in reached.nearest_m]

    def themes_of(self, building_id: int) -> set[str]:
        """The themes of which it has at least one kind within reach."""
        return {reached.kind.theme for reached in self.kinds if building_id in reached.nearest_m}


async def reach(
    session: AsyncSession, community: Area, *, minutes: int = MINUTES, elder: bool = False
) -> CheckUp:
    """What lies within `minutes` on foot of every building of `community`; elders walk slower.

    Places of other communities count, places closed for good do not.
    """
    radius_m = reach_m(minutes, elder=elder)
    found = await session.scalars(
        select(Area)
        .where(
            Area.level == Level.BUILDING,
            Area.path.startswith(community.path, autoescape=True),
            Area.latitude.is_not(None),
            Area.longitude.is_not(None),
        )
        .order_by(Area.id)
    )
    buildings = list(found)
    doors = {building.id: _door(building) for building in buildings}
    every = await kinds(session)
    spots = await _spots_around(session, every, list(doors.values()), radius_m)
    nearest = await asyncio.to_thread(_nearest, doors, spots, radius_m)
    best = await asyncio.to_thread(_best, doors, nearest, radius_m)
    by_id = {building.id: building for building in buildings}
    spread = [
        KindReach(
            kind,
            nearest[kind.id],
            [Gain(by_id[building_id], reached) for building_id, reached in best[kind.id]],
        )
        for kind in every
    ]
    return CheckUp(community, buildings, minutes, radius_m, spread)


async def _spots_around(
    session: AsyncSession, every: Sequence[PlaceKind], doors: Sequence[Spot], radius_m: float
) -> dict[int, list[Spot]]:
    """By kind, all that can be within reach of one of the doors."""
    around: dict[int, list[Spot]] = {kind.id: [] for kind in every}
    if not doors:
        return around
    middle = Spot(
        sum(door.latitude for door in doors) / len(doors),
        sum(door.longitude for door in doors) / len(doors),
    )
    farthest = max(distance_m(*middle, *door) for door in doors)
    box = spots_in_box(around.keys(), *middle, farthest + radius_m)
    rows = await session.execute(box.add_columns(PlaceSpot.listed_kind_id))
    for _, latitude, longitude, kind_id in rows:
        around[kind_id].append(Spot(latitude, longitude))
    return around


def _nearest(
    doors: Mapping[int, Spot], around: Mapping[int, Sequence[Spot]], radius_m: float
) -> dict[int, dict[int, float]]:
    """By kind: building id → metres to the nearest spot, where there is one within reach."""
    nearest: dict[int, dict[int, float]] = {}
    for kind_id, spots in around.items():
        metres = {
            building_id: min((distance_m(*door, *spot) for spot in spots), default=inf)
            for building_id, door in doors.items()
        }
        nearest[kind_id] = {at: away for at, away in metres.items() if away <= radius_m}
    return nearest


def _best(
    doors: Mapping[int, Spot], nearest: Mapping[int, Mapping[int, float]], radius_m: float
) -> dict[int, list[tuple[int, int]]]:
    """By kind: where one more would reach most buildings, and how many, then the next best."""
    within = {
        here: {
            there: metres
            for there, door in doors.items()
            if (metres := distance_m(*start, *door)) <= radius_m
        }
        for here, start in doors.items()
    }
    return {
        kind_id: list(islice(_in_turn(within, doors.keys() - served.keys()), SUGGESTIONS))
        for kind_id, served in nearest.items()
    }


def _in_turn(
    within: Mapping[int, Mapping[int, float]], unserved: set[int]
) -> Iterator[tuple[int, int]]:
    """Of two that reach as many, the one in their midst comes first."""

    def merit(here: int) -> tuple[int, float, int]:
        reached = within[here].keys() & unserved
        return len(reached), -sum(within[here][there] for there in reached), -here

    while unserved:
        best = max(within, key=merit)
        reached = within[best].keys() & unserved
        yield best, len(reached)
        unserved = unserved - reached


def _door(building: Area) -> Spot:
    assert building.latitude is not None
    assert building.longitude is not None
    return Spot(building.latitude, building.longitude)
