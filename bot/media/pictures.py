"""Pictures for channels that take none so large."""

import asyncio

from bot.media.kinds import JPEG, PNG, format_of
from bot.media.store import UnfitError


async def fitted(data: bytes, most: int) -> bytes:
    """A JPEG or PNG of at most so many bytes. Raises UnfitError for what is no picture."""
    if format_of(data) in (JPEG, PNG) and len(data) <= most:
        return data
    # Imported when the first is too large: few processes ever need it.
    from bot.media.scaling import scaled_down

    smaller = await asyncio.to_thread(scaled_down, data, most)
    if smaller is None:
        raise UnfitError
    return smaller
