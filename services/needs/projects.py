"""项目清单: what staff take on for a need, who sees to it, by when, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, rows, written
from services.groups.authority import Member, check_staff_of
from services.needs import hearing, resources
from services.needs.errors import NeedPast, ProjectPast
from services.needs.lists import GOES_ON
from services.needs.news import (
    NeedCard,
    ProjectCard,
    ProjectLate,
    ResourceCard,
    ResourceUsed,
)
from services.news import draw, tell
from services.written import days
from services.written.errors import TimesPast, TimesTooFar
from services.written.spans import FAR
from storage.tables import Need, NeedProject, NeedState, ProjectState, Resource

OWNER_LIMIT = 60
SAID_LIMIT = 300
"""In characters."""
ACCEPTABLE = (NeedState.NEW, NeedState.LISTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject:
    """What staff decided; `due_on` is a date of the community's zone."""

    need_id: int
    resource_id: int | None
    owner_id: int | None
    """A member of the office's group; None for somebody who is named in words."""
    owner_name: str
    due_on: date


async def accept(
    session: AsyncSession,
    new: NewProject,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> NeedProject:
    """立项: with a resource, of whose month one is promised, or without.

    Raises WordsNeeded, TooLong, TimesPast, TimesTooFar, NotFound, NeedPast, ResourcePast,
    NotForThere, OverByThen, NothingLeft, and as `check_staff_of`.
    """
    owner = written.line(new.owner_name, limit=OWNER_LIMIT)
    _check_day(new.due_on, now.astimezone(zone).date())
    resource = month = None
    if new.resource_id is not None:
        resource = await rows.held(session, Resource, new.resource_id)
        month = await resources.month_with_room(session, resource, new.due_on)
    need = await rows.held(session, Need, new.need_id)
    await check_staff_of(session, need.area_id, member)
    if need.state not in ACCEPTABLE:
        raise NeedPast(need.state)
    if resource is not None and month is not None:
        community = await areas.one(session, need.area_id)
        await resources.check_serves(session, resource, community, new.due_on)
        resources.promise(session, resource, month)
        draw(session, ResourceCard(resource.id))
    need.state, need.handled_by = NeedState.ACCEPTED, member.person_id
    need.listed_at = need.listed_at or now
    project = NeedProject(
        area_id=need.area_id,
        need_id=need.id,
        resource_id=new.resource_id,
        month=month.month if month is not None else None,
        owner_id=new.owner_id,
        owner_name=owner,
        due_on=new.due_on,
        state=ProjectState.PLANNED,
        created_by=member.person_id,
        created_at=now,
        act_at=await _when_late(session, new.due_on, need.area_id, zone),
    )
    session.add(project)
    await session.flush()
    await _tell(session, hearing.ACCEPTED, project, now)
    _draw(session, project)
    return project


async def get(session: AsyncSession, project_id: int) -> NeedProject:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, NeedProject, project_id)


async def for_staff(
    session: AsyncSession, project_id: int, member: Member, *states: ProjectState
) -> NeedProject:
    """The project, if the member's office answers for it and it is in one of `states`, if any.

    Raises NotFound, NotYourGroup, NotAMember or ProjectPast.
    """
    project = await get(session, project_id)
    await check_staff_of(session, project.area_id, member)
    if states and project.state not in states:
        raise ProjectPast(project.state)
    return project


async def start(session: AsyncSession, project_id: int, member: Member) -> NeedProject:
    """开始做. Raises as `for_staff` does."""
    await for_staff(session, project_id, member, ProjectState.PLANNED)
    started = await rows.change(
        session,
        NeedProject,
        NeedProject.id == project_id,
        NeedProject.state == ProjectState.PLANNED,
        state=ProjectState.IN_PROGRESS,
    )
    if started is None:
        raise ProjectPast((await get(session, project_id)).state)
    draw(session, ProjectCard(project_id))
    return started


async def finish(
    session: AsyncSession, project_id: int, member: Member, said: str, *, now: datetime
) -> NeedProject:
    """办成了: all who wanted it read what came of it.

    Raises WordsNeeded, TooLong, and as `for_staff` does.
    """
    words = written.lines(said, limit=SAID_LIMIT)
    project = await _held_while_it_goes_on(session, project_id, member)
    need = await rows.held(session, Need, project.need_id)
    need.state, need.ended_at = NeedState.DONE, now
    await _end(session, project, ProjectState.DONE, words, now)
    await _tell(session, hearing.DONE, project, now)
    return project


