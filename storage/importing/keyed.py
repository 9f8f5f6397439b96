"""Rows that a file names by a key of theirs: those that are known are changed, the others added."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.tables import Base


async def put_by_key(
    session: AsyncSession, table: type[Base], column: str, wanted: Mapping[Any, Mapping[str, Any]]
) -> Changes:
    """Make the rows of `table` say what `wanted` gives for each value of its `column`."""
    known = {getattr(row, column): row for row in await session.scalars(select(table))}
    changes = Changes()
    for key, values in wanted.items():
        if row := known.get(key):
            changes.note(row, **values)
        else:
            session.add(table(**{column: key}, **values))
            changes.added += 1
    await session.flush()
    return changes
