"""Importing for how long a community keeps what is kept only for a while."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
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
        wanted.append((rule.name, {"days": row.whole(DAYS, rule.least, LONGEST)}))
    refuse_repeated(rows, NAME, [name for name, _days in wanted])
    refuse_if(problems)
    return await put_by_key(session, Retention, "name", dict(wanted))
