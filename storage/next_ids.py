"""Ids of rows that are written later, with the others of their transaction.

A button or a line of a history names a row by its id. Asked for from the database, each such row
would be written by itself; given here, a hundred of them are one statement.
"""

from collections import deque

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base

_LAST_GIVEN = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
_RESERVED = text(
    "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
)


async def next_id(session: AsyncSession, table: type[Base]) -> int:
    """The id of the next row of `table`; every row that this transaction adds takes its id here.

    SQLite has a single writer, so counting up from the last id is safe. PostgreSQL gives ids from
    its sequence, each time as many as before together; those that are left over are a gap.
    """
    name = table.__tablename__
    reserved: dict[str, _Ids] = session.info.setdefault("ids", {})
    if name not in reserved:
        reserved[name] = _Ids(name)
    return await reserved[name].take(session)


class _Ids:
    """Of one table, in one transaction."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._given = 0
        self._last: int | None = None
        self._reserved: deque[int] = deque()

    async def take(self, session: AsyncSession) -> int:
        # Nothing that waits to be written has to be there before.
        with session.no_autoflush:
            if session.get_bind().dialect.name == "sqlite":
                return await self._count_on(session)
            return await self._from_sequence(session)

    async def _count_on(self, session: AsyncSession) -> int:
        if self._last is None:
            self._last = await session.scalar(_LAST_GIVEN, {"table": self._table}) or 0
        self._last += 1
        return self._last

    async def _from_sequence(self, session: AsyncSession) -> int:
        if not self._reserved:
            wanted = {"table": self._table, "count": max(1, self._given)}
            self._reserved.extend(await session.scalars(_RESERVED, wanted))
        self._given += 1
        return self._reserved.popleft()