async def drop(
    session: AsyncSession, project_id: int, member: Member, reason: str, *, now: datetime
) -> NeedProject:
    """不做了: all who wanted it read why; the need is on the list again, the resource free.

    Raises WordsNeeded, TooLong, and as `for_staff` does.
    """
    words = written.lines(reason, limit=SAID_LIMIT)
    project = await _held_while_it_goes_on(session, project_id, member)
    if project.resource_id is not None and project.month is not None:
        await resources.give_back(session, project.resource_id, project.month)
        draw(session, ResourceCard(project.resource_id))
    need = await rows.held(session, Need, project.need_id)
    need.state = NeedState.LISTED
    await _end(session, project, ProjectState.DROPPED, words, now)
    await _tell(session, hearing.DROPPED, project, now)
    return project


async def postpone(
    session: AsyncSession,
    project_id: int,
    member: Member,
    words: str,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> NeedProject:
    """Another day, in another month with what the resource has left in that.

    Raises TimesUnreadable, TimesPast, TimesTooFar, NothingLeft, OverByThen, and as `for_staff`.
    """
    today = now.astimezone(zone).date()
    day = days.day(words, today)
    _check_day(day, today)
    project = await _held_while_it_goes_on(session, project_id, member)
    if project.resource_id is not None and project.month is not None:
        resource = await rows.held(session, Resource, project.resource_id)
        community = await areas.one(session, project.area_id)
        if day.replace(day=1) != project.month:
            await resources.check_serves(session, resource, community, day)
            month = await resources.month_with_room(session, resource, day)
            resources.promise(session, resource, month)
            await resources.give_back(session, resource.id, project.month)
            project.month = month.month
    project.due_on = day
    project.act_at = await _when_late(session, day, project.area_id, zone)
    await session.flush()
    _draw(session, project)
    return project


async def hand_over(
    session: AsyncSession, project_id: int, member: Member, owner: str
) -> NeedProject:
    """Somebody else sees to it, named in words. WordsNeeded, TooLong, and as `for_staff`."""
    name = written.line(owner, limit=OWNER_LIMIT)
    project = await _held_while_it_goes_on(session, project_id, member)
    project.owner_id, project.owner_name = None, name
    await session.flush()
    draw(session, ProjectCard(project_id))
    return project


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Projects whose day has passed."""
    found = await session.scalars(
        select(NeedProject.id)
        .where(NeedProject.act_at <= now)
        .order_by(NeedProject.act_at, NeedProject.id)
    )
    return list(found)


async def act(session: AsyncSession, project_id: int, *, now: datetime) -> None:
    """Tell the group, once."""
    late = await rows.change(
        session,
        NeedProject,
        NeedProject.id == project_id,
        NeedProject.act_at <= now,
        act_at=None,
    )
    if late is not None:
        tell(session, ProjectLate(project_id))
        draw(session, ProjectCard(project_id))


async def _held_while_it_goes_on(
    session: AsyncSession, project_id: int, member: Member
) -> NeedProject:
    """Held, behind its resource and its need, in the order of docs/rules.md."""
    project = await for_staff(session, project_id, member, *GOES_ON)
    if project.resource_id is not None:
        await rows.held(session, Resource, project.resource_id)
    await rows.held(session, Need, project.need_id)
    project = await rows.held(session, NeedProject, project_id)
    if project.state not in GOES_ON:
        raise ProjectPast(project.state)
    return project


async def _end(
    session: AsyncSession, project: NeedProject, state: ProjectState, said: str, now: datetime
) -> None:
    project.state, project.said, project.ended_at, project.act_at = state, said, now, None
    await session.flush()
    _draw(session, project)


async def _tell(session: AsyncSession, kind: str, project: NeedProject, now: datetime) -> None:
    await hearing.project_step(session, kind, project, now=now)
    if project.resource_id is not None:
        tell(session, ResourceUsed(project.id))


def _draw(session: AsyncSession, project: NeedProject) -> None:
    draw(session, ProjectCard(project.id))
    draw(session, NeedCard(project.need_id))


def _check_day(day: date, today: date) -> None:
    if day < today:
        raise TimesPast
    if day > today + FAR:
        raise TimesTooFar


async def _when_late(session: AsyncSession, day: date, area_id: int, zone: ZoneInfo) -> datetime:
    """When people begin to work after that day."""
    return await calendar.first_opening(session, day + timedelta(days=1), area_id, zone)
