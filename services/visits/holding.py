"""Who is on the way to which door, so that of several people on one list no two go to the same.

A door is held by who was shown it, until they say something there, let it go, or go silent.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotAMember
from services.groups import members
from services.visits import lists
from services.visits.errors import NotGoing, NotHeld, RoundEnded
from storage.tables import Visit, VisitGoer, VisitRound, VisitState

HELD_FOR = timedelta(hours=1)
"""Who has not said anything at a door for so long has gone on to something else."""
LATELY = 10
"""Doors that can be corrected from the list of the latest."""


async def check_goes(session: AsyncSession, round_id: int, person_id: int) -> VisitRound:
    """The list, if the person goes and it is not ended.

    Raises NotFound, NotGoing, RoundEnded, and NotAMember for those who left the office's group.
    """
    found = await lists.get(session, round_id)
    if await session.get(VisitGoer, (round_id, person_id)) is None:
        raise NotGoing
    if person_id not in await members.of_office(session, found.area_id):
        raise NotAMember
    if found.ended_at is not None:
        raise RoundEnded
    return found


async def lists_of(session: AsyncSession, person_id: int) -> list[VisitRound]:
    """What a person goes to and nobody ended, the soonest due first."""
    found = await session.scalars(
        select(VisitRound)
        .join(VisitGoer, VisitGoer.round_id == VisitRound.id)
        .where(VisitGoer.person_id == person_id, VisitRound.ended_at.is_(None))
        .order_by(VisitRound.due_at, VisitRound.id)
    )
    return list(found)


async def next_door(
    session: AsyncSession,
    round_id: int,
    person_id: int,
    *,
    passed: Collection[int] = (),
    now: datetime,
) -> Visit | None:
    """The next door in the order of the list, which nobody else is shown from now on.

    The one that they hold comes first; those `passed` over are left out. None where no door is
    left for them. Raises as `check_goes`.
    """
    await check_goes(session, round_id, person_id)
    while (visit := await _first(session, round_id, person_id, passed, now)) is not None:
        held = await rows.change(
            session,
            Visit,
            Visit.id == visit.id,
            Visit.state == VisitState.WAITING,
            _is_free(person_id, now),
            holder_id=person_id,
            held_at=now,
        )
        if held is not None:
            return held
    return None


async def _first(
    session: AsyncSession,
    round_id: int,
    person_id: int,
    passed: Collection[int],
    now: datetime,
) -> Visit | None:
    found: Visit | None = await session.scalar(
        select(Visit)
        .where(
            Visit.round_id == round_id,
            Visit.state == VisitState.WAITING,
            Visit.id.not_in(passed),
            _is_free(person_id, now),
        )
        .order_by(Visit.holder_id.is_not_distinct_from(person_id).desc(), Visit.position)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found


def _is_free(person_id: int, now: datetime) -> ColumnElement[bool]:
    """For this person: nobody is on the way there, they are, or who was has stopped."""
    return or_(
        Visit.holder_id.is_(None), Visit.holder_id == person_id, Visit.held_at < now - HELD_FOR
    )


async def let_go(session: AsyncSession, round_id: int, person_id: int) -> None:
    """跳过, or they stop for now: others may go to what they hold."""
    await rows.change_all(
        session,
        Visit,
        Visit.round_id == round_id,
        Visit.holder_id == person_id,
        holder_id=None,
        held_at=None,
    )


async def done_by(session: AsyncSession, round_id: int, person_id: int) -> list[Visit]:
    """The latest doors of the list that the person went to, the last one first."""
    found = await session.scalars(
        select(Visit)
        .where(Visit.round_id == round_id, Visit.done_by == person_id)
        .order_by(Visit.done_at.desc(), Visit.position.desc())
        .limit(LATELY)
    )
    return list(found)


async def at_door(session: AsyncSession, visit_id: int, person_id: int) -> Visit:
    """The door, if the person holds it or went there.

    Raises NotFound, NotHeld, and as `check_goes`.
    """
    visit = await rows.current(session, Visit, visit_id)
    await check_goes(session, visit.round_id, person_id)
    if not _is_theirs(visit, person_id):
        raise await not_held(session, visit)
    return visit


def _is_theirs(visit: Visit, person_id: int) -> bool:
    if visit.state is VisitState.WAITING:
        return visit.holder_id == person_id
    return visit.done_by == person_id


async def not_held(session: AsyncSession, visit: Visit) -> NotHeld:
    """Who has gone there, or is on the way."""
    if visit.state is not VisitState.WAITING:
        return NotHeld(visit.done_by_name)
    if visit.holder_id is None:
        return NotHeld(None)
    goer = await session.get(VisitGoer, (visit.round_id, visit.holder_id))
    return NotHeld(goer.name if goer else None)
