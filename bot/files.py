"""Fetching and reading the few files that handlers need, before their update is taken in.

Handlers never wait for the network, and most files are only passed on by their id. A menu that
staff send as a sheet has to be read: it is fetched and read here, outside the transaction, and
handed over with its update. Where that fails nothing is lost: the handler asks for it once more.
A subject may read in its own way what it waits for (`handlers.common.subject.Subject.files`).

Reading takes up to two seconds for the worst file that is let through. A thread is enough for
that: the event loop gets its turn every few milliseconds, and one sheet is read at a time.
"""

import asyncio
import logging
from typing import Any, NamedTuple

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reading import sender_of
from handlers.common.subject import ReadFile
from handlers.subjects import FILES_AT, SHEETS_AT
from services.groups import authority
from services.groups import binding as groups
from storage.conversations import states_in
from storage.engine import Database
from storage.importing import ImportRefused, open_book
from storage.reading import LARGEST_SENT, is_sheet
from storage.tables import Channel, Chat, Handle, Purpose

log = logging.getLogger(__name__)

WITHIN = 5.0
"""Seconds."""
Brought = Any
"""What was read of the file, a `Book` of a plain sheet, or why it cannot be read; None where none
was brought or none came."""


class _File(NamedTuple):
    """A file that `raw` brings."""

    chat_id: int
    sender: int
    file_id: str
    name: str


class Files:
    """What arrives as a sheet for a canteen, or where a conversation waits for one."""

    def __init__(self, database: Database, bot: Bot, channel: Channel) -> None:
        self._database = database
        self._channel = channel
        self._bot = bot
        self._reading = asyncio.Lock()

    async def brought_by(self, raw: dict[str, Any]) -> Brought:
        file = _file(raw)
        if file is None:
            return None
        async with self._database.reading() as session:
            read = await _reader(session, self._channel, file)
        if read is None:
            return None
        try:
            async with asyncio.timeout(WITHIN):
                fetched = await self._bot.download(file.file_id)
                content = fetched.read(LARGEST_SENT) if fetched else None
                return await self._read(read, content, file.name) if content is not None else None
        except (AiogramError, ClientError, OSError) as error:
            log.warning("a sheet could not be fetched: %s", type(error).__name__)
            return None

    async def _read(self, read: ReadFile, content: bytes, name: str) -> Brought:
        async with self._reading:
            return await asyncio.to_thread(read, content, name)


def _read_sheet(content: bytes, name: str) -> object:  # noqa: ARG001
    try:
        return open_book(content)
    except ImportRefused as refused:
        return refused


async def _reader(session: AsyncSession, channel: Channel, file: _File) -> ReadFile | None:
    """How such a file is read in its chat; None where none is waited for."""
    chat = Chat(channel, file.chat_id)
    states = set() if chat.is_group else await states_in(session, chat)
    for state in states:
        if state in FILES_AT:
            return FILES_AT[state]
    if not is_sheet(file.name):
        return None
    if chat.is_group:
        group = await groups.by_chat(session, chat)
        waits = group is not None and group.purpose is Purpose.CANTEEN
    else:
        sender = Handle(channel, str(file.sender))
        cooks = await authority.works_in(session, sender, Purpose.CANTEEN)
        waits = cooks or not states.isdisjoint(SHEETS_AT)
    return _read_sheet if waits else None


def _file(raw: dict[str, Any]) -> _File | None:
    """The file where `raw`, which nobody has checked yet, brings one that is not too large."""
    try:
        document = raw["message"]["document"]
        name = document.get("file_name") or ""
        if not isinstance(name, str) or document["file_size"] > LARGEST_SENT:
            return None
        chat_id = int(raw["message"]["chat"]["id"])
        return _File(chat_id, sender_of(raw) or 0, str(document["file_id"]), name)
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
