"""Questions that were put while their person could not be reached: they stand once they are seen.

What somebody writes before is not meant for them: a "1" would answer what they never read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.questions import Question
from storage.conversations import Conversations, Key, keys_in
from storage.held import HELD
from storage.outbox_rows import IS_WAITING
from storage.tables import Chat, OutboxMessage


class Aside(NamedTuple):
    """Where somebody's conversation stood."""

    key: Key
    state: str
    data: Mapping[str, Any]


async def set_aside(session: AsyncSession, chat: Chat, now: datetime) -> list[Aside]:
    """The conversations that wait for an answer to what is still held for their chat."""
    held = select(OutboxMessage.about).where(
        IS_WAITING, OutboxMessage.is_in(chat), OutboxMessage.error == HELD
    )
    unseen = {*await session.scalars(held)}
    conversations = Conversations.of(session)
    aside = []
    for key in await keys_in(session, chat) if unseen else ():
        state, data = await conversations.get(key)
        question = data.get("question")
        if state and question and Question.about_of(question["id"]) in unseen:
            rest = {name: value for name, value in data.items() if name != "question"}
            conversations.set(key, None, rest)
            aside.append(Aside(key, state, data))
    await conversations.save(now)
    return aside


async def put_back(session: AsyncSession, aside: Sequence[Aside], now: datetime) -> None:
    """They wait again, unless something else was begun meanwhile.

    Should it never come to that, the buttons below the question still work.
    """
    conversations = Conversations.of(session)
    for key, state, before in aside:
        meanwhile, data = await conversations.get(key)
        if meanwhile is None:
            conversations.set(key, state, {**before, **data})
    await conversations.save(now)
