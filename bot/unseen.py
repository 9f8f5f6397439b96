"""Questions that were put while their person could not be reached: they stand once they are seen.

What somebody writes before is not meant for them: a "1" would answer what they never read.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.questions import Question
from storage.conversations import Conversations, Key, keys_in
from storage.engine import Database
from storage.held import HELD
from storage.outbox_rows import IS_WAITING
from storage.tables import Chat, OutboxMessage


class _Aside(NamedTuple):
    """Where somebody's conversation stood."""

    key: Key
    state: str
    data: Mapping[str, Any]


@asynccontextmanager
async def aside(
    database: Database,
    chat: Chat,
    clock: Callable[[], datetime],
    release: Callable[[AsyncSession], Awaitable[object]],
) -> AsyncIterator[None]:
    """While something is understood that was written before they were seen.

    release: lets go of what is held; afterwards nobody knows any more what was unseen.
    """
    async with database.transaction() as session:
        waiting = await _set_aside(session, chat, clock())
        await release(session)
    try:
        yield
    finally:
        if waiting:
            async with database.transaction() as session:
                await _put_back(session, waiting, clock())


async def _set_aside(session: AsyncSession, chat: Chat, now: datetime) -> list[_Aside]:
    """The conversations that wait for an answer to what is still held for their chat."""
    held = select(OutboxMessage.about).where(
        IS_WAITING, OutboxMessage.is_in(chat), OutboxMessage.error == HELD
    )
    unseen = {*await session.scalars(held)}
    conversations = Conversations.of(session)
    found = []
    for key in await keys_in(session, chat) if unseen else ():
        state, data = await conversations.get(key)
        question = data.get("question")
        if state and question and Question.about_of(question["id"]) in unseen:
            rest = {name: value for name, value in data.items() if name != "question"}
            conversations.set(key, None, rest)
            found.append(_Aside(key, state, data))
    await conversations.save(now)
    return found


async def _put_back(session: AsyncSession, waiting: Sequence[_Aside], now: datetime) -> None:
    """They wait again, unless something else was begun meanwhile.

    Should it never come to that, the buttons below the question still work.
    """
    conversations = Conversations.of(session)
    for key, state, before in waiting:
        meanwhile, data = await conversations.get(key)
        if meanwhile is None:
            conversations.set(key, state, {**before, **data})
    await conversations.save(now)
