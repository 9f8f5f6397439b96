"""Forgetting households that were visited, and people who visited them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member, check_staff_of
from services.news import draw
from services.visits.doors import same_door
from services.visits.news import RoundCard
from storage import media
from storage.outbox import forget_unsent
from storage.tables import Person, Visit, VisitGoer, VisitMedia, VisitRound


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """As a resident: every visit to them. As one of the staff: their name, not what they found.

    A list names households, not people we know. So they are found by their name
    in the building where they live; others ask the office, which has `forget_household` for them.
    """
    person = await session.get(Person, person_id)
    if person is not None and person.name and person.home_id:
        theirs = select(Visit.id).where(Visit.area_id == person.home_id, Visit.name == person.name)
        await _forget(session, list(await session.scalars(theirs)))
    await _forget_goer(session, person_id)


async def forget_household(session: AsyncSession, area_id: int, door: str, member: Member) -> int:
    """Every visit to that door, on whatever list, with its words and photos.

    Returns how many there were. Raises NotYourGroup and NotAMember.
    """
    await check_staff_of(session, area_id, member)
    there = await session.execute(select(Visit.id, Visit.door).where(Visit.area_id == area_id))
    ids = [each for each, other in there if same_door(other) == same_door(door)]
    await _forget(session, ids)
    return len(ids)


async def _forget(session: AsyncSession, visit_ids: Collection[int]) -> None:
    if not visit_ids:
        return
    files = await session.scalars(
        select(VisitMedia.media_id).where(VisitMedia.visit_id.in_(visit_ids))
    )
    file_ids = list(files)
    of_rounds = await session.scalars(
        select(Visit.round_id).where(Visit.id.in_(visit_ids)).distinct()
    )
    round_ids = list(of_rounds)
    await session.execute(delete(VisitMedia).where(VisitMedia.visit_id.in_(visit_ids)))
    await session.execute(delete(Visit).where(Visit.id.in_(visit_ids)))
    await media.forget(session, file_ids)
    await forget_unsent(session, [f"visits:{round_id}" for round_id in round_ids])
    for round_id in round_ids:
        draw(session, RoundCard(round_id))


async def _forget_goer(session: AsyncSession, person_id: int) -> None:
    went = await session.scalars(select(VisitGoer.round_id).where(VisitGoer.person_id == person_id))
    for round_id in list(went):
        draw(session, RoundCard(round_id))
    await session.execute(delete(VisitGoer).where(VisitGoer.person_id == person_id))
    for column, values in (
        (VisitRound.created_by, {"created_by": None, "created_by_name": None}),
        (Visit.holder_id, {"holder_id": None, "held_at": None}),
        (Visit.done_by, {"done_by": None, "done_by_name": None}),
        (VisitMedia.sender_id, {"sender_id": None}),
    ):
        await session.execute(update(column.class_).where(column == person_id).values(values))
