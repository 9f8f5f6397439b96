"""Starting a broadcast, pausing it, going on, stopping it; a text that was changed meanwhile."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.audiences import Audience
from services.broadcasts.kinds import draw_card, kind_named
from storage.outbox_rows import IS_WAITING, OUTBOX
from storage.tables import (
    Address,
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    Channel,
    OutboxMessage,
    RecipientState,
)

SETTLED_AFTER = timedelta(minutes=2)
"""What was on its way when a broadcast was stopped has arrived by then, or never will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBroadcast:
    kind: str
    """Name of a `services.keeps.BroadcastKind`."""
    subject_id: int
    area_id: int
    audience: Audience | None = None
    """None where the kind itself says who gets it."""
    starts_at: datetime | None = None
    """None for at once."""
    urgent: bool = False


async def start(session: AsyncSession, new: NewBroadcast, *, now: datetime) -> Broadcast:
    """Have it sent from `starts_at` on; its recipients are drawn then."""
    kind = kind_named(new.kind)
    assert (new.audience is None) == (kind.recipients is not None)
    starts_at = new.starts_at or now
    broadcast = Broadcast(
        kind=kind.name,
        subject_id=new.subject_id,
        area_id=new.area_id,
        audience=new.audience.dump() if new.audience else None,
        asks=kind.asks,
        urgent=new.urgent,
        state=BroadcastState.SENDING,
        created_at=now,
        starts_at=starts_at,
        act_at=starts_at,
    )
    session.add(broadcast)
    await session.flush()
    return broadcast


async def get(session: AsyncSession, broadcast_id: int) -> Broadcast:
    """Raises NotFound."""
    return await rows.current(session, Broadcast, broadcast_id)


async def pause(session: AsyncSession, broadcast_id: int) -> bool:
    """Nothing more leaves; what is under way arrives. False where it was not being sent."""
    return await _halt(session, broadcast_id, BroadcastState.PAUSED, act_at=None)


async def go_on(session: AsyncSession, broadcast_id: int, *, now: datetime) -> bool:
    """With who was not sent it yet. False where it was not paused."""
    broadcast = await rows.change(
        session,
        Broadcast,
        Broadcast.id == broadcast_id,
        Broadcast.state == BroadcastState.PAUSED,
        state=BroadcastState.SENDING,
    )
    if broadcast is None:
        return False
    broadcast.act_at = max(now, broadcast.starts_at)
    draw_card(session, broadcast)
    return True


async def stop(session: AsyncSession, broadcast_id: int, *, now: datetime) -> bool:
    """For good: who was not sent it never is. False where it is over."""
    return await _halt(
        session,
        broadcast_id,
        BroadcastState.STOPPED,
        act_at=now + SETTLED_AFTER,
        ended_at=now,
    )


async def changed(session: AsyncSession, broadcast_id: int, *, now: datetime) -> None:
    """Its text is another now: who has not been sent it yet gets the new one."""
    broadcast = await rows.held(session, Broadcast, broadcast_id)
    await take_back(session, broadcast_id)
    if broadcast.state is BroadcastState.SENDING:
        broadcast.act_at = max(now, broadcast.starts_at)


async def _halt(
    session: AsyncSession, broadcast_id: int, state: BroadcastState, **values: datetime | None
) -> bool:
    going = (BroadcastState.SENDING, BroadcastState.PAUSED)
    broadcast = await rows.change(
        session,
        Broadcast,
        Broadcast.id == broadcast_id,
        Broadcast.state.in_(going),
        Broadcast.state != state,
        state=state,
        **values,
    )
    if broadcast is None:
        return False
    await take_back(session, broadcast_id)
    draw_card(session, broadcast)
    return True


async def take_back(session: AsyncSession, broadcast_id: int, *where: ColumnElement[bool]) -> None:
    """Take what waits of it out of the outbox; its recipients wait again.

    What is just being sent arrives all the same, and counts as delivered then.
    """
    chats: dict[Channel, list[int]] = defaultdict(list)
    taken = await session.execute(
        delete(OutboxMessage)
        .where(IS_WAITING, OutboxMessage.broadcast_id == broadcast_id, *where)
        .returning(OUTBOX.c.channel, OUTBOX.c.chat_id),
        execution_options={"synchronize_session": False},
    )
    for channel, chat_id in taken:
        chats[channel].append(chat_id)
    for channel, chat_ids in chats.items():
        behind = select(Address.person_id).where(
            Address.channel == channel, Address.chat_id.in_(chat_ids)
        )
        await session.execute(
            update(BroadcastRecipient)
            .where(
                BroadcastRecipient.broadcast_id == broadcast_id,
                BroadcastRecipient.person_id.in_(behind),
                BroadcastRecipient.state == RecipientState.PROMISED,
            )
            .values(state=RecipientState.WAITING, promised_at=None),
            execution_options={"synchronize_session": False},
        )
