"""What Telegram shows over the screen of who tapped: here a line, or nothing."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.unchanging import only_tidies
from bot.channels.wecom.taps import Asker, Tap
from handlers.common.words import esc
from storage.outbox_rows import OutboxRow
from storage.tables import Card, OutboxMessage

_EDIT = "editMessageText"
_WRITTEN_TOGETHER = 100
"""Rows of one transaction have numbers that lie close to one another."""


def words_of(row: OutboxRow, asker: Asker | None) -> str:
    """HTML, empty for an answer without words; in a group it says whom it is for."""
    text = esc(row.params.get("text"))
    if text and asker and row.chat.is_group:
        return f"{esc(asker.name)}：{text}"
    return text


async def is_seen_on_card(session: AsyncSession, row: OutboxRow, tap: Tap) -> bool:
    """Whether the same tap gave what was tapped another look, with something left to press."""
    together = await session.execute(
        select(OutboxMessage.method, OutboxMessage.params, Card.message_id)
        .outerjoin(Card, Card.is_in(row.chat) & (Card.key == OutboxMessage.card))
        .where(
            OutboxMessage.id.between(row.id - _WRITTEN_TOGETHER, row.id + _WRITTEN_TOGETHER),
            OutboxMessage.is_in(row.chat),
            OutboxMessage.cause == row.cause,
        )
    )
    return any(
        card_message == tap.message_id or _changes(method, params, tap.message_id)
        for method, params, card_message in together
    )


def _changes(method: str, params: dict[str, Any], message_id: int) -> bool:
    is_of_it = method == _EDIT and params.get("message_id") == message_id
    return is_of_it and not only_tidies(params)
