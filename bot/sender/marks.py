"""Marking rows, each only as the look that was tried."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import OutboxMessage, OutboxState

_outbox = cast("Table", OutboxMessage.__table__)
_this_look = update(_outbox).where(
    _outbox.c.id == bindparam("row_id"),
    _outbox.c.version == bindparam("row_version"),
    _outbox.c.state == OutboxState.WAITING,
)


async def mark(session: AsyncSession, row: OutboxMessage, values: dict[str, Any]) -> bool:
    """Update `row`; False if it was replaced by a newer look or finished meanwhile."""
    connection = await session.connection()
    return (await connection.execute(_this_look, _parameters(row, values))).rowcount == 1


async def mark_all(
    session: AsyncSession, rows: Iterable[tuple[OutboxMessage, dict[str, Any]]]
) -> None:
    """As `mark`, each row by the values beside it; rows that name the same columns together."""
    by_columns = defaultdict(list)
    for row, values in rows:
        by_columns[tuple(values)].append(_parameters(row, values))
    connection = await session.connection()
    for parameters in by_columns.values():
        await connection.execute(_this_look, parameters)


def _parameters(row: OutboxMessage, values: dict[str, Any]) -> dict[str, Any]:
    return values | {"row_id": row.id, "row_version": row.version}
