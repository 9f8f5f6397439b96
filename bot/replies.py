"""Replies to our own messages: what they are about."""

from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from storage import links
from storage.tables import Chat


def replies_to_us(message: Message, bot_id: int) -> bool:
    """In a group people reply to one another, too, and that is not meant for us.

    A message's number alone proves nothing: in a group that became a supergroup they begin again.
    """
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot_id


async def subject_of(session: AsyncSession, chat: Chat, message: Message) -> str | None:
    """What the message of ours is about that `message` replies to; None if it cannot be told."""
    replied = message.reply_to_message
    assert replied is not None
    found = await links.subject_of(session, chat, replied.message_id)
    if found is not None:
        return found
    return await links.subject_by_words(session, chat, replied.text or replied.caption or "")
