"""What the sender finds out: who has it, and who cannot be reached."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import TOO_LATE
from storage.tables import (
    Address,
    BroadcastRecipient,
    Channel,
    OutboxMessage,
    OutboxState,
    RecipientState,
)

OUTSTANDING = timedelta(minutes=1)
"""Who was promised a message so long ago, and has none in the outbox, is looked into."""
AT_ONCE = 200


def in_state(state: RecipientState) -> ColumnElement[bool]:
    """Spelled out, for the planners to see that a partial index holds these rows."""
    return BroadcastRecipient.state == literal_column(f"'{state.value}'")


async def delivered(
    session: AsyncSession,
    broadcast_id: int,
    channel: Channel,
    chat_ids: Collection[int],
    *,
    now: datetime,
) -> None:
    """It has arrived in these private chats.

    Also where it was taken back on its way, or nobody wanted it any more by then.
    """
    await _mark(
        session,
        broadcast_id,
        _behind(channel, chat_ids),
        state=RecipientState.DELIVERED,
        promised_at=func.coalesce(BroadcastRecipient.promised_at, now),
    )


async def failed(
    session: AsyncSession, broadcast_id: int, channel: Channel, chat_ids: Collection[int]
) -> None:
    """It never arrives there."""
    await _mark(
        session,
        broadcast_id,
        _behind(channel, chat_ids),
        state=RecipientState.UNREACHABLE,
        promised_at=None,
    )


async def settle(session: AsyncSession, broadcast_id: int, *, now: datetime) -> None:
    """Look in the outbox what became of messages that nobody told of.

    A hook of the sender may have failed, and what night fell upon was given up as too late: that
    is sent by day. Where nothing was written there is nobody to be reached.
    """
    outstanding = await session.scalars(
        select(BroadcastRecipient.person_id)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            in_state(RecipientState.PROMISED),
            BroadcastRecipient.promised_at <= now - OUTSTANDING,
        )
        .limit(AT_ONCE)
    )
    if not (unsettled := set(outstanding)):
        return
    became = await _became(session, broadcast_id, unsettled)
    again: dict[str, Any] = {"state": RecipientState.WAITING, "promised_at": None}
    there: dict[str, Any] = {"state": RecipientState.DELIVERED}
    never: dict[str, Any] = {"state": RecipientState.UNREACHABLE, "promised_at": None}
    for person_id in unsettled:
        found = became.get(person_id, {})
        if OutboxState.SENT in found:
            values = there
        elif OutboxState.WAITING in found:
            continue
        else:
            values = again if TOO_LATE in found.values() else never
        await _mark(session, broadcast_id, [person_id], **values)


async def _became(
    session: AsyncSession, broadcast_id: int, person_ids: Collection[int]
) -> dict[int, dict[OutboxState, str | None]]:
    """By person: the states of their messages, with the errors of these."""
    rows = await session.execute(
        select(Address.person_id, OutboxMessage.state, OutboxMessage.error)
        .join(
            OutboxMessage,
            and_(
                OutboxMessage.channel == Address.channel, OutboxMessage.chat_id == Address.chat_id
            ),
        )
        .where(Address.person_id.in_(person_ids), OutboxMessage.broadcast_id == broadcast_id)
    )
    became: dict[int, dict[OutboxState, str | None]] = defaultdict(dict)
    for person_id, state, error in rows:
        became[person_id][state] = error
    return became


def _behind(channel: Channel, chat_ids: Collection[int]) -> Select[int]:
    """Whose private chats these are."""
    return select(Address.person_id).where(
        Address.channel == channel, Address.chat_id.in_(chat_ids)
    )


async def _mark(
    session: AsyncSession,
    broadcast_id: int,
    person_ids: Collection[int] | Select[int],
    **values: Any,
) -> None:
    """What has arrived stays so; that it has is said of everybody, all else of who waits for it."""
    arrived = values["state"] is RecipientState.DELIVERED
    open_ = (RecipientState.WAITING, RecipientState.PROMISED)
    is_open = BroadcastRecipient.state.in_(open_)
    await session.execute(
        update(BroadcastRecipient)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            BroadcastRecipient.person_id.in_(person_ids),
            BroadcastRecipient.state != RecipientState.DELIVERED if arrived else is_open,
        )
        .values(values),
        execution_options={"synchronize_session": False},
    )
