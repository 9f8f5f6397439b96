"""Files to WeCom, in chunks over the connection."""

import base64
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, Literal

Ask = Callable[..., Awaitable[dict[str, Any]]]
MediaKind = Literal["image", "voice", "file", "video"]

CHUNK = 512 * 1024
WITHIN = 120.0
"""Seconds for each ack: a chunk over a slow line takes longer than a message."""


async def upload(ask: Ask, kind: MediaKind, name: str, data: bytes) -> str:
    """The media_id, which lasts for three days. One chunk after the other.

    ask: Robot.ask. Raises what it raises; sizes are judged by WeCom before the first chunk leaves.
    """
    begun = await ask(
        "aibot_upload_media_init",
        {
            "type": kind,
            "filename": name,
            "total_size": len(data),
            "total_chunks": -(-len(data) // CHUNK),
            "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        },
        within=WITHIN,
    )
    for index, start in enumerate(range(0, len(data), CHUNK)):
        encoded = base64.b64encode(data[start : start + CHUNK]).decode()
        chunk = {"upload_id": begun["upload_id"], "chunk_index": index, "base64_data": encoded}
        await ask("aibot_upload_media_chunk", chunk, within=WITHIN)
    done = await ask("aibot_upload_media_finish", {"upload_id": begun["upload_id"]}, within=WITHIN)
    return str(done["media_id"])
