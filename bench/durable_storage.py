"""The plain bot's states in its database: what it takes to forget nobody's step at a restart.

Written as aiogram's documents ask for a storage of one's own, and as its Redis storage is: each
call stands for itself, and what it wrote is committed when it returns.
"""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bench.plain_bot_tables import Conversation


class DurableStorage(BaseStorage):
    def __init__(self, engine: AsyncEngine) -> None:
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        async with self._sessions.begin() as session:
            conversation = await _of(session, key)
            conversation.state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._sessions() as session:
            found = await session.get(Conversation, (key.chat_id, key.user_id))
            return found.state if found else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        async with self._sessions.begin() as session:
            conversation = await _of(session, key)
            conversation.data = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._sessions() as session:
            found = await session.get(Conversation, (key.chat_id, key.user_id))
            return dict(found.data) if found else {}

    async def close(self) -> None:
        """The engine belongs to the bot."""


async def _of(session: AsyncSession, key: StorageKey) -> Conversation:
    found = await session.get(Conversation, (key.chat_id, key.user_id))
    if found is None:
        found = Conversation(chat_id=key.chat_id, user_id=key.user_id, data={})
        session.add(found)
    return found
