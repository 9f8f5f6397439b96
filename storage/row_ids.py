"""Ids of new rows, given before they are written, so that many are one statement.

SQLite cannot tell which of several rows written in one statement got which id, so the ORM would
write them one by one. It has one writer and counts ids in `sqlite_sequence` (`storage.ids`): what
comes next is known. PostgreSQL tells, and is asked beforehand only where a button or a line of a
history has to name a row that is not written yet.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from storage.ids import TABLES
from storage.tables import Base

_LAST_OF_ALL = text("SELECT name, seq FROM sqlite_sequence")
_LAST_GIVEN = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
_RESERVED = text(
    "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
)


@dataclass
class _Ids:
    """Of one table, in a transaction that has asked for one."""

    last: int = 0
    """On SQLite: the last that was given."""
    given: int = 0
    reserved: deque[int] = field(default_factory=deque)
    """On PostgreSQL: taken from the sequence, and not given yet."""


def _asked_for(session: Session) -> dict[str, _Ids]:
    found: dict[str, _Ids] = session.info.setdefault("ids", {})
    return found


async def next_id(session: AsyncSession, table: type[Base], *, ahead: bool = True) -> int:
    """The id of the next row of `table`, which this transaction adds as an object.

    PostgreSQL gives ids from its sequence, `ahead` each time as many as before together; those that
    are left over are a gap.
    """
    name, asked_for = table.__tablename__, _asked_for(session.sync_session)
    # Nothing that waits to be written has to be there before.
    with session.no_autoflush:
        if session.get_bind().dialect.name == "sqlite":
            if name not in asked_for:
                last = await session.scalar(_LAST_GIVEN, {"table": name})
                asked_for[name] = _Ids(last or 0)
            asked_for[name].last += 1
            return asked_for[name].last
        ids = asked_for.setdefault(name, _Ids())
        if not ids.reserved:
            wanted = {"table": name, "count": max(1, ids.given) if ahead else 1}
            ids.reserved.extend(await session.scalars(_RESERVED, wanted))
        ids.given += 1
        return ids.reserved.popleft()


def give(session: Session) -> None:
    """Before a flush on SQLite: number the new rows that have no id, in the order they came.

    Those of a table that gets several, and of one of which `next_id` knows what comes next: the
    database would give what it has given.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    asked_for = _asked_for(session)
    new: dict[str, list[Any]] = defaultdict(list)
    for row in session.new:
        if row.__tablename__ in TABLES and row.id is None:
            new[row.__tablename__].append(row)
    several = [table for table, rows in new.items() if len(rows) > 1 and table not in asked_for]
    last = _last_of(session) if several else {}
    for table, rows in new.items():
        if table in several:
            _number(rows, _Ids(last.get(table, 0)))
        elif table in asked_for:
            _number(rows, asked_for[table])


def _last_of(session: Session) -> dict[str, int]:
    return {row.name: row.seq for row in session.execute(_LAST_OF_ALL)}


def _number(rows: list[Any], ids: _Ids) -> None:
    for row in rows:
        ids.last += 1
        row.id = ids.last
