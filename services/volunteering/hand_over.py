"""Handing a place over (转交): its holder asks another volunteer, who has to agree.

The place stays the holder's until then, and is nobody else's in between: a hand-over passes the
waiting list by, as the two have agreed on it.
"""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.calendar import ZONE
from services.news import draw, tell
from services.volunteering import sources, volunteers
from services.volunteering.errors import (
    AlreadyClaimed,
    AlreadyThere,
    NotClaimed,
    NotOffered,
    TaskOver,
)
from services.volunteering.holding import add_claim, check_may, lock, whole
from services.volunteering.looking import claim_of, get, get_claim, locked_roles
from services.volunteering.news import (
    HandedOver,
    HandOverDeclined,
    HandOverOffered,
    TaskCard,
)
from storage import folding
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, TaskState, Volunteer

FOUND = 5
"""As many are offered to choose from; elders are lost in more."""


async def check_holds(session: AsyncSession, task_id: int, person_id: int) -> None:
    """Whether they hold a place that can still go to another. Raises NotClaimed, AlreadyThere."""
    claim = await claim_of(session, task_id, person_id)
    if claim is not None and claim.in_at is not None:
        raise AlreadyThere
    if claim is None or claim.state is not ClaimState.HELD:
        raise NotClaimed


async def receivers(
    session: AsyncSession, task_id: int, person_id: int, words: str, *, now: datetime
) -> list[Volunteer]:
    """Volunteers of the task's community whose name has `words` in it and who could take over.

    Nobody is named to those who hold no place. Raises NotFound, NotClaimed.
    """
    task = await get(session, task_id)
    claim = await claim_of(session, task_id, person_id)
    if claim is None or claim.state is not ClaimState.HELD:
        raise NotClaimed
    found = await session.scalars(
        select(Volunteer)
        .where(
            Volunteer.area_id == task.area_id,
            Volunteer.person_id.not_in({person_id, task.organiser_id, task.helped_id} - {None}),
            Volunteer.name_form.contains(folding.person(words), autoescape=True),
            volunteers.back_by(now.astimezone(ZONE).date()),
            ~exists().where(
                TaskClaim.task_id == task_id,
                TaskClaim.person_id == Volunteer.person_id,
                TaskClaim.state.not_in((ClaimState.RELEASED, ClaimState.WAITING)),
            ),
        )
        .order_by(Volunteer.name, Volunteer.person_id)
        .limit(FOUND)
    )
    return list(found)


async def offer(
    session: AsyncSession, task_id: int, person_id: int, to_id: int, *, now: datetime
) -> TaskClaim:
    """Ask another volunteer to take the place over; one who was asked before is asked no more.

    Raises NotFound, NotClaimed, AlreadyThere, TaskOver; and for the one who is asked NotAVolunteer
    and its like, what `check_may` raises, AlreadyClaimed (they hold a place themselves).
    """
    await locked_roles(session, task_id)
    task = await get(session, task_id)
    claim = await claim_of(session, task_id, person_id)
    if claim is None or claim.state is not ClaimState.HELD or to_id == person_id:
        raise NotClaimed
    _check_passable(task, claim, now)
    await _check_receiver(session, task, to_id, now)
    claim = await _offer(session, claim, to_id)
    tell(session, HandOverOffered(claim.id))
    return claim


async def accept(session: AsyncSession, claim_id: int, to_id: int, *, now: datetime) -> TaskClaim:
    """Take a place over that was offered; returns the new holder's claim.

    Raises NotFound, NotOffered, AlreadyThere, TaskOver, NotAVolunteer and its like, what
    `check_may` raises, AlreadyClaimed, and what the task's source refuses.
    """
    task_id = (await get_claim(session, claim_id)).task_id
    await lock(session, to_id)
    await locked_roles(session, task_id)
    task = await get(session, task_id)
    offered = await get_claim(session, claim_id)
    if offered.state is not ClaimState.HELD or offered.handed_to != to_id:
        raise NotOffered
    _check_passable(task, offered, now)
    receiver = await _check_receiver(session, task, to_id, now)
    async with whole(session, task):
        before = await _give(session, claim_id, now)
        claim = await _receive(session, task, before, receiver, now)
        if task.source_id is not None:
            await sources.released(session, task, before, now)
            await sources.claimed(session, task, claim, now)
    tell(session, HandedOver(before.id, claim.id))
    draw(session, TaskCard(task_id))
    return claim


async def decline(session: AsyncSession, claim_id: int, to_id: int) -> TaskClaim:
    """Not take a place over that was offered; its holder is told. Raises NotFound, NotOffered."""
    await locked_roles(session, (await get_claim(session, claim_id)).task_id)
    claim = await get_claim(session, claim_id)
    if claim.state is not ClaimState.HELD or claim.handed_to != to_id:
        raise NotOffered
    claim = await _offer(session, claim, None)
    tell(session, HandOverDeclined(claim.id, to_id))
    return claim


def _check_passable(task: Task, claim: TaskClaim, now: datetime) -> None:
    """Raises TaskOver or AlreadyThere."""
    if task.state is not TaskState.OPEN or now >= task.ends_at:
        raise TaskOver(task.state)
    if claim.in_at is not None:
        raise AlreadyThere


async def _check_receiver(
    session: AsyncSession, task: Task, person_id: int, now: datetime
) -> Volunteer:
    volunteer = await volunteers.ready(session, person_id, now=now)
    await check_may(session, task, volunteer)
    theirs = await claim_of(session, task.id, person_id)
    if theirs is not None and theirs.state is not ClaimState.WAITING:
        raise AlreadyClaimed(theirs.state)
    return volunteer


async def _offer(session: AsyncSession, claim: TaskClaim, to_id: int | None) -> TaskClaim:
    changed = await rows.change(session, TaskClaim, TaskClaim.id == claim.id, handed_to=to_id)
    assert changed is not None
    return changed


async def _give(session: AsyncSession, claim_id: int, now: datetime) -> TaskClaim:
    """Raises AlreadyThere for who checked in this very moment."""
    before = await rows.change(
        session,
        TaskClaim,
        TaskClaim.id == claim_id,
        TaskClaim.in_at.is_(None),
        state=ClaimState.RELEASED,
        released_at=now,
    )
    if before is None:
        raise AlreadyThere
    return before


async def _receive(
    session: AsyncSession, task: Task, before: TaskClaim, receiver: Volunteer, now: datetime
) -> TaskClaim:
    """The receiver holds the place; a receiver who waited in the same task waits no more."""
    waiting = await claim_of(session, task.id, receiver.person_id)
    if waiting is None:
        role = await session.get_one(TaskRole, before.role_id)
        return await add_claim(session, role, receiver, ClaimState.HELD, now)
    held = await rows.change(
        session,
        TaskClaim,
        TaskClaim.id == waiting.id,
        state=ClaimState.HELD,
        role_id=before.role_id,
    )
    assert held is not None
    return held
