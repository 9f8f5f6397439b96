"""Who wants something hears each step of it, as a broadcast: hundreds may have said 我也要."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, rows
from services.broadcasts import NewBroadcast
from services.keeps import BroadcastKind, Wanted
from services.needs import groups
from services.needs.lists import GOES_ON
from services.needs.news import NeedDeclined, ProjectAccepted, ProjectDone, ProjectDropped
from storage.tables import Need, NeedProject, NeedState, ProjectState

DECLINED, ACCEPTED = "need declined", "project accepted"
DONE, DROPPED = "project done", "project dropped"
"""Kinds of broadcasts."""


async def need_step(session: AsyncSession, kind: str, need: Need, *, now: datetime) -> None:
    new = NewBroadcast(kind=kind, subject_id=need.id, area_id=need.area_id)
    await broadcasts.start(session, new, now=now)


async def project_step(
    session: AsyncSession, kind: str, project: NeedProject, *, now: datetime
) -> None:
    new = NewBroadcast(kind=kind, subject_id=project.id, area_id=project.area_id)
    await broadcasts.start(session, new, now=now)


async def _of_need(
    session: AsyncSession,
    need_id: int,
    /,
    *,
    after: int,
    limit: int,
    now: datetime,  # noqa: ARG001
) -> Sequence[int]:
    return await groups.supporters(session, need_id, after=after, limit=limit)


async def _of_project(
    session: AsyncSession, project_id: int, /, *, after: int, limit: int, now: datetime
) -> Sequence[int]:
    project = await rows.current(session, NeedProject, project_id)
    return await _of_need(session, project.need_id, after=after, limit=limit, now=now)


async def _while_declined(
    session: AsyncSession,
    need_id: int,
    person_ids: Sequence[int],
    now: datetime,  # noqa: ARG001
    /,
) -> Collection[int]:
    need = await rows.current(session, Need, need_id)
    return person_ids if need.state is NeedState.DECLINED else ()


def _while(*states: ProjectState) -> Wanted:
    """Of a project that has gone on since, people hear only what is true still."""

    async def wanted(
        session: AsyncSession,
        project_id: int,
        person_ids: Sequence[int],
        now: datetime,  # noqa: ARG001
        /,
    ) -> Collection[int]:
        project = await rows.current(session, NeedProject, project_id)
        return person_ids if project.state in states else ()

    return wanted


BROADCASTS = (
    BroadcastKind(name=DECLINED, news=NeedDeclined, wanted=_while_declined, recipients=_of_need),
    BroadcastKind(
        name=ACCEPTED, news=ProjectAccepted, wanted=_while(*GOES_ON), recipients=_of_project
    ),
    BroadcastKind(
        name=DONE, news=ProjectDone, wanted=_while(ProjectState.DONE), recipients=_of_project
    ),
    BroadcastKind(
        name=DROPPED,
        news=ProjectDropped,
        wanted=_while(ProjectState.DROPPED),
        recipients=_of_project,
    ),
)
