"""aiogram's conversation state, kept in the transaction of the update that changes it."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.conversations import Conversations, Key
from storage.tables import Channel


class TransactionStorage(BaseStorage):
    """Reads and writes go to the session's `Conversations`, and to the database with its commit."""

    def __init__(self, conversations: Conversations, channel: Channel) -> None:
        self._conversations = conversations
        self._channel = channel

    def _place(self, key: StorageKey) -> Key:
        """The user's id in `key` is the person's own."""
        return self._channel, key.chat_id, key.user_id

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        place = self._place(key)
        _state, data = await self._conversations.get(place)
        self._conversations.set(place, state.state if isinstance(state, State) else state, data)

    async def get_state(self, key: StorageKey) -> str | None:
        state, _data = await self._conversations.get(self._place(key))
        return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        place = self._place(key)
        state, _data = await self._conversations.get(place)
        self._conversations.set(place, state, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        _state, data = await self._conversations.get(self._place(key))
        return dict(data)

    async def close(self) -> None:
        """The session belongs to the batch, which closes it."""
