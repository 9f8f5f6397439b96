"""Pictures made smaller, for channels that take none so large."""

import asyncio
from io import BytesIO

from PIL import Image, ImageOps

from bot.media.kinds import JPEG, PNG, format_of
from bot.media.store import UnfitError

QUALITY = 85
_LARGEST = 60_000_000
"""Pixels; more is no photo of anybody's."""
_SMALLER = 0.7


async def fitted(data: bytes, most: int) -> bytes:
    """A JPEG or PNG of at most so many bytes. Raises UnfitError for what is no picture."""
    if format_of(data) in (JPEG, PNG) and len(data) <= most:
        return data
    smaller = await asyncio.to_thread(scaled_down, data, most)
    if smaller is None:
        raise UnfitError
    return smaller


def scaled_down(data: bytes, most: int) -> bytes | None:
    """As a JPEG of at most so many bytes; None for what is no picture. It takes a while."""
    try:
        with Image.open(BytesIO(data)) as found:
            if found.width * found.height > _LARGEST:
                return None
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    while True:
        written = BytesIO()
        upright.save(written, "JPEG", quality=QUALITY)
        if written.tell() <= most:
            return written.getvalue()
        if min(upright.size) < 2:
            return None
        size = (max(1, int(upright.width * _SMALLER)), max(1, int(upright.height * _SMALLER)))
        upright = upright.resize(size)
