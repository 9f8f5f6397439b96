"""Numbers of ours for chats that a messenger calls by names."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, cast, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.addresses import FIRST_ID
from services.rows import add_missing
from storage.engine import Database
from storage.outbox_rows import IS_WAITING
from storage.tables import Address, Channel, Chat, NamedChat, OutboxMessage


async def chat_of(
    database: Database, channel: Channel, name: str, *, is_group: bool = False, now: datetime
) -> Chat:
    """The chat that the messenger calls `name`; a new one gets its number, and is kept.

    Groups have numbers below zero. A private chat is called by its person's name and has their
    number.
    """
    known = select(NamedChat.chat_id).where(NamedChat.channel == channel, NamedChat.name == name)
    async with database.reading() as session:
        found = await session.scalar(known)
    if found is None:
        number = FIRST_ID + secrets.randbits(51)
        async with database.transaction() as session:
            new = {
                "channel": channel,
                "chat_id": -number if is_group else number,
                "name": name,
                "met_at": now,
            }
            await add_missing(session, NamedChat, [new])
            found = (await session.scalars(known)).one()
    return Chat(channel, found)


async def name_of(session: AsyncSession, chat: Chat) -> str | None:
    """What the messenger calls the chat; None where we gave no such number."""
    row = await session.get(NamedChat, chat)
    return row.name if row else None


async def named(session: AsyncSession, channel: Channel, names: Collection[str]) -> list[Chat]:
    """Those chats that are called so, as far as they are known."""
    found = await session.scalars(
        select(NamedChat)
        .where(NamedChat.channel == channel, NamedChat.name.in_(names))
        .order_by(NamedChat.chat_id)
    )
    return [each.chat for each in found]


async def forget_erased(session: AsyncSession) -> None:
    """What messengers call those who were erased, once they have heard of it and not come back."""
    are_back = exists().where(
        Address.channel == NamedChat.channel,
        Address.external_id == cast(NamedChat.chat_id, String),
    )
    something_waits = exists().where(
        IS_WAITING,
        OutboxMessage.channel == NamedChat.channel,
        OutboxMessage.chat_id == NamedChat.chat_id,
    )
    await session.execute(
        delete(NamedChat)
        .where(NamedChat.erased_at.is_not(None), ~are_back, ~something_waits)
        .execution_options(synchronize_session=False)
    )
