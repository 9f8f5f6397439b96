"""Importing the working hours of areas that have their own."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import WORK_DAYS
from storage.tables import Area, WorkDay, WorkingHours
from storage.working_week import WEEKDAYS, Stretch

CODE, DAY, OPENS, CLOSES = "编码", "星期", "上班", "下班"
HEADINGS = (CODE, DAY, OPENS, CLOSES)
Stretches = dict[tuple[WorkDay, Stretch], Row]
"""Of one area, with the rows that they stand in."""


async def import_working_hours(session: AsyncSession, book: Book) -> Changes:
    """Give each area in the file these hours and no others; areas that are not in it keep theirs.

    A row is a stretch of one day of the week, of Monday to Friday (工作日) or of public holidays
    (节假日); until 00:00 is to the end of the day. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    named = select(Area).where(Area.code.in_({row.cells[CODE] for row in rows}))
    areas = {area.code: area.id for area in await session.scalars(named)}
    wanted: dict[str, Stretches] = defaultdict(dict)
    for row in rows:
        code = row.code(CODE)
        if code not in areas:
            row.refuse(CODE, f"没有编码是“{code}”的地方")
        stretch = Stretch(row.time(OPENS), row.time(CLOSES))
        if row.cells[OPENS] and row.cells[CLOSES] and stretch.is_backwards:
            row.refuse(CLOSES, "下班要比上班晚")
        _note(row, wanted[code], stretch)
    for stretches in wanted.values():
        if not any(day in WEEKDAYS for day, _stretch in stretches):
            next(iter(stretches.values())).refuse(
                DAY, "这个地方平日一段上班时间也没有，办事的期限就没法算了"
            )
    refuse_if(problems)
    changes = Changes()
    for code, stretches in wanted.items():
        await _write(session, areas[code], stretches, changes)
    await session.flush()
    return changes


def _note(row: Row, known: Stretches, stretch: Stretch) -> None:
    for day in row.one_of(DAY, WORK_DAYS):
        for (other_day, other), where in known.items():
            if other_day is day and other.overlaps(stretch):
                row.refuse(OPENS, f"跟第 {where.number} 行重叠了")
                return
    known |= {(day, stretch): row for day in row.one_of(DAY, WORK_DAYS)}


async def _write(session: AsyncSession, area_id: int, wanted: Stretches, changes: Changes) -> None:
    of_area = select(WorkingHours).where(WorkingHours.area_id == area_id)
    known = {(each.day, each.opens): each for each in await session.scalars(of_area)}
    for day, stretch in wanted:
        if stored := known.pop((day, stretch.opens), None):
            changes.note(stored, closes=stretch.closes)
        else:
            opens, closes = stretch
            session.add(WorkingHours(area_id=area_id, day=day, opens=opens, closes=closes))
            changes.added += 1
    for left_out in known.values():
        await session.delete(left_out)
        changes.changed += 1
