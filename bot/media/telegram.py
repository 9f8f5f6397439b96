"""Files at Telegram, which keeps them for good and takes new ones within the message."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import BufferedInputFile
from aiohttp import ClientError

from bot.media.kinds import AMR, PICTURES, format_of, named
from bot.media.store import LostError, NotNowError, TooLargeError, UnfitError
from bot.media.voice import NotVoiceError, to_opus
from storage.media_bytes import Content
from storage.tables import MediaKind

LARGEST_PHOTO = 10 * 2**20
"""Bytes; of others there may be more than any channel hands us."""
_TOO_LARGE = "file is too big"
WITHIN = 60
"""Seconds for a download."""


class TelegramFiles:
    """Of one bot: its names mean nothing to another."""

    knows_for: timedelta | None = None
    takes_documents = True

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, external_id: str) -> Content:
        """At most 20 MB: more Telegram gives to nobody."""
        try:
            found = await self._bot.get_file(external_id, request_timeout=WITHIN)
            if found.file_path is None:
                raise LostError
            loaded = await self._bot.download_file(found.file_path, timeout=WITHIN)
        except TelegramBadRequest as error:
            raise (TooLargeError if _TOO_LARGE in error.message else LostError) from None
        except (AiogramError, ClientError, OSError) as error:
            raise NotNowError(type(error).__name__) from None
        data = loaded.read() if loaded else b""
        what = format_of(data)
        mime_type = what.mime_type if what else "application/octet-stream"
        return Content(PurePosixPath(found.file_path).name, mime_type, data)

    async def upload(self, kind: MediaKind, content: Content) -> BufferedInputFile:
        """Nothing is sent yet; `files_in` says what Telegram called it then."""
        what = format_of(content.data)
        if kind is MediaKind.PHOTO and (what not in PICTURES or len(content.data) > LARGEST_PHOTO):
            raise UnfitError
        if what is AMR:
            return await _heard(content)
        return BufferedInputFile(content.data, filename=content.name)


async def _heard(content: Content) -> BufferedInputFile:
    """What WeChat's phones record Telegram's do not play. What cannot be converted goes as it is,
    which Telegram shows as a file."""
    try:
        recording = await to_opus(content.data)
    except NotVoiceError:
        return BufferedInputFile(content.data, filename=content.name)
    return BufferedInputFile(recording.data, filename=named(MediaKind.VOICE, recording.data)[0])


def files_in(result: object) -> Iterator[str]:
    """What Telegram calls the files of messages that it returned."""
    for message in result if isinstance(result, list) else [result]:
        if isinstance(message, dict):
            yield from _file_in(message)


def _file_in(message: dict[str, Any]) -> Iterator[str]:
    for kind in MediaKind:
        file = message.get(kind.value)
        if isinstance(file, list) and file:
            file = file[-1]
        if isinstance(file, dict) and isinstance(file.get("file_id"), str):
            yield file["file_id"]
            return
