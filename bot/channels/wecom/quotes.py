"""Which message of ours somebody quoted: WeCom tells its words, and nothing that identifies it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.below_cards import LEADS
from bot.channels.wecom import wording
from handlers.common.i18n import SOURCE, speaking
from handlers.common.numbering import buttons_of
from handlers.common.words import comparable
from storage.tables import Chat, OutboxMessage
from storage.written import plain

_LOOKED_THROUGH = 100
"""Rows of one chat, the latest."""
_ENOUGH = 12
"""Letters and digits: fewer could be anything."""


async def message_of(session: AsyncSession, chat: Chat, words: str) -> int | None:
    """The latest message that begins with these words, or they with it: a card is cut, and its
    buttons are words, too. None where there is none, or where two about different things do.

    Of what begins with a line that names a card, the words count, then the card.
    """
    if not words.startswith(LEADS):
        return await _reading(session, chat, words)
    card, _line, rest = words.removeprefix(LEADS).partition("\n")
    return await _reading(session, chat, rest) or await _reading(session, chat, card)


async def _reading(session: AsyncSession, chat: Chat, words: str) -> int | None:
    quoted = comparable(_whole(words))
    rows = await session.execute(
        select(OutboxMessage.id, OutboxMessage.about, OutboxMessage.params)
        .where(OutboxMessage.is_in(chat))
        .order_by(OutboxMessage.id.desc())
        .limit(_LOOKED_THROUGH)
    )
    found: dict[str, int] = {}
    for row_id, about, params in rows:
        if about is None and not any(buttons_of(params).rows):
            continue
        said = comparable(_as_said(chat, params))
        if min(len(said), len(quoted)) >= _ENOUGH and (
            quoted.startswith(said) or said.startswith(quoted)
        ):
            found.setdefault(about or said, row_id)
    return next(iter(found.values())) if len(found) == 1 else None


def _whole(words: str) -> str:
    """What stands before the first gap: a card has room for the beginning of its title, and for
    the end of what is below it."""
    kept = []
    for line in words.strip().split("\n"):
        if line.startswith("…"):
            break
        kept.append(line)
        if line.endswith("…"):
            break
    return "\n".join(kept)


def _as_said(chat: Chat, params: Mapping[str, Any]) -> str:
    """How to answer reads differently there than in the row."""
    with speaking(SOURCE):
        return plain(wording.params_for(chat, params))
