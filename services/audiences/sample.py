"""A sample of an audience by lot (抽样): proportional to the grids, drawn once, checkable.

Everybody has a lot that follows from the audience's seed and their id alone (`lot`). The sample is
shared out among the grids in proportion to how many of the audience live there (`allotted`, by
largest remainders), and in each grid those with the lowest lots are drawn: a simple random sample
of each. Where a community has no grids, it stands in for one.

To check it again: take the seed and the number of each grid, which stand in the broadcast's
`audience` and `quotas`, sort those who could have been drawn in a grid by `lot(seed, id)`, and
compare the first so many with the broadcast's recipients.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.audiences.audience import Audience
from services.audiences.selecting import eligible
from storage.tables import Area, Level, Person


def lot(seed: int, number: int) -> int:
    """64 bits that look drawn by chance: SHA-256 of `seed:number`, its first eight bytes."""
    return int.from_bytes(sha256(f"{seed}:{number}".encode()).digest()[:8])


def allotted(people: Mapping[int, int], sample: int, seed: int) -> dict[int, int]:
    """How many of the sample each grid gets, by its id, of so many `people` there.

    Never more than live there; where remainders are equal, the grid's lot decides.
    """
    everybody = sum(people.values())
    wanted = min(sample, everybody)
    shares = {grid: Fraction(wanted * count, everybody or 1) for grid, count in people.items()}
    given = {grid: int(share) for grid, share in shares.items()}
    by_remainder = sorted(people, key=lambda grid: (given[grid] - shares[grid], lot(seed, grid)))
    for grid in by_remainder[: wanted - sum(given.values())]:
        given[grid] += 1
    return given


async def quotas(session: AsyncSession, audience: Audience, *, now: datetime) -> dict[int, int]:
    """How many are to be drawn in each grid where somebody of the audience lives, by its id."""
    assert audience.sample is not None
    people: dict[int, int] = defaultdict(int)
    homes = await by_home(session, audience, now)
    for home_id, grid_id in (await _grids(session, homes)).items():
        people[grid_id] += homes[home_id]
    return allotted(people, audience.sample, audience.seed)


async def drawn_in(
    session: AsyncSession, audience: Audience, grid_id: int, quota: int, *, now: datetime
) -> Sequence[int]:
    """Who is drawn there, in the order of their ids."""
    grid = await areas.one(session, grid_id)
    inside = await session.scalars(
        select(Area.id).where(Area.path.startswith(grid.path, autoescape=True))
    )
    homes = await _grids(session, inside.all())
    there = [home_id for home_id, of_grid in homes.items() if of_grid == grid_id]
    found = await session.scalars(
        select(Person.id).where(Person.home_id.in_(there), *await eligible(session, audience, now))
    )
    by_lot = sorted(found, key=lambda person_id: lot(audience.seed, person_id))
    return sorted(by_lot[:quota])


async def by_home(session: AsyncSession, audience: Audience, now: datetime) -> dict[int, int]:
    """How many of those who can be asked live in each area, by the id of their home."""
    found = await session.execute(
        select(Person.home_id, func.count())
        .where(*await eligible(session, audience, now))
        .group_by(Person.home_id)
    )
    return {home_id: count for home_id, count in found if home_id is not None}


async def _grids(session: AsyncSession, homes: Collection[int]) -> dict[int, int]:
    """By home: the grid it lies in, else the community, else the home itself."""
    known = await areas.with_ids(session, homes)
    above = {area_id for home_id in homes for area_id in known[home_id].lineage}
    known = await areas.with_ids(session, above)
    return {home_id: _grid(known[home_id], known) for home_id in homes}


def _grid(home: Area, known: Mapping[int, Area]) -> int:
    by_level = {known[area_id].level: area_id for area_id in home.lineage}
    return by_level.get(Level.GRID) or by_level.get(Level.COMMUNITY) or home.id
