"""Fetching the few files that handlers read themselves, before their update is taken in.

Handlers never wait for the network, and most files are only passed on by their id. A menu that
staff send as a sheet has to be read: it is fetched here, outside the transaction, and handed over
with its update. Where that fails nothing is lost: the handler asks for it once more.
"""

import asyncio
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import ClientError

from handlers.staff.meals.menu_files import LARGEST, is_sheet
from services import groups
from storage.engine import Database
from storage.tables import Purpose

log = logging.getLogger(__name__)

WITHIN = 5.0
"""Seconds; polling waits as long, so other people do too."""


class Files:
    """What arrives for a canteen's group as a sheet."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database = database
        self._bot = bot

    async def brought_by(self, raw: dict[str, Any]) -> bytes | None:
        """The sheet that the update `raw` brings; None where it brings none or none that came."""
        sheet = _sheet(raw)
        if sheet is None:
            return None
        chat_id, file_id = sheet
        async with self._database.reading() as session:
            group = await groups.by_chat(session, chat_id)
        if group is None or group.purpose is not Purpose.CANTEEN:
            return None
        try:
            async with asyncio.timeout(WITHIN):
                file = await self._bot.download(file_id)
        except (AiogramError, ClientError, OSError) as error:
            log.warning("a sheet could not be fetched: %s", type(error).__name__)
            return None
        return file.read(LARGEST) if file else None


def _sheet(raw: dict[str, Any]) -> tuple[int, str] | None:
    """The chat and the file's id where `raw`, which nobody has checked yet, brings a sheet."""
    try:
        document = raw["message"]["document"]
        if not is_sheet(document["file_name"]) or document["file_size"] > LARGEST:
            return None
        return int(raw["message"]["chat"]["id"]), str(document["file_id"])
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
