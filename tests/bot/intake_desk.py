"""An intake without conversations: it repeats what was said, or fails as a test wants."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.types import Message, Update
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.files import Brought
from bot.intake import Intake
from bot.work import Unit, Work
from handlers.common.saying import Say
from storage.engine import Database
from storage.outbox import Outgoing
from storage.tables import Channel, OutboxMessage, Person, SeenUpdate

PERSON = {"id": 7, "is_bot": False, "first_name": "居民", "language_code": "zh-hans"}
CHAT = {"id": 7, "type": "private"}


class Silent:
    """Nothing happens that anybody would have to be told."""

    async def tell(self, *_args: object) -> list[Outgoing]:
        return []

    async def show(self, *_args: object) -> list[Outgoing]:
        return []

    async def hear(self, *_args: object) -> list[Outgoing]:
        return []

    async def draw(self, *_args: object) -> list[Outgoing]:
        return []


class CountedWork(Work):
    """Counts the transactions it opens."""

    opened = 0

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        self.opened += 1
        async with super().unit() as unit:
            yield unit


class Answering:
    """Instead of conversations: repeats what was said, or raises what a test wants raised."""

    def __init__(self) -> None:
        self.fed: list[int] = []
        self.raises: dict[int, Callable[[], Exception]] = {}
        self.albums: dict[int, list[Message]] = {}
        self.asks_for: dict[int, int] = {}
        """A person's id, by the update that brings it."""

    async def answer(
        self,
        _bot: Bot,
        update: Update,
        unit: Unit,
        _channel: Channel,
        _fetched: Brought,
        album: Sequence[Message],
    ) -> Any:
        self.fed.append(update.update_id)
        self.albums[update.update_id] = list(album)
        if update.update_id in self.asks_for:
            await unit.session.get(Person, self.asks_for[update.update_id])
        if update.update_id in self.raises:
            error = self.raises[update.update_id]()
            raise error
        return Say(update.message.text or "") if update.message else None


class Desk:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.answering = Answering()
        self.work = CountedWork(database, Silent(), lambda: datetime.now(UTC), lambda: None)
        self.intake = Intake(self.work, self.answering.answer, Bot("42:TEST"))

    async def promised(self) -> list[str]:
        async with self.database.reading() as session:
            rows = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
            return [row.params.get("text", row.method) for row in rows]

    async def seen(self) -> set[int]:
        async with self.database.reading() as session:
            return set(await session.scalars(select(SeenUpdate.update_id)))


def says(update_id: int, *, sender: int = 7) -> dict[str, Any]:
    """In one chat, no matter who says it."""
    message = {
        "message_id": update_id,
        "date": 1_800_000_000,
        "chat": CHAT,
        "from": PERSON | {"id": sender},
        "text": str(update_id),
    }
    return {"update_id": update_id, "message": message}


def database_fails() -> Exception:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return OperationalError("SELECT 1", {}, fault)
