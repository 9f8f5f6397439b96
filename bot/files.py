"""Fetching and reading the few files that handlers need, before their update is taken in.

Handlers never wait for the network, and most files are only passed on by their id. A menu that
staff send as a sheet has to be read: it is fetched and read here, outside the transaction, and
handed over with its update. Where that fails nothing is lost: the handler asks for it once more.

Reading takes up to two seconds for the worst file that is let through. A thread is enough for
that: the event loop gets its turn every few milliseconds, and one sheet is read at a time.
"""

import asyncio
import logging
from typing import Any, TypeAlias

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.subjects import SHEETS_AT
from services.groups import binding as groups
from storage.conversations import states_in
from storage.engine import Database
from storage.importing import ImportRefused, open_book
from storage.reading import LARGEST_SENT, Book, is_sheet
from storage.tables import Channel, Chat, Purpose

log = logging.getLogger(__name__)

WITHIN = 5.0
"""Seconds."""
Brought: TypeAlias = Book | ImportRefused | None
"""A sheet that was read, or why it cannot be; None where none was brought or none came."""


class Files:
    """What arrives as a sheet for a canteen's group, or where a conversation waits for one."""

    def __init__(self, database: Database, bot: Bot, channel: Channel) -> None:
        self._database = database
        self._channel = channel
        self._bot = bot
        self._reading = asyncio.Lock()

    async def brought_by(self, raw: dict[str, Any]) -> Brought:
        sheet = _sheet(raw)
        if sheet is None:
            return None
        chat_id, file_id = sheet
        async with self._database.reading() as session:
            if not await _is_awaited(session, Chat(self._channel, chat_id)):
                return None
        try:
            async with asyncio.timeout(WITHIN):
                file = await self._bot.download(file_id)
                return await self._read(file.read(LARGEST_SENT)) if file else None
        except (AiogramError, ClientError, OSError) as error:
            log.warning("a sheet could not be fetched: %s", type(error).__name__)
            return None

    async def _read(self, content: bytes) -> Book | ImportRefused:
        async with self._reading:
            try:
                return await asyncio.to_thread(open_book, content)
            except ImportRefused as refused:
                return refused


async def _is_awaited(session: AsyncSession, chat: Chat) -> bool:
    if chat.is_group:
        group = await groups.by_chat(session, chat)
        return group is not None and group.purpose is Purpose.CANTEEN
    states = await states_in(session, chat)
    return not states.isdisjoint(SHEETS_AT)


def _sheet(raw: dict[str, Any]) -> tuple[int, str] | None:
    """The chat and the file's id where `raw`, which nobody has checked yet, brings a sheet."""
    try:
        document = raw["message"]["document"]
        if not is_sheet(document["file_name"]) or document["file_size"] > LARGEST_SENT:
            return None
        return int(raw["message"]["chat"]["id"]), str(document["file_id"])
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
