"""Forgetting people: what they said they need, what they offered, what they did as staff."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.needs.news import NeedCard, ProjectCard, ResourceCard
from services.news import draw
from storage.outbox import forget_unsent
from storage.tables import (
    Need,
    NeedProject,
    NeedState,
    NeedSupporter,
    Resource,
    ResourceSource,
    ResourceState,
)


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """That somebody wanted it stays, unnamed; their words and their name go.

    What waits for staff and nobody else wants goes with them. A unit's offer stands without whom
    to ring; a volunteer's own ends, and with it what they wrote.
    """
    await _forget_offers(session, person_id, now)
    await _forget_needs(session, person_id, now)
    await _forget_staff(session, person_id)


async def _forget_needs(session: AsyncSession, person_id: int, now: datetime) -> None:
    wanted = select(NeedSupporter.need_id).where(NeedSupporter.person_id == person_id)
    said = select(Need.id).where(Need.person_id == person_id)
    found = await session.execute(
        select(Need.id, Need.merged_into_id).where(Need.id.in_(said.union(wanted)))
    )
    of_groups = {each for row in found for each in row if each is not None}
    needs = await rows.held_all(session, Need, of_groups)
    supported = set(await session.scalars(wanted))
    await session.execute(delete(NeedSupporter).where(NeedSupporter.person_id == person_id))
    counted = set()
    for need in needs:
        if need.id in supported and (head := need.merged_into_id or need.id) not in counted:
            # Once a group, as they counted.
            counted.add(head)
            need.unnamed += 1
        if need.person_id == person_id:
            need.person_id = need.person_name = need.reason = None
            need.text = ""
            if need.state is NeedState.NEW and need.people <= 1:
                need.state, need.ended_at = NeedState.WITHDRAWN, now
    await _tidy(session, "need", (need.id for need in needs), NeedCard)


async def _forget_offers(session: AsyncSession, person_id: int, now: datetime) -> None:
    theirs = await rows.change_all(
        session, Resource, Resource.offered_by == person_id, offered_by=None, contact=None
    )
    for resource in theirs:
        if resource.source is ResourceSource.OWN or resource.state is not ResourceState.CONFIRMED:
            resource.unit = resource.what = ""
            resource.reason = None
            if resource.ended_at is None:
                resource.state, resource.ended_at = ResourceState.ENDED, now
    await _tidy(session, "resource", (each.id for each in theirs), ResourceCard)


async def _forget_staff(session: AsyncSession, person_id: int) -> None:
    owned = await rows.change_all(
        session, NeedProject, NeedProject.owner_id == person_id, owner_id=None, owner_name=None
    )
    await _tidy(session, "project", (each.id for each in owned), ProjectCard)
    for column in (Need.handled_by, Resource.handled_by, NeedProject.created_by):
        await session.execute(
            update(column.class_).where(column == person_id).values({column.key: None})
        )


async def _tidy(
    session: AsyncSession,
    key: str,
    ids: Iterable[int],
    card: type[NeedCard] | type[ResourceCard] | type[ProjectCard],
) -> None:
    await session.flush()
    there = sorted(ids)
    await forget_unsent(session, [f"{key}:{each}" for each in there])
    for each in there:
        draw(session, card(each))
