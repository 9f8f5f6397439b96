"""Putting a task up as it was drafted: once, again and again, or for something passed on."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import rhythms
from services.rhythms import Rhythm
from services.tickets import Member
from services.volunteering import passing_on, series, tasks
from services.volunteering.new_task import NewTask
from storage.tables import HolidayPolicy, Task, TaskSource


async def publish(
    session: AsyncSession,
    new: NewTask,
    member: Member,
    rhythm: Rhythm | None,
    holidays: HolidayPolicy,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Task | None:
    """The task; None where it is a series, whose tasks go up by the clock (days of `zone`).

    Raises as `series.start`, `passing_on.pass_on` and `tasks.create` do.
    """
    if rhythm is not None:
        rule = rhythms.rule(rhythm, new.starts_at.astimezone(zone).date())
        await series.start(session, new, rule, holidays, now=now, zone=zone)
        return None
    if new.source is not TaskSource.STAFF:
        return await passing_on.pass_on(session, new, member, now=now)
    return await tasks.create(session, new, now=now)
