"""Files for a webhook: pictures stand in the message itself, all else is a link."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

from aiogram.types import BufferedInputFile

from bot.media.pictures import fitted
from bot.media.store import LostError, UnfitError
from storage.media_bytes import Content
from storage.tables import MediaKind

LARGEST = 2 * 2**20
"""Bytes of a picture, before it is written as base64."""


class WebhookFiles:
    knows_for: timedelta | None = None
    takes_documents = False

    async def fetch(self, external_id: str) -> Content:  # noqa: ARG002
        raise LostError

    async def upload(self, kind: MediaKind, content: Content) -> BufferedInputFile:
        if kind is not MediaKind.PHOTO:
            raise UnfitError
        return BufferedInputFile(await fitted(content.data, LARGEST), filename=content.name)


def picture(data: bytes) -> dict[str, Any]:
    """The message that shows it."""
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    image = {"base64": base64.b64encode(data).decode("ascii"), "md5": digest}
    return {"msgtype": "image", "image": image}
