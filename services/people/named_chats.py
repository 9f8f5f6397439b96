"""Numbers of ours for chats that a messenger calls by names."""

import secrets
from datetime import datetime

from sqlalchemy import select

from services.people.addresses import FIRST_ID
from services.rows import add_missing
from storage.engine import Database
from storage.tables import Channel, Chat, NamedChat


async def chat_of(database: Database, channel: Channel, name: str, *, now: datetime) -> Chat:
    """The private chat that the messenger calls `name`; a new one gets its number, and is kept."""
    known = select(NamedChat.chat_id).where(NamedChat.channel == channel, NamedChat.name == name)
    async with database.reading() as session:
        found = await session.scalar(known)
    if found is None:
        async with database.transaction() as session:
            new = {
                "channel": channel,
                "chat_id": FIRST_ID + secrets.randbits(51),
                "name": name,
                "met_at": now,
            }
            await add_missing(session, NamedChat, [new])
            found = (await session.scalars(known)).one()
    return Chat(channel, found)
