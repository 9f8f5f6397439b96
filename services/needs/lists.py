"""What can be read of needs and projects: the lists, ranked, and what is alike.

Of a community, or of all communities of a street or district.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services import areas
from services.needs.likeness import LIKE_ENOUGH, likeness_of
from storage.tables import Area, Level, Need, NeedProject, NeedState, NeedSupporter, ProjectState

A_PAGE = 8
ON_THE_LIST = (NeedState.LISTED, NeedState.ACCEPTED)
OPEN = (NeedState.NEW, *ON_THE_LIST)
GOES_ON = (ProjectState.PLANNED, ProjectState.IN_PROGRESS)
COMPARED = 300
"""Needs of a community that are compared with a new one, those that most people want."""
OFFERED = 5
"""As many as are shown at once."""


def _within(area: Area, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    if area.level is Level.COMMUNITY:
        return column == area.id
    below = Area.path.startswith(area.path, autoescape=True)
    return column.in_(select(Area.id).where(below, Area.level == Level.COMMUNITY))


async def ranked(
    session: AsyncSession,
    area: Area,
    *,
    states: Sequence[NeedState] = ON_THE_LIST,
    category: str | None = None,
    limit: int = A_PAGE,
    offset: int = 0,
) -> list[Need]:
    """需求清单: what most people want first; of equals, what has waited longest."""
    found = select(Need).where(_within(area, Need.area_id), Need.state.in_(states))
    if category is not None:
        found = found.where(Need.category == category)
    found = found.order_by(Need.people.desc(), Need.said_at, Need.id)
    return list(await session.scalars(found.limit(limit).offset(offset)))


async def wanted_by(session: AsyncSession, person_id: int, *, limit: int = 20) -> list[Need]:
    """What they said or seconded, under what speaks for it now, the newest first."""
    speak = (
        select(func.coalesce(Need.merged_into_id, Need.id))
        .join(NeedSupporter, NeedSupporter.need_id == Need.id)
        .where(NeedSupporter.person_id == person_id)
    )
    found = await session.scalars(
        select(Need)
        .where(Need.id.in_(speak), Need.state != NeedState.MERGED)
        .order_by(Need.said_at.desc(), Need.id.desc())
        .limit(limit)
    )
    return list(found)


async def alike(
    session: AsyncSession,
    words: str,
    community: Area,
    *,
    states: Sequence[NeedState] = ON_THE_LIST,
    without: int | None = None,
) -> list[Need]:
    """Needs of the community that say much of what `words` say, the likeliest first.

    Names of places say nothing: see `likeness`.
    """
    candidates = [
        each
        for each in await ranked(session, community, states=states, limit=COMPARED)
        if each.id != without and (each.title or each.text)
    ]
    names = [each.name for each in [community, *await areas.ancestors(session, community)]]
    texts = [f"{each.title or ''} {each.text}" for each in candidates]
    likeness = await likeness_of(words, texts, names)
    scored = zip(likeness, candidates, strict=True)
    likely = sorted(
        ((-how, each.id, each) for how, each in scored if how >= LIKE_ENOUGH),
        key=lambda each: each[:2],
    )
    return [each for *_, each in likely[:OFFERED]]


async def projects(
    session: AsyncSession, area: Area, *, states: Sequence[ProjectState], limit: int = 50
) -> list[tuple[NeedProject, Need]]:
    """项目清单, with what each is for: what is due first."""
    found = await session.execute(
        select(NeedProject, Need)
        .join(Need, Need.id == NeedProject.need_id)
        .where(_within(area, NeedProject.area_id), NeedProject.state.in_(states))
        .order_by(NeedProject.due_on, NeedProject.id)
        .limit(limit)
    )
    return [(project, need) for project, need in found]


async def latest_project(session: AsyncSession, need_id: int) -> NeedProject | None:
    """Of a need: the one that goes on, or the last that did."""
    found: NeedProject | None = await session.scalar(
        select(NeedProject)
        .where(NeedProject.need_id == need_id)
        .order_by(NeedProject.created_at.desc(), NeedProject.id.desc())
        .limit(1)
    )
    return found


async def everything(
    session: AsyncSession, area: Area, *, since: datetime
) -> tuple[list[Need], list[NeedProject]]:
    """For the workbook: needs ranked, with those said `since` then that are over; and projects."""
    needs = await session.scalars(
        select(Need)
        .where(
            _within(area, Need.area_id),
            or_(Need.state.in_(OPEN), Need.said_at >= since),
            Need.state != NeedState.MERGED,
        )
        .order_by(Need.people.desc(), Need.said_at, Need.id)
    )
    found = await session.scalars(
        select(NeedProject)
        .where(_within(area, NeedProject.area_id), NeedProject.created_at >= since)
        .order_by(NeedProject.due_on, NeedProject.id)
    )
    return list(needs), list(found)
