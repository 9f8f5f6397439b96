"""What Telegram shows over the screen of who tapped: here a line, or nothing."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.wecom.taps import Asker, Tap
from handlers.common.words import esc
from storage.outbox_rows import OutboxRow
from storage.tables import Card, OutboxMessage

_WRITTEN_TOGETHER = 100
"""Rows of one transaction have numbers that lie close to one another."""


def words_of(row: OutboxRow, asker: Asker | None) -> str:
    """HTML, empty for an answer without words; in a group it says whom it is for."""
    text = esc(row.params.get("text"))
    if text and asker and row.chat.is_group:
        return f"{esc(asker.name)}：{text}"
    return text


async def is_seen_on_card(session: AsyncSession, row: OutboxRow, tap: Tap) -> bool:
    """Whether the same tap gave the card that was tapped another look."""
    found = await session.scalar(
        select(
            exists().where(
                OutboxMessage.id.between(row.id - _WRITTEN_TOGETHER, row.id + _WRITTEN_TOGETHER),
                OutboxMessage.is_in(row.chat),
                OutboxMessage.cause == row.cause,
                Card.is_in(row.chat),
                Card.key == OutboxMessage.card,
                Card.message_id == tap.message_id,
            )
        )
    )
    return bool(found)
