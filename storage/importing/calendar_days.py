"""Importing days that differ from the calendar library: 调休 and local exceptions."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.reading import Book
from storage.sheets import YES_NO
from storage.tables import CalendarDay

DAY, WORKING, NOTE = "日期", "上班", "说明"
HEADINGS = (DAY, WORKING, NOTE)


async def import_calendar_days(session: AsyncSession, book: Book) -> Changes:
    """Add and change days; those not in the file stay. Raises ImportRefused, nothing written."""
    rows, problems = rows_of(book, HEADINGS)
    days = [row.day(DAY) for row in rows]
    wanted = [
        {"working": row.one_of(WORKING, YES_NO), "note": row.text(NOTE, 80, needed=False)}
        for row in rows
    ]
    refuse_repeated(rows, DAY, days)
    refuse_if(problems)
    return await put_by_key(session, CalendarDay, "day", dict(zip(days, wanted, strict=True)))
