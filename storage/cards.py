"""Which message of a chat is the living one for a card."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.keys import one_of
from storage.tables import Card, Chat, OutboxMessage, OutboxState
from storage.written import reads

_LOOKED_THROUGH = 500
"""Rows of one chat, the latest, that are compared with a message nobody recorded."""

_NOT_SEEN = ("chat_id", "disable_notification")
"""Parameters that no look has: at night the same one comes without a sound."""

Place = tuple[Chat, int]
"""A chat and a message's id."""


def look_of(method: str, params: dict[str, Any]) -> str:
    """The same for two looks only if they look the same, whether they came with a sound or not."""
    shown = {name: value for name, value in params.items() if name not in _NOT_SEEN}
    written = json.dumps([method, shown], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:40]


async def among(session: AsyncSession, places: Collection[Place]) -> set[Place]:
    """Those of `places` that are known to show a card."""
    place = (Card.channel, Card.chat_id, Card.message_id)
    wanted = [(*chat, message_id) for chat, message_id in places]
    found = await session.execute(select(*place).where(one_of(place, wanted)))
    return {(Chat(channel, chat_id), message_id) for channel, chat_id, message_id in found}


async def latest_row(session: AsyncSession, chat: Chat, key: str) -> OutboxMessage | None:
    """What the card shows, or is about to; None once its rows were forgotten."""
    found: OutboxMessage | None = await session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.is_in(chat), OutboxMessage.card == key)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return found


async def key_by_words(session: AsyncSession, chat: Chat, words: str) -> str | None:
    """The card whose message once read `words` (plain text); None where that is not certain."""
    rows = await session.execute(
        select(OutboxMessage.card, OutboxMessage.params)
        .where(OutboxMessage.is_in(chat), OutboxMessage.card.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(_LOOKED_THROUGH)
    )
    found = {key for key, params in rows if reads(params, words)}
    return found.pop() if len(found) == 1 else None


async def adopted(session: AsyncSession, chat: Chat, key: str, message_id: int) -> bool:
    """Whether the message is the living one from now on: there was none, or it is on its way.

    While a look of the card waits or is under way, the message may be that look, not recorded
    yet: then nothing is known for certain, and nothing is done.
    """
    if await session.get(Card, (*chat, key)) is None:
        session.add(Card(channel=chat.channel, chat_id=chat.id, key=key, message_id=message_id))
        await session.flush()
        return True
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.is_in(chat),
        OutboxMessage.card == key,
        OutboxMessage.state == OutboxState.WAITING,
    )
    return await session.scalar(waiting.limit(1)) is not None
