"""What our messages are about, so that a reply to one finds its subject."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Chat, MessageLink, OutboxMessage
from storage.written import reads

_LOOKED_THROUGH = 500
"""Rows of one chat, the latest, that are compared with a message nobody recorded."""


async def subject_of(session: AsyncSession, chat: Chat, message_id: int) -> str | None:
    """What that message of ours is about, such as `ticket:123`; None if it is not recorded."""
    link = await session.get(MessageLink, (*chat, message_id))
    return link.about if link else None


async def subject_by_words(session: AsyncSession, chat: Chat, words: str) -> str | None:
    """What a message that reads `words` (plain text) is about; None where that is not certain.

    A reply can overtake the record of what it replies to, and the first of two copies that a
    killed process left behind is never recorded. Either was a row of the outbox before it was a
    message, and the row says what it is about. Where rows about different things read the same,
    none of them is taken: the wrong request would be resolved.
    """
    rows = await session.execute(
        select(OutboxMessage.about, OutboxMessage.params)
        .where(OutboxMessage.is_in(chat), OutboxMessage.about.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(_LOOKED_THROUGH)
    )
    found = {about for about, params in rows if reads(params, words)}
    return found.pop() if len(found) == 1 else None


async def latest_about(session: AsyncSession, chat: Chat, about: str) -> int | None:
    """The newest message of ours in the chat that is about this; None if none is known."""
    found: int | None = await session.scalar(
        select(MessageLink.message_id)
        .where(MessageLink.is_in(chat), MessageLink.about == about)
        .order_by(MessageLink.message_id.desc())
        .limit(1)
    )
    return found
