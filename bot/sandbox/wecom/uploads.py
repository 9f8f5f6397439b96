"""A robot's uploads: what it will be, its chunks, and the media_id in the end."""

import base64
import binascii
import hashlib
import math
from typing import Any

from bot.sandbox.wecom.chats import File
from bot.sandbox.wecom.core import Core
from bot.sandbox.wecom.errors import (
    BAD_FILE_SIZE,
    BAD_MEDIA_KIND,
    WecomError,
    bad_parameter,
)
from bot.sandbox.wecom.limits import CHUNK_BYTES, CHUNKS, MEDIA_BYTES
from bot.sandbox.wecom.robots import Robot, Upload

AMR = b"#!AMR"
Body = dict[str, Any]


def begin_upload(core: Core, robot: Robot, _: str, body: Body) -> Body:
    """aibot_upload_media_init"""
    kind, size, chunks = body.get("type"), body.get("total_size"), body.get("total_chunks")
    if kind not in MEDIA_BYTES:
        raise WecomError(BAD_MEDIA_KIND, "invalid media type")
    if not isinstance(size, int) or not 0 < size <= MEDIA_BYTES[kind]:
        raise WecomError(BAD_FILE_SIZE, "invalid file size")
    if not isinstance(chunks, int) or not math.ceil(size / CHUNK_BYTES) <= chunks <= CHUNKS:
        raise bad_parameter("total_chunks")
    if not body.get("filename"):
        raise bad_parameter("filename missing")
    upload_id = core.next_id("upload")
    robot.uploads[upload_id] = Upload(kind, str(body["filename"]), size, chunks, body.get("md5"))
    return {"upload_id": upload_id}


def take_chunk(_: Core, robot: Robot, _req_id: str, body: Body) -> None:
    """aibot_upload_media_chunk: numbered from 0 or from 1, in any order, sent again if need be."""
    upload = _upload(robot, body)
    index = body.get("chunk_index")
    if not isinstance(index, int) or not 0 <= index <= upload.chunks:
        raise bad_parameter("chunk_index")
    try:
        part = base64.b64decode(body.get("base64_data", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise bad_parameter("base64_data") from None
    if not 0 < len(part) <= CHUNK_BYTES:
        raise bad_parameter(f"chunk exceed max size {CHUNK_BYTES}")
    upload.parts[index] = part


def finish_upload(core: Core, robot: Robot, _: str, body: Body) -> Body:
    """aibot_upload_media_finish: the media lives for three days."""
    upload = _upload(robot, body)
    indexes = sorted(upload.parts)
    if indexes not in (list(range(upload.chunks)), list(range(1, upload.chunks + 1))):
        raise bad_parameter("chunks missing")
    data = b"".join(upload.parts[index] for index in indexes)
    if len(data) != upload.size:
        raise WecomError(BAD_FILE_SIZE, "invalid file size")
    if upload.md5 and hashlib.md5(data, usedforsecurity=False).hexdigest() != upload.md5:
        raise bad_parameter("md5 mismatch")
    if upload.kind == "voice" and not data.startswith(AMR):
        raise WecomError(BAD_MEDIA_KIND, "invalid media type")
    del robot.uploads[body["upload_id"]]
    now = core.clock()
    media_id = core.media.keep(File(upload.kind, upload.name, data), now)
    return {"type": upload.kind, "media_id": media_id, "created_at": str(int(now.timestamp()))}


def _upload(robot: Robot, body: Body) -> Upload:
    upload = robot.uploads.get(str(body.get("upload_id")))
    if upload is None:
        raise bad_parameter("upload_id")
    return upload
