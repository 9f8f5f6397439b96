"""Marking rows, each only as the look that was tried."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.outcomes import Sent
from storage.outbox_rows import OUTBOX, OutboxRow
from storage.tables import OutboxState

_this_look = update(OUTBOX).where(
    OUTBOX.c.id == bindparam("row_id"),
    OUTBOX.c.version == bindparam("row_version"),
    OUTBOX.c.state == OutboxState.WAITING,
)


async def mark(session: AsyncSession, row: OutboxRow, values: dict[str, Any]) -> bool:
    """Update `row`; False if it was replaced by a newer look or finished meanwhile."""
    connection = await session.connection()
    return (await connection.execute(_this_look, _parameters(row, values))).rowcount == 1


_all_sent = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id.in_(bindparam("row_ids", expanding=True)),
        OUTBOX.c.version == bindparam("row_version"),
        OUTBOX.c.state == OutboxState.WAITING,
    )
    .values(state=OutboxState.SENT, finished_at=bindparam("now"), error=None)
)


_all_answered = _all_sent.values(passive=True)


async def mark_sent(session: AsyncSession, sent: Iterable[Sent], now: datetime) -> None:
    """As `mark`, all of them: nearly always in one statement, since few looks were replaced, and
    what answers to callbacks carry is seldom recorded with what was sent."""
    alike = defaultdict(list)
    connection = await session.connection()
    for each in sent:
        alike[each.row.version, each.passive].append(each.row.id)
        if each.row.secret:
            await connection.execute(_this_look, _parameters(each.row, {"params": {}}))
    for (version, passive), ids in alike.items():
        values = {"row_ids": ids, "row_version": version, "now": now}
        await connection.execute(_all_answered if passive else _all_sent, values)


async def mark_all(session: AsyncSession, rows: Iterable[tuple[OutboxRow, dict[str, Any]]]) -> None:
    """As `mark`, each row by the values beside it; rows that name the same columns together."""
    by_columns = defaultdict(list)
    for row, values in rows:
        by_columns[tuple(values)].append(_parameters(row, values))
    connection = await session.connection()
    for parameters in by_columns.values():
        await connection.execute(_this_look, parameters)


def _parameters(row: OutboxRow, values: dict[str, Any]) -> dict[str, Any]:
    return values | {"row_id": row.id, "row_version": row.version}
