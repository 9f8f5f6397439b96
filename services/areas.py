"""The tree of places: finding a place by position, by words or by choosing, and naming it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.remembered import remembered, unattached
from storage.tables import Area, Group, Level, Person

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG)."""
METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of that radius."""
CONSIDERED = 100
"""How many characters of what was typed a search looks at: no place has a longer name."""
CANDIDATES = 400
"""How many areas a search looks at more closely; 3号楼 stands in every compound."""

_TITLED = (Level.COMMUNITY, Level.COMPOUND, Level.BUILDING)
"""What people name a place by: nobody knows their grid, everybody knows their street."""


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Metres between two WGS-84 positions in degrees, as the crow flies (haversine)."""
    south, north = radians(lat1), radians(lat2)
    across = cos(south) * cos(north) * sin(radians(lon2 - lon1) / 2) ** 2
    half_chord = sin((north - south) / 2) ** 2 + across
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half_chord)))


async def children(session: AsyncSession, parent_id: int | None) -> list[Area]:
    """The areas directly below `parent_id` (None: the districts), as people count: 2 before 10."""
    found = await session.scalars(select(Area).where(Area.parent_id == parent_id))
    return sorted(found, key=lambda area: _natural(area.code))


async def choices_below(session: AsyncSession, area: Area | None) -> list[Area]:
    """What people choose from next: street → community → compound → building.

    Grids are passed over: nobody but the staff knows theirs.
    """
    if area is None or area.level is Level.DISTRICT:
        of_level, within = Level.STREET, area.path if area else "/"
    elif area.level is Level.STREET:
        of_level, within = Level.COMMUNITY, area.path
    elif area.level in (Level.COMMUNITY, Level.GRID):
        of_level, within = Level.COMPOUND, area.path
    else:
        of_level, within = Level.BUILDING, area.path
    found = await session.scalars(
        select(Area).where(Area.level == of_level, Area.path.startswith(within, autoescape=True))
    )
    return sorted(found, key=lambda below: _natural(below.code))


def in_order(area: Area) -> list[tuple[int, str]]:
    """A sorting key: areas as people count them."""
    return _natural(area.code)


async def ancestors(session: AsyncSession, area: Area) -> list[Area]:
    """The areas that `area` lies in, root first, itself not among them."""
    above = area.lineage[:-1]
    known = await with_ids(session, above)
    return [known[area_id] for area_id in above]


async def of_level(session: AsyncSession, area: Area, level: Level) -> Area | None:
    """`area` itself or the one it lies in that has `level`; None where that level is not used."""
    for candidate in [area, *reversed(await ancestors(session, area))]:
        if candidate.level == level:
            return candidate
    return None


async def community_of(session: AsyncSession, area_id: int) -> Area | None:
    """The community that an area lies in; None for a street."""
    area = await get(session, area_id)
    return await of_level(session, area, Level.COMMUNITY) if area else None


async def of_group(session: AsyncSession, group: Group) -> Area:
    """What a group is bound to serve."""
    return await one(session, group.area_id)


async def get(session: AsyncSession, area_id: int) -> Area | None:
    return (await with_ids(session, [area_id])).get(area_id)


async def one(session: AsyncSession, area_id: int) -> Area:
    """An area that something belongs to: it is there as long as that is."""
    return (await with_ids(session, [area_id]))[area_id]


async def title_of(session: AsyncSession, area_id: int | None) -> str:
    """See `title`; empty for no area."""
    area = await get(session, area_id) if area_id else None
    return await title(session, area) if area else ""


async def name_of(session: AsyncSession, area_id: int | None) -> str:
    """Its own name alone; empty for no area."""
    area = await get(session, area_id) if area_id else None
    return area.name if area else ""


async def titles(session: AsyncSession, area_ids: Collection[int]) -> dict[int, str]:
    """See `title`: of the areas with these ids, by their ids."""
    await with_ids(session, area_ids)
    return {area_id: await title_of(session, area_id) for area_id in sorted(area_ids)}


async def home_of(session: AsyncSession, person: Person) -> Area | None:
    """Where `person` lives, if they said so."""
    return await get(session, person.home_id) if person.home_id else None


async def by_code(session: AsyncSession, code: str) -> Area | None:
    found: Area | None = await session.scalar(select(Area).where(Area.code == code))
    return found


async def at(session: AsyncSession, latitude: float, longitude: float) -> Area | None:
    """Where a position (WGS-84 degrees) is: the building, else the community; None beyond ours."""
    building = await nearest_building(session, latitude, longitude)
    return building or await nearest_community(session, latitude, longitude)


