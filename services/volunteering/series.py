"""Tasks that repeat: a rule over local days, each occurrence put up two weeks ahead.

The rule runs over days and each occurrence gets the zone's offset of its own day, so "Wednesdays
at 9" stays at 9 when the zone changes its clocks. One day is left out by calling off that day's
task; it is not made again. To change a series is to end it and start another.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.calendar import ONE_DAY, ZONE, days
from services.errors import NotFound, NotYours
from services.groups.authority import check_staff_of
from services.tickets import Member
from services.volunteering.errors import AlreadyATask
from services.volunteering.looking import LIVING, claims_of, locked_roles
from services.volunteering.new_task import REASON_LIMIT, NewTask, judged
from services.volunteering.recurring import (
    checked_rule,
    occurrences,
    template_of,
    times_on,
    words_of,
)
from services.volunteering.tasks import call_off, create
from storage.tables import GroupMember, HolidayPolicy, Person, Task, TaskSeries, TaskState

AHEAD = timedelta(days=14)
"""How long before its day an occurrence becomes a task: people plan a week or two."""


async def start(
    session: AsyncSession,
    first: NewTask,
    rule: str,
    holidays: HolidayPolicy,
    *,
    now: datetime,
    zone: ZoneInfo = ZONE,
) -> TaskSeries:
    """Have tasks like `first` put up by an RRULE from its day on, the next two weeks' at once.

    `first` itself becomes a task only if the rule and the holidays let its day be one. Raises
    UnreadableRule, and what `tasks.create` raises.
    """
    values, _roles = await judged(session, first, now=now)
    first_day = first.starts_at.astimezone(zone).date()
    series = TaskSeries(
        area_id=values["area_id"],
        rule=checked_rule(rule, first_day),
        first_day=first_day,
        holidays=holidays,
        template=template_of(first, zone),
        made_until=None,
        created_by=first.organiser_id,
        created_at=now,
        ended_at=None,
    )
    session.add(series)
    await session.flush()
    await act(session, series.id, now=now, zone=zone)
    return series


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of series to call `act` for: the days they are made for do not reach far enough."""
    until = (now + AHEAD).astimezone(ZONE).date()
    found = await session.scalars(
        select(TaskSeries.id)
        .where(
            TaskSeries.ended_at.is_(None),
            or_(TaskSeries.made_until.is_(None), TaskSeries.made_until < until),
        )
        .order_by(TaskSeries.made_until, TaskSeries.id)
    )
    return list(found)


async def act(
    session: AsyncSession, series_id: int, *, now: datetime, zone: ZoneInfo = ZONE
) -> None:
    """Put up the occurrences that have come within `AHEAD`; one that has begun is left out."""
    series = await get(session, series_id)
    until = (now + AHEAD).astimezone(zone).date()
    since = series.made_until
    if series.ended_at is not None or (since is not None and since >= until):
        return
    organiser = await _name_of(session, series.created_by)
    for day in occurrences(
        series.rule,
        series.first_day,
        series.holidays,
        await days(session),
        since=since + ONE_DAY if since else series.first_day,
        until=until,
    ):
        times = times_on(series.template, day, zone)
        if times.starts_at <= now:
            continue
        new = NewTask(
            **words_of(series.template),
            area_id=series.area_id,
            starts_at=times.starts_at,
            ends_at=times.ends_at,
            claim_by=times.claim_by,
            organiser_id=series.created_by,
            organiser_name=organiser,
            series_id=series.id,
        )
        with suppress(AlreadyATask):
            await create(session, new, now=now)
    series.made_until = until
    await session.flush()


async def end(
    session: AsyncSession, series_id: int, by: Member | int, reason: str, *, now: datetime
) -> list[Task]:
    """No more occurrences; those to come that nobody claimed are called off. Returns those kept.

    By who started it (a person's id) or by staff. Raises NotFound (also if it has ended), NotYours,
    NotYourGroup, NotAMember, WordsNeeded, TooLong.
    """
    words = written.line(reason, limit=REASON_LIMIT)
    series = await get(session, series_id)
    if isinstance(by, int):
        if series.created_by != by:
            raise NotYours
    elif series.created_by != by.person_id:
        await check_staff_of(session, series.area_id, by)
    ended = await rows.change(
        session, TaskSeries, TaskSeries.id == series_id, TaskSeries.ended_at.is_(None), ended_at=now
    )
    if ended is None:
        raise NotFound
    kept = []
    for task in await _to_come(session, series_id, now):
        await locked_roles(session, task.id)
        if await claims_of(session, task.id, *LIVING):
            kept.append(task)
        else:
            await call_off(session, task.id, words, now=now)
    return kept


async def get(session: AsyncSession, series_id: int) -> TaskSeries:
    """Raises NotFound."""
    return await rows.current(session, TaskSeries, series_id)


async def running(session: AsyncSession, area_id: int) -> list[TaskSeries]:
    """The community's series that have not been ended, the oldest first."""
    found = await session.scalars(
        select(TaskSeries)
        .where(TaskSeries.area_id == area_id, TaskSeries.ended_at.is_(None))
        .order_by(TaskSeries.id)
    )
    return list(found)


async def _to_come(session: AsyncSession, series_id: int, now: datetime) -> list[Task]:
    found = await session.scalars(
        select(Task)
        .where(Task.series_id == series_id, Task.state == TaskState.OPEN, Task.starts_at > now)
        .order_by(Task.starts_at)
    )
    return list(found)


async def _name_of(session: AsyncSession, person_id: int | None) -> str | None:
    """Of who started the series, as staff know them now; a template holds no names."""
    if person_id is None:
        return None
    seen: str | None = await session.scalar(
        select(GroupMember.name)
        .where(GroupMember.person_id == person_id)
        .order_by(GroupMember.seen_at.desc())
        .limit(1)
    )
    if seen is not None:
        return seen
    person = await session.get(Person, person_id)
    return person.name if person is not None else None
