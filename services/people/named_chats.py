"""Numbers of ours for chats that a messenger calls by names, and back."""

import secrets
from datetime import datetime

from sqlalchemy import select

from services.rows import add_missing
from storage.engine import Database
from storage.tables import Channel, Chat, NamedChat

FIRST = 5 * 10**15
"""Above every id that Telegram gives; with the random part below 2^53, so JSON keeps it."""


async def chat_of(
    database: Database, channel: Channel, name: str, *, is_group: bool = False, now: datetime
) -> Chat:
    """The chat that the messenger calls `name`; somebody new gets a number, in a transaction."""
    known = select(NamedChat.chat_id).where(NamedChat.channel == channel, NamedChat.name == name)
    async with database.reading() as session:
        found = await session.scalar(known)
    if found is None:
        async with database.transaction() as session:
            number = FIRST + secrets.randbits(51)
            new = {
                "channel": channel,
                "chat_id": -number if is_group else number,
                "name": name,
                "met_at": now,
            }
            await add_missing(session, NamedChat, [new])
            found = (await session.scalars(known)).one()
    return Chat(channel, found)


async def name_of(database: Database, chat: Chat) -> str | None:
    """What the messenger calls the chat; None where it was forgotten."""
    async with database.reading() as session:
        row = await session.get(NamedChat, chat)
        return row.name if row else None
