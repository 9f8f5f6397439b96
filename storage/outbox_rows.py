"""Rows of the outbox as they are read to be sent: plain values, without what the ORM costs."""

from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Channel, Chat, Matter, OutboxMessage, Way

OUTBOX = cast("Table", OutboxMessage.__table__)
# Spelled out, not bound: only so do the planners see that the partial index holds these rows.
IS_WAITING = OutboxMessage.state == literal_column("'waiting'")
ANSWERS = "answer:"
"""How the names of those cards begin that are answers, each in place of the one before."""


class OutboxRow(NamedTuple):
    """See `OutboxMessage` for the fields."""

    id: int
    channel: Channel
    chat_id: int
    method: str
    params: dict[str, Any]
    urgency: int
    card: str | None
    to_the_end: bool
    under_card: str | None
    about: str | None
    secret: bool
    version: int
    attempts: int
    created_at: datetime
    cause: str | None
    asked_at: datetime | None
    broadcast_id: int | None = None
    useful_until: datetime | None = None
    matter: Matter | None = None
    way: Way | None = None
    left_to_staff: bool | None = None

    @property
    def chat(self) -> Chat:
        return Chat(self.channel, self.chat_id)

    @property
    def is_for_all(self) -> bool:
        """Whether it is the card of something that everybody in the chat works on."""
        return self.card is not None and not self.card.startswith(ANSWERS)


COLUMNS = tuple(OUTBOX.c[name] for name in OutboxRow._fields)
"""What to select for an `OutboxRow`, in its order."""


async def rows_where(session: AsyncSession, *conditions: ColumnElement[bool]) -> list[OutboxRow]:
    """In the order in which they were written."""
    connection = await session.connection()
    found = await connection.execute(select(*COLUMNS).where(*conditions).order_by(OUTBOX.c.id))
    return [OutboxRow(*each) for each in found]
