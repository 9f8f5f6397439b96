"""The working hours of areas that have their own, in the form in which they are imported."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing.working_hours import HEADINGS
from storage.tables import Area, WorkDay, WorkingHours

_DAY = {days[0]: word for word, days in sheets.WORK_DAYS.items() if len(days) == 1}
_ORDER = {day: place for place, day in enumerate(WorkDay)}


async def export_working_hours(session: AsyncSession) -> bytes:
    """A stretch of a day in a row, an area after another."""
    found = await session.execute(
        select(Area.code, WorkingHours.day, WorkingHours.opens, WorkingHours.closes).join(
            Area, Area.id == WorkingHours.area_id
        )
    )
    rows = sorted(found, key=lambda row: (row.code, _ORDER[row.day], row.opens))
    return sheets.write(
        HEADINGS,
        [(row.code, _DAY[row.day], f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in rows],
    )
