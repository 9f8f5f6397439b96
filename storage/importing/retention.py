"""Importing for how long a community keeps what is kept only for a while."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.reading import Book
from storage.retention import BY_NAME
from storage.tables import Retention

NAME, DAYS = "名称", "保存天数"
HEADINGS = (NAME, DAYS)
LONGEST = 36_500
"""Days: a hundred years."""


async def import_retention(session: AsyncSession, book: Book) -> Changes:
    """Set the times of the rules in `storage.retention`; those not in the file stay.

    Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    wanted = []
    for row in rows:
        rule = row.one_of(NAME, BY_NAME)
        wanted.append((rule.name, row.whole(DAYS, rule.least, LONGEST)))
    refuse_repeated(rows, NAME, [name for name, _days in wanted])
    refuse_if(problems)
    known = {each.name: each for each in await session.scalars(select(Retention))}
    changes = Changes()
    for name, days in wanted:
        if stored := known.get(name):
            changes.note(stored, days=days)
        else:
            session.add(Retention(name=name, days=days))
            changes.added += 1
    await session.flush()
    return changes
