"""Cards that show what is no longer so: nobody had pressed them when things changed.

A press is the first chance to change one. So the card that was pressed becomes the living one of
its subject, and where what follows from the press gives it no other look, it gets the latest.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.cards import latest_row, look_of
from storage.outbox import Outgoing, Urgency
from storage.tables import Card, Chat, OutboxMessage, OutboxState


async def adopt(session: AsyncSession, chat: Chat, message_id: int) -> str | None:
    """The key of the card on that message, the living one from now on; None for other messages."""
    row = await session.get(OutboxMessage, message_id)
    if row is None:
        # The words of who was erased are gone from the outbox; on their card they still stand.
        living = select(Card.key).where(Card.is_in(chat), Card.message_id == message_id)
        return await session.scalar(living)
    if row.card is None or row.chat != chat:
        return None
    card = await session.get(Card, (*chat, row.card))
    if card is not None and card.message_id != message_id:
        card.message_id, card.look = message_id, None
    return row.card


async def latest_look(
    session: AsyncSession, chat: Chat, key: str, now: datetime
) -> Outgoing | None:
    """What the living message of the card is to show, where it does not and nothing leaves now."""
    card = await session.get(Card, (*chat, key))
    row = await latest_row(session, chat, key)
    if card is None or row is None or row.secret:
        return None
    if row.state is OutboxState.WAITING and row.not_before <= now:
        return None
    if card.look == look_of(row.method, row.params):
        return None
    return Outgoing(
        channel=chat.channel,
        chat_id=chat.id,
        method=row.method,
        params=row.params,
        urgency=Urgency.ANSWER,
        card=key,
        under_card=row.under_card,
        about=row.about,
    )
