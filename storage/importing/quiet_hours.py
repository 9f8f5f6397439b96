"""Importing quiet hours that differ from the usual ones."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.reading import Book
from storage.tables import Area, QuietHours

CODE, BEGINS, ENDS = "编码", "开始", "结束"
HEADINGS = (CODE, BEGINS, ENDS)


async def import_quiet_hours(session: AsyncSession, book: Book) -> Changes:
    """Add and change quiet hours by their area; those not in the file stay.

    They hold for everything below the area. Both times the same: never quiet. Raises
    ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    named = select(Area).where(Area.code.in_({row.cells[CODE] for row in rows}))
    areas = {area.code: area.id for area in await session.scalars(named)}
    wanted = []
    for row in rows:
        code = row.code(CODE)
        if code not in areas:
            row.refuse(CODE, f"没有编码是“{code}”的地方")
        times = {"begins": row.time(BEGINS), "ends": row.time(ENDS)}
        wanted.append((areas.get(code, 0), times))
    refuse_repeated(rows, CODE, [area_id for area_id, _times in wanted])
    refuse_if(problems)
    return await put_by_key(session, QuietHours, "area_id", dict(wanted))