async def nearest_building(
    session: AsyncSession, latitude: float, longitude: float, within_m: float = 300
) -> Area | None:
    return await _nearest(session, Level.BUILDING, latitude, longitude, within_m)


async def nearest_community(
    session: AsyncSession, latitude: float, longitude: float, within_m: float = 5000
) -> Area | None:
    """The community with the nearest centre: a guess that the person confirms."""
    return await _nearest(session, Level.COMMUNITY, latitude, longitude, within_m)


async def search(session: AsyncSession, words: str, limit: int = 5) -> list[Area]:
    """Areas that `words` may mean, best first: "军门新村3号楼", "军门 3号楼", "三坊七巷".

    An area is better the more of the words its own name and the names above it explain; of two
    that explain the same, the higher one in the tree comes first. Grids are not looked for.
    """
    tokens = words[:CONSIDERED].split()
    sentence = "".join(tokens)
    if not sentence:
        return []
    found = await _named_like(session, tokens, sentence)
    await with_ids(session, [above for area in found for above in area.lineage[:-1]])
    ranked = []
    for area in found:
        line = [*await ancestors(session, area), area]
        explained = set[int]().union(*(_explained(node.name, tokens, sentence) for node in line))
        ranked.append((-len(explained), len(line), _natural(area.code), area))
    return [area for *_, area in sorted(ranked, key=lambda entry: entry[:3])[:limit]]


async def title(session: AsyncSession, area: Area) -> str:
    """How people call it: "军门社区 · 军门新村 · 3号楼"; above a community just its name."""
    line = [*await ancestors(session, area), area]
    named = [node.name for node in line if node.level in _TITLED or node is area]
    return " · ".join(named)


async def community_phone(session: AsyncSession, area: Area) -> str | None:
    """The telephone of the community around `area`, else that of the nearest office above."""
    for candidate in [area, *reversed(await ancestors(session, area))]:
        if candidate.level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT) and candidate.phone:
            return candidate.phone
    return None


async def with_ids(session: AsyncSession, ids: Collection[int]) -> Mapping[int, Area]:
    """The areas with `ids`, by these, and others."""
    known = await _known(session)
    if missing := set(ids) - known.keys():
        found = await unattached(session, Area, Area.id.in_(missing))
        known.update((area.id, area) for area in found)
    return known


@remembered(Area)
async def _known(_session: AsyncSession) -> dict[int, Area]:
    """Filled as they are asked for: of a district's twenty thousand a few hundred live."""
    return {}


async def _nearest(
    session: AsyncSession, level: Level, latitude: float, longitude: float, within_m: float
) -> Area | None:
    high = within_m / METRES_PER_DEGREE
    wide = high / max(cos(radians(latitude)), 1e-9)
    found = await session.scalars(
        select(Area).where(
            Area.level == level,
            Area.latitude.between(latitude - high, latitude + high),
            Area.longitude.between(longitude - wide, longitude + wide),
        )
    )
    return _closest(found, latitude, longitude, within_m)


def _closest(
    areas: Iterable[Area], latitude: float, longitude: float, within_m: float
) -> Area | None:
    best: tuple[float, int] | None = None
    nearest: Area | None = None
    for area in areas:
        if area.latitude is None or area.longitude is None:
            continue
        rank = (distance_m(latitude, longitude, area.latitude, area.longitude), area.id)
        if rank[0] <= within_m and (best is None or rank < best):
            best, nearest = rank, area
    return nearest


async def _named_like(session: AsyncSession, tokens: Sequence[str], sentence: str) -> list[Area]:
    """Areas whose name stands in the sentence, or in whose name one of the tokens stands."""
    found = await session.scalars(
        select(Area)
        .where(
            Area.level != Level.GRID,
            or_(
                literal(sentence).contains(Area.name),
                *(Area.name.contains(token, autoescape=True) for token in tokens),
            ),
        )
        .order_by(Area.id)
        .limit(CANDIDATES)
    )
    return list(found)


def _explained(name: str, tokens: Sequence[str], sentence: str) -> set[int]:
    """Which characters of what was typed `name` accounts for, by their position."""
    parts = [name] if name in sentence else [token for token in tokens if token in name]
    explained: set[int] = set()
    for part in parts:
        start = sentence.index(part)
        explained.update(range(start, start + len(part)))
    return explained


def _natural(code: str) -> list[tuple[int, str]]:
    """A sorting key under which jm-2 comes before jm-10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code)]
