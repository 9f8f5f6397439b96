"""Conversation state within one transaction: read in bulk before, written in bulk after."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Channel, Chat, Conversation

# The table itself: the ORM would write rows apart by which of their columns are empty.
_CONVERSATIONS = cast("Table", Conversation.__table__)

KEY = (Conversation.channel, Conversation.chat_id, Conversation.person_id)
_FIND = select(*KEY, Conversation.state, Conversation.data).where(
    Conversation.channel.in_(bindparam("channels", expanding=True)),
    Conversation.chat_id.in_(bindparam("chats", expanding=True)),
    Conversation.person_id.in_(bindparam("people", expanding=True)),
)
"""Finds some that were not asked for, where people and chats are mixed; which is cheaper than to
write a hundred pairs of them into the statement."""
Key = tuple[Channel, int, int]
"""Channel, the chat's id there, and the person's id."""


class Conversations:
    """The conversations that a transaction touches.

    Statements cost more than commits, so a batch of updates reads all its states at once and
    writes those that changed at once. Get it with `Conversations.of(session)`.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._known: dict[Key, tuple[str | None, dict[str, Any]]] = {}
        self._changed: set[Key] = set()

    @classmethod
    def of(cls, session: AsyncSession) -> "Conversations":
        conversations: Conversations | None = session.info.get("conversations")
        if conversations is None:
            conversations = session.info["conversations"] = cls(session)
        return conversations

    async def load(self, keys: Iterable[Key]) -> None:
        wanted = set(keys) - self._known.keys()
        if not wanted:
            return
        self._known.update(dict.fromkeys(wanted, (None, {})))
        rows = await self._session.execute(
            _FIND,
            {
                "channels": list({channel for channel, _chat_id, _person_id in wanted}),
                "chats": list({chat_id for _channel, chat_id, _person_id in wanted}),
                "people": list({person_id for _channel, _chat_id, person_id in wanted}),
            },
        )
        for channel, chat_id, person_id, state, data in rows:
            if (channel, chat_id, person_id) in wanted:
                self._known[channel, chat_id, person_id] = (state, data)

    def begin(self, key: Key) -> None:
        """Somebody new has none yet: there is nothing to read."""
        self._known.setdefault(key, (None, {}))

    async def get(self, key: Key) -> tuple[str | None, dict[str, Any]]:
        """State and data; `(None, {})` where nothing is going on. The data is not a copy."""
        if key not in self._known:
            await self.load([key])
        return self._known[key]

    def people_in(self, chat: Chat) -> set[int]:
        """Of those that were read: the people who write or press in that chat."""
        return {key[2] for key in self._known if key[:2] == (chat.channel, chat.id)}

    def standing(self, state: str | None) -> list[tuple[int, dict[str, Any]]]:
        """Of those that were read: the people who stand at `state`, with their data."""
        return [
            (person_id, data)
            for (_channel, _chat_id, person_id), (at, data) in self._known.items()
            if at == state
        ]

    def set(self, key: Key, state: str | None, data: dict[str, Any]) -> None:
        self._known[key] = (state, data)
        self._changed.add(key)

    def forget(self, key: Key) -> None:
        """Write nothing about it any more: the person was erased."""
        self._known[key] = (None, {})
        self._changed.discard(key)

    async def save(self, now: datetime) -> None:
        """Write what changed since the last call, in one statement."""
        if not self._changed:
            return
        rows = [
            {
                "channel": channel,
                "chat_id": chat_id,
                "person_id": person_id,
                "state": self._known[channel, chat_id, person_id][0],
                "data": self._known[channel, chat_id, person_id][1],
                "updated_at": now,
            }
            for channel, chat_id, person_id in sorted(self._changed)
        ]
        self._changed.clear()
        dialect = self._session.get_bind().dialect.name
        statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(_CONVERSATIONS)
        newer = statement.excluded
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["channel", "chat_id", "person_id"],
                set_={"state": newer.state, "data": newer.data, "updated_at": newer.updated_at},
            ),
            rows,
        )


async def keys_in(session: AsyncSession, chat: Chat) -> list[Key]:
    """Of the conversations in a chat, as they were last written."""
    found = await session.execute(
        select(*KEY).where(Conversation.channel == chat.channel, Conversation.chat_id == chat.id)
    )
    return [(channel, chat_id, person_id) for channel, chat_id, person_id in found]


async def questions_in(session: AsyncSession, chat: Chat) -> set[int | None]:
    """Ids of the questions that stand in a chat, as they were last written; None stands for a
    conversation that waits for something else."""
    found = await session.scalars(
        select(Conversation.data["question"]["id"].as_integer()).where(
            Conversation.channel == chat.channel,
            Conversation.chat_id == chat.id,
            Conversation.state.is_not(None),
        )
    )
    return {*found}


async def states_in(session: AsyncSession, chat: Chat) -> set[str]:
    """Where the conversations in a chat stand, as they were last written."""
    found = await session.scalars(
        select(Conversation.state).where(
            Conversation.channel == chat.channel,
            Conversation.chat_id == chat.id,
            Conversation.state.is_not(None),
        )
    )
    return {state for state in found if state}
