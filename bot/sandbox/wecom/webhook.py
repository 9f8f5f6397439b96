"""The group webhook (消息推送): one way into a group, for who has its key.

https://developer.work.weixin.qq.com/document/path/91770
"""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any

from bot.sandbox.wecom.cards import NOTICES, check_card
from bot.sandbox.wecom.chats import File
from bot.sandbox.wecom.core import Core
from bot.sandbox.wecom.errors import (
    BAD_FILE_SIZE,
    BAD_KIND,
    BAD_MEDIA_KIND,
    WecomError,
    bad_parameter,
)
from bot.sandbox.wecom.limits import (
    MEBIBYTE,
    MEDIA_BYTES,
    WEBHOOK_A_MINUTE,
    WEBHOOK_MARKDOWN_BYTES,
    WEBHOOK_TEXT_BYTES,
)
from bot.sandbox.wecom.robots import Webhook

PICTURE_BYTES = 2 * MEBIBYTE
UPLOADS = ("file", "voice")
LEAST_BYTES = 5


def post_by_webhook(core: Core, webhook: Webhook, body: Any) -> None:
    """A message of kind text, markdown, image, or a card to read. Raises WecomError."""
    if not isinstance(body, dict) or not isinstance(content := body.get(body.get("msgtype")), dict):
        raise WecomError(BAD_KIND, "invalid message type")
    kind = body["msgtype"]
    fields: dict[str, Any]
    match kind:
        case "text":
            mentioned = "".join(
                f" @{each.removeprefix('@')}" for each in content.get("mentioned_list", [])
            )
            fields = {"text": _words(kind, content, WEBHOOK_TEXT_BYTES) + mentioned}
        case "markdown":
            fields = {"text": _words(kind, content, WEBHOOK_MARKDOWN_BYTES)}
        case "image":
            fields = {"files": (_picture(content),)}
        case "template_card":
            if content.get("card_type") not in NOTICES:
                raise bad_parameter("template_card.card_type")
            check_card(content)
            fields = {"card": content}
        case _:
            raise WecomError(BAD_KIND, "invalid message type")
    webhook.pace.count(core.clock(), a_minute=WEBHOOK_A_MINUTE)
    core.post(webhook.group, sender=webhook.name, from_robot=True, kind=kind, **fields)


def check_upload(webhook: Webhook, kind: str, data: bytes, now: datetime) -> None:
    """Whether a file could be sent by the media_id that it gets. Raises WecomError."""
    if kind not in UPLOADS:
        raise WecomError(BAD_MEDIA_KIND, "invalid media type")
    if not LEAST_BYTES <= len(data) <= MEDIA_BYTES[kind]:
        raise WecomError(BAD_FILE_SIZE, "invalid file size")
    webhook.pace.count(now, a_minute=WEBHOOK_A_MINUTE)


def _words(kind: str, content: dict[str, Any], most: int) -> str:
    words = content.get("content")
    if not isinstance(words, str) or not words:
        raise bad_parameter(f"{kind}.content missing")
    if len(words.encode()) > most:
        raise bad_parameter(f"{kind}.content exceed max length {most}")
    return words


def _picture(content: dict[str, Any]) -> File:
    try:
        data = base64.b64decode(content.get("base64", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise bad_parameter("image.base64") from None
    if not 0 < len(data) <= PICTURE_BYTES:
        raise bad_parameter(f"image exceed max size {PICTURE_BYTES}")
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != content.get("md5"):
        raise bad_parameter("image.md5")
    return File("image", "picture", data)
