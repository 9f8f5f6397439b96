"""Sending a broadcast: each second as many messages are promised as can leave in the next few."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnExpressionArgument, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services import quiet_hours, rows
from services.broadcasts import settling
from services.broadcasts.drawing import draw_slice
from services.broadcasts.kinds import draw_card, kind_named
from services.broadcasts.life import take_back
from services.broadcasts.progress import count
from services.news import tell
from services.people import addresses, people, reach
from storage.outbox import belongs_to
from storage.outbox_rows import IS_WAITING
from storage.tables import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    Channel,
    OutboxMessage,
    RecipientState,
)

WINDOW = 90
"""Messages in the outbox at once for each channel: three seconds of what Telegram takes. More would
hold up what the sender reads each time it looks."""
REFILL = 30
"""From so many places on that are free: a second's worth, since each transaction has its price."""
EVERY = timedelta(seconds=1)
SHOWN_EVERY = timedelta(seconds=10)
"""A group's card may change twenty times a minute, for whatever else happens there too."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Those that can wait, while no urgent one goes on."""
    other = aliased(Broadcast)
    urgent = exists().where(
        other.act_at <= now, other.urgent, other.state == BroadcastState.SENDING
    )
    return await _due(session, now, ~Broadcast.urgent, ~urgent)


async def urgent_due(session: AsyncSession, now: datetime) -> list[int]:
    return await _due(session, now, Broadcast.urgent)


async def _due(
    session: AsyncSession, now: datetime, *where: ColumnExpressionArgument[bool]
) -> list[int]:
    found = await session.scalars(
        select(Broadcast.id)
        .where(Broadcast.act_at <= now, *where)
        .order_by(Broadcast.act_at, Broadcast.id)
    )
    return list(found)


async def act(session: AsyncSession, broadcast_id: int, *, now: datetime) -> None:
    """Draw a slice of its recipients, and promise what has room."""
    broadcast = await rows.held(session, Broadcast, broadcast_id)
    if broadcast.act_at is None or broadcast.act_at > now:
        return
    if broadcast.state is BroadcastState.STOPPED:
        await _end(session, broadcast)
        return
    if broadcast.drawn_at is None:
        await draw_slice(session, broadcast, now=now)
    await take_back(session, broadcast.id, OutboxMessage.useful_until <= now)
    await settling.settle(session, broadcast.id, now=now)
    await _promise(session, broadcast, now)
    broadcast.act_at = now + EVERY
    if broadcast.drawn_at is not None and not await _has_unsent(session, broadcast.id):
        broadcast.state, broadcast.ended_at = BroadcastState.DONE, now
        await _end(session, broadcast)
    elif broadcast.shown_at is None or now - broadcast.shown_at >= SHOWN_EVERY:
        broadcast.shown_at = now
        draw_card(session, broadcast)


async def _promise(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    there = await _in_the_outbox(session, broadcast.id)
    full = [channel for channel, count in there.items() if WINDOW - count < REFILL]
    found = await _next(session, broadcast.id, full)
    if not found:
        return
    reached = await _reached_by(session, found)
    person_ids = _fitting(found, reached, there)
    kind = kind_named(broadcast.kind)
    wanted = await kind.wanted(session, broadcast.subject_id, person_ids, now)
    wanting = [each for each in person_ids if each in wanted]
    told = [each for each in wanting if each in reached]
    await _mark(session, broadcast.id, set(person_ids) - set(wanting), RecipientState.NOT_WANTED)
    await _mark(session, broadcast.id, set(wanting) - set(told), RecipientState.UNREACHABLE)
    await _mark(session, broadcast.id, told, RecipientState.PROMISED, now)
    if told:
        night = None if broadcast.urgent else await quiet_hours.next_night(session, now)
        belongs_to(session, broadcast.id, until=night)
        tell(session, kind.news(broadcast.subject_id, told))


async def _in_the_outbox(session: AsyncSession, broadcast_id: int) -> Mapping[Channel, int]:
    """How many wait there for each channel that has any."""
    found = await session.execute(
        select(OutboxMessage.channel, func.count())
        .where(IS_WAITING, OutboxMessage.broadcast_id == broadcast_id)
        .group_by(OutboxMessage.channel)
    )
    return dict(found.all())


async def _next(
    session: AsyncSession, broadcast_id: int, full: Collection[Channel]
) -> Sequence[int]:
    """Those who are not written to on a channel that is `full`.

    Held, so that nobody is erased before their message is promised: it is erased with them.
    """
    waiting = (
        select(BroadcastRecipient.person_id)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            settling.in_state(RecipientState.WAITING),
        )
        .order_by(BroadcastRecipient.person_id)
        .limit(WINDOW)
        .with_for_update()
    )
    if full:
        waiting = waiting.where(~reach.is_reached_on(BroadcastRecipient.person_id, full))
    return (await session.scalars(waiting)).all()


async def _reached_by(session: AsyncSession, person_ids: Sequence[int]) -> Mapping[int, Channel]:
    """Without those who cannot be reached."""
    await addresses.load_people(session, person_ids)
    reached = [await people.reachable(session, each) for each in person_ids]
    return {each.person.id: each.chat.channel for each in reached if each is not None}


def _fitting(
    person_ids: Sequence[int], reached: Mapping[int, Channel], there: Mapping[Channel, int]
) -> list[int]:
    """Those for whom their channel has room, and those who have none."""
    taken = Counter(there)
    fitting = []
    for person_id in person_ids:
        channel = reached.get(person_id)
        if channel is not None:
            if taken[channel] >= WINDOW:
                continue
            taken[channel] += 1
        fitting.append(person_id)
    return fitting


async def _mark(
    session: AsyncSession,
    broadcast_id: int,
    person_ids: Collection[int],
    state: RecipientState,
    promised_at: datetime | None = None,
) -> None:
    if person_ids:
        await session.execute(
            update(BroadcastRecipient)
            .where(
                BroadcastRecipient.broadcast_id == broadcast_id,
                BroadcastRecipient.person_id.in_(person_ids),
            )
            .values(state=state, promised_at=promised_at),
            execution_options={"synchronize_session": False},
        )


async def _has_unsent(session: AsyncSession, broadcast_id: int) -> bool:
    for state in (RecipientState.WAITING, RecipientState.PROMISED):
        one = (
            select(BroadcastRecipient.person_id)
            .where(BroadcastRecipient.broadcast_id == broadcast_id, settling.in_state(state))
            .limit(1)
        )
        if await session.scalar(one) is not None:
            return True
    return False


async def _end(session: AsyncSession, broadcast: Broadcast) -> None:
    """Keep what it came to: its recipients are forgotten one day."""
    counted = await count(session, broadcast.id)
    broadcast.act_at = None
    broadcast.total = sum(counted.values())
    broadcast.sent = counted[RecipientState.DELIVERED]
    broadcast.failed = counted[RecipientState.UNREACHABLE]
    broadcast.not_wanted = counted[RecipientState.NOT_WANTED]
    draw_card(session, broadcast)
