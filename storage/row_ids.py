"""Ids of new rows on SQLite, given before they are written.

SQLite cannot tell which of several rows written in one statement got which id, so the ORM would
write them one by one. It has one writer and counts ids in `sqlite_sequence` (`storage.ids`): what
comes next is known. PostgreSQL tells, and needs none of this.
"""

from collections import defaultdict

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.tables import Base

_KEYS = {
    table.name: table.autoincrement_column.key
    for table in Base.metadata.sorted_tables
    if table.autoincrement_column is not None
}
_LAST_GIVEN = text("SELECT name, seq FROM sqlite_sequence")


def give(session: Session) -> None:
    """Number the new rows of each table that gets several, in the order in which they came."""
    if session.get_bind().dialect.name != "sqlite":
        return
    new: dict[str, list[Base]] = defaultdict(list)
    for row in session.new:
        key = _KEYS.get(row.__tablename__)
        if key is not None and getattr(row, key) is None:
            new[row.__tablename__].append(row)
    several = {table: rows for table, rows in new.items() if len(rows) > 1}
    if not several:
        return
    last = {row.name: row.seq for row in session.execute(_LAST_GIVEN)}
    for table, rows in several.items():
        for given, row in enumerate(rows, start=last.get(table, 0) + 1):
            setattr(row, _KEYS[table], given)
