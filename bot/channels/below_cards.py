"""Where nothing can be a reply, what stands below a card in a group says first which card that is.

A group has many of them: “居民补充：还是不亮” alone could be about any.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.cards import latest_row
from storage.outbox_rows import OutboxRow

LEADS = "↪ "
"""What a line that names a card begins with."""
_NAME = re.compile(r"<b>(.+?)</b>")


async def led(session: AsyncSession, row: OutboxRow) -> OutboxRow:
    """The row, beginning with the first line of the card above it unless its words name that."""
    if row.under_card is None or not row.chat.is_group:
        return row
    card = await latest_row(session, row.chat, row.under_card)
    first = str(card.params.get("text") or "").partition("\n")[0] if card else ""
    name = _NAME.search(first)
    named_by = name[1] if name else first
    return row._replace(params=_beginning_with(first, row.params, named_by)) if first else row


def _beginning_with(first: str, params: Mapping[str, Any], named_by: str) -> dict[str, Any]:
    """What has no words gets none."""
    part = next((each for each in ("text", "caption") if params.get(each)), None)
    if part is not None:
        words = params[part]
        return {**params, part: words if named_by in words else f"{LEADS}{first}\n{words}"}
    album = params.get("media")
    if isinstance(album, list) and album:
        return {**params, "media": [_beginning_with(first, album[0], named_by), *album[1:]]}
    return dict(params)
