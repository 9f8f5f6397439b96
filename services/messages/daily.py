"""Each day is counted in the night after it, before the outbox forgets it; a report adds what has
not been counted yet. So nothing is counted while messages leave."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ONE_DAY, ZONE
from services.figures import Figures, Measure, Within
from services.keeps import Act
from services.messages import by_way
from storage.tables import Area, MessageCount, MessageWay

AFTER_MIDNIGHT = timedelta(minutes=5)
"""What was sent just before is written down by then."""
MISSED = 7
"""After an outage so many days are counted at most: the outbox usually has no more."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Days that are over and not counted yet, as ordinals."""
    if await by_way.topmost_area(session) is None:
        return []
    over = (now - AFTER_MIDNIGHT).astimezone(ZONE).date().toordinal()
    last = await _last_counted(session)
    first = over - 1 if last is None else max(over - MISSED, last.toordinal() + 1)
    return list(range(first, over))


async def counting(session: AsyncSession, ordinal: int, *, now: datetime) -> Act:  # noqa: ARG001
    """Reads the day, and hands over what keeps it."""
    day = date.fromordinal(ordinal)
    counts = await by_way.counted(session, _begins(day), _begins(day + ONE_DAY))
    topmost = await by_way.topmost_area(session)
    if topmost is not None:
        # What tells that the day is counted, where nothing was sent.
        counts.setdefault((topmost, MessageWay.NOBODY), 0)
    rows = [
        {"day": day, "area_id": area_id, "way": way, "messages": messages}
        for (area_id, way), messages in counts.items()
    ]

    async def keep(session: AsyncSession, ordinal: int, /, *, now: datetime) -> None:  # noqa: ARG001
        await session.execute(delete(MessageCount).where(MessageCount.day == day))
        if rows:
            await session.execute(insert(MessageCount), rows)

    return keep


async def figures(session: AsyncSession, within: Within) -> Figures:
    """What messages add to a report: those of the days that are counted, and the rest as it is."""
    first, last = (at.astimezone(ZONE).date() for at in (within.start, within.end))
    found: Counter[MessageWay] = Counter()
    kept = await session.execute(
        select(MessageCount.way, func.sum(MessageCount.messages))
        .where(
            MessageCount.day >= first,
            MessageCount.day < last,
            MessageCount.area_id.in_(within.areas),
        )
        .group_by(MessageCount.way)
    )
    for way, messages in kept:
        found[way] += messages
    found += await _uncounted(session, within, first, last)
    return {Measure(f"messages_{way}"): found[way] for way in MessageWay if found[way]}


async def _uncounted(
    session: AsyncSession, within: Within, first: date, last: date
) -> Counter[MessageWay]:
    """Of the days from `first` to `last` (excluded) that come after those that are counted."""
    counted = await _last_counted(session)
    start = first if counted is None else max(first, counted + ONE_DAY)
    if start >= last:
        return Counter()
    counts = await by_way.counted(session, _begins(start), within.end)
    places = {area_id for area_id, _way in counts}
    here = set(await session.scalars(within.areas.where(Area.id.in_(places))))
    found: Counter[MessageWay] = Counter()
    for (area_id, way), messages in counts.items():
        found[way] += messages if area_id in here else 0
    return found


async def _last_counted(session: AsyncSession) -> date | None:
    last: date | None = await session.scalar(select(func.max(MessageCount.day)))
    return last


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
