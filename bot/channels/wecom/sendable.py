"""Files of a call as WeCom sends them: by the media_id of an upload."""

from collections.abc import Mapping
from typing import Any

from bot.channels.wecom.outgoing import MEDIA_KINDS
from bot.channels.wecom.uploads import Ask, upload
from storage.media import filled_in
from storage.outbox import file_of


async def with_media(
    ask: Ask, params: Mapping[str, Any], names: Mapping[str, object]
) -> dict[str, Any]:
    """`params` with what WeCom calls the files: what we made is uploaded for it.

    names: what it calls others, by our ids. Raises as `upload` does.
    """
    filled = filled_in(params, names)
    for parameter, kind in MEDIA_KINDS.items():
        if made := file_of(filled.get(parameter)):
            filled[parameter] = await upload(ask, kind, *made)
    return filled
