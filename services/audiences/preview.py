"""How many an audience would be, before anything is sent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.audiences.audience import Audience
from services.audiences.sample import by_home, quotas
from services.audiences.selecting import REACHABLE, described, wanting
from storage.tables import Area, Person


class LeftOut(StrEnum):
    """Why somebody whom the audience describes gets nothing."""

    UNREACHABLE = "unreachable"
    """They stopped the bot."""
    NOT_SUBSCRIBED = "not_subscribed"
    """They do not want announcements of the topic."""
    ASKED_LATELY = "asked_lately"
    NOT_DRAWN = "not_drawn"


@dataclass(frozen=True, slots=True)
class Preview:
    people: int
    """How many would get it now."""
    by_area: list[tuple[Area, int]]
    """The same by area, as people count these: of one area by what lies directly below it, of
    several by these; of a sample by its grids."""
    left_out: Mapping[LeftOut, int]
    """How many do not, and why; none of them is empty."""


async def preview(session: AsyncSession, audience: Audience, *, now: datetime) -> Preview:
    where = await described(session, audience, now)
    everybody = await _count(session, *where)
    reachable = await _count(session, *where, REACHABLE)
    willing = reachable
    if audience.topic is not None:
        willing = await _count(session, *where, REACHABLE, wanting(audience))
    homes = await by_home(session, audience, now)
    askable = sum(homes.values())
    if audience.sample is None:
        counted = await _by_area(session, audience, homes)
    else:
        counted = Counter(await quotas(session, audience, now=now))
    people = sum(counted.values())
    left_out = {
        LeftOut.UNREACHABLE: everybody - reachable,
        LeftOut.NOT_SUBSCRIBED: reachable - willing,
        LeftOut.ASKED_LATELY: willing - askable,
        LeftOut.NOT_DRAWN: askable - people,
    }
    return Preview(
        people,
        await _in_order(session, counted),
        {why: count for why, count in left_out.items() if count},
    )


async def _count(session: AsyncSession, *where: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(Person).where(*where)) or 0


async def _by_area(
    session: AsyncSession, audience: Audience, homes: Mapping[int, int]
) -> Counter[int]:
    known = await areas.with_ids(session, homes)
    counted: Counter[int] = Counter()
    for home_id, count in homes.items():
        counted[_shown(known[home_id].lineage, audience.area_ids)] += count
    return counted


def _shown(lineage: list[int], chosen: tuple[int, ...]) -> int:
    """Of the areas from the root to a home the one it is counted with."""
    nearest = next(area_id for area_id in reversed(lineage) if area_id in chosen)
    if len(chosen) > 1:
        return nearest
    below = lineage[lineage.index(nearest) + 1 :]
    return below[0] if below else nearest


async def _in_order(session: AsyncSession, counted: Mapping[int, int]) -> list[tuple[Area, int]]:
    known = await areas.with_ids(session, counted)
    return sorted(
        ((known[area_id], count) for area_id, count in counted.items() if count),
        key=lambda each: areas.in_order(each[0]),
    )
