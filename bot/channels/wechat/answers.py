"""Which rows of the outbox one passive reply says."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.wechat.rendering import Shown
from bot.channels.wechat.texts import LONGEST
from storage.outbox_rows import OutboxRow
from storage.tables import Card, Chat

APART = "\n\n"
"""Between what several rows say."""


async def only_looks(session: AsyncSession, chat: Chat, rows: Sequence[OutboxRow]) -> set[int]:
    """Ids of new looks of earlier messages beside an answer that is said anyway: said as well,
    they would be a second question with the same numbers."""
    keys = [row.card for row in rows if row.card and not row.to_the_end]
    known = await session.scalars(
        select(Card.key).where(
            Card.channel == chat.channel, Card.chat_id == chat.id, Card.key.in_(keys)
        )
    )
    there = {*known}
    looks = {
        row.id
        for row in rows
        if row.method.startswith("edit") or (row.card in there and not row.to_the_end)
    }
    posts = any(row.method.startswith("send") and row.id not in looks for row in rows)
    return looks if posts else set()


def that_fit(found: Sequence[tuple[OutboxRow, Shown]]) -> list[tuple[OutboxRow, Shown]]:
    """The first of them that make one message together."""
    fits: list[tuple[OutboxRow, Shown]] = []
    length = 0
    for row, what in found:
        length += len(what.words.encode()) + len(APART)
        if what.files or what.documents or length > LONGEST:
            break
        fits.append((row, what))
    return fits
