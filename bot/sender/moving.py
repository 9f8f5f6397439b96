"""A group that became a supergroup."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.sender.queue import IS_WAITING
from storage.tables import Card, OutboxMessage


async def move_chat(session: AsyncSession, old_chat_id: int, new_chat_id: int) -> None:
    """Send what waits for `old_chat_id` to `new_chat_id` instead; run again, it changes nothing.

    The supergroup counts its messages anew and the bot cannot reach those before the move, so the
    cards posted there are forgotten: their next look is posted afresh. A look written for the new
    id is newer than any for the old one, which is dropped.
    """
    newer = aliased(OutboxMessage)
    newer_looks = select(newer.card).where(newer.chat_id == new_chat_id, newer.card.is_not(None))
    of_old = (IS_WAITING, OutboxMessage.chat_id == old_chat_id)
    await session.execute(delete(OutboxMessage).where(*of_old, OutboxMessage.card.in_(newer_looks)))
    await session.execute(update(OutboxMessage).where(*of_old).values(chat_id=new_chat_id))
    await session.execute(delete(Card).where(Card.chat_id == old_chat_id))
