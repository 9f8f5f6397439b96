"""How far a broadcast is, and when it is expected to end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, quiet_hours, rows
from services.quiet_hours import Hours
from storage.tables import Broadcast, BroadcastRecipient, BroadcastState, RecipientState

USUAL_PACE = 25.0
"""Messages a second, before the first minute has shown how many it is."""
_LATELY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    state: BroadcastState
    total: int
    sent: int
    """It has arrived."""
    waiting: int
    """They get it yet; once it was stopped, they never do."""
    failed: int
    """They stopped the bot, or the messenger refused it."""
    not_wanted: int
    drawing: bool
    """More recipients are still to be drawn: `total` grows."""
    ends_at: datetime | None
    """When the last one is expected to have it; None where it is paused, over, or not begun."""


async def progress(session: AsyncSession, broadcast_id: int, *, now: datetime) -> Progress:
    """Raises NotFound."""
    broadcast = await rows.current(session, Broadcast, broadcast_id)
    counted = await _counts(session, broadcast)
    waiting = counted[RecipientState.WAITING] + counted[RecipientState.PROMISED]
    goes_on = broadcast.state is BroadcastState.SENDING and broadcast.starts_at <= now
    return Progress(
        state=broadcast.state,
        total=sum(counted.values()),
        sent=counted[RecipientState.DELIVERED],
        waiting=waiting,
        failed=counted[RecipientState.UNREACHABLE],
        not_wanted=counted[RecipientState.NOT_WANTED],
        drawing=goes_on and broadcast.drawn_at is None,
        ends_at=await _end(session, broadcast, waiting, now) if goes_on else None,
    )


async def counted(
    session: AsyncSession, broadcast_ids: Collection[int]
) -> Mapping[int, Mapping[RecipientState, int]]:
    """Recipients in each state, of many broadcasts."""
    found = await session.scalars(select(Broadcast).where(Broadcast.id.in_(broadcast_ids)))
    return {each.id: await _counts(session, each) for each in found.all()}


async def count(session: AsyncSession, broadcast_id: int) -> dict[RecipientState, int]:
    """Recipients in each state."""
    found = await session.execute(
        select(BroadcastRecipient.state, func.count())
        .where(BroadcastRecipient.broadcast_id == broadcast_id)
        .group_by(BroadcastRecipient.state)
    )
    return dict.fromkeys(RecipientState, 0) | dict(found.all())


async def _counts(session: AsyncSession, broadcast: Broadcast) -> dict[RecipientState, int]:
    """As it ended, or as it is."""
    if broadcast.total is None:
        return await count(session, broadcast.id)
    over = {
        RecipientState.DELIVERED: broadcast.sent or 0,
        RecipientState.UNREACHABLE: broadcast.failed or 0,
        RecipientState.NOT_WANTED: broadcast.not_wanted or 0,
        RecipientState.PROMISED: 0,
    }
    return over | {RecipientState.WAITING: broadcast.total - sum(over.values())}


async def _end(
    session: AsyncSession, broadcast: Broadcast, waiting: int, now: datetime
) -> datetime:
    """At the pace of the last minute, without nights unless it is urgent."""
    left = timedelta(seconds=waiting / await _pace(session, broadcast, now))
    if broadcast.urgent:
        return now + left
    area = await areas.one(session, broadcast.area_id)
    return by_day(await quiet_hours.of_area(session, area), now, left)


def by_day(hours: Hours, start: datetime, lasts: timedelta) -> datetime:
    """When something ends that takes so long from `start` on, and rests at night."""
    at = start
    while True:
        if (night := hours.night(at)) is not None:
            at = night[1]
        evening = hours.next_night(at)
        if evening is None or at + lasts <= evening:
            return at + lasts
        at, lasts = evening, lasts - (evening - at)


async def _pace(session: AsyncSession, broadcast: Broadcast, now: datetime) -> float:
    """Messages a second."""
    lately = await session.scalar(
        select(func.count()).where(
            BroadcastRecipient.broadcast_id == broadcast.id,
            BroadcastRecipient.promised_at > now - _LATELY,
        )
    )
    begun = broadcast.starts_at <= now - _LATELY
    return lately / _LATELY.total_seconds() if lately and begun else USUAL_PACE
