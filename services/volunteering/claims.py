"""Claiming a place (认领), waiting for one, giving it back.

Who was first is decided by who holds the task's roles: they count the place (`holding.take_place`).
Before that the volunteer and those roles are locked and everything else is judged, so a refusal
leaves nothing written and nothing that was judged changes before the commit.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.news import draw, tell
from services.volunteering import ahead, new_offers, sources, volunteers
from services.volunteering.errors import (
    AlreadyClaimed,
    AlreadyThere,
    NotClaimed,
    TaskOver,
)
from services.volunteering.holding import (
    add_claim,
    check_may,
    check_open,
    leave_place,
    lock,
    take_place,
    whole,
)
from services.volunteering.looking import (
    LIVING,
    claim_of,
    claims_of,
    get,
    get_claim,
    locked_roles,
    overlapping,
)
from services.volunteering.news import Claimed, Released, TaskCard, Waits
from services.volunteering.waiting import promote
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, TaskSource, TaskState, Volunteer

LATE = timedelta(days=1)
"""Giving back this long before the start is free; later it is noted."""


def is_late(task: Task, now: datetime) -> bool:
    """Whether a place given back now is noted as late."""
    return now > task.starts_at - LATE


async def claim(
    session: AsyncSession,
    task_id: int,
    person_id: int,
    role_id: int | None = None,
    *,
    now: datetime,
) -> TaskClaim:
    """认领: a place of the role, or of the first with one left; HELD, or WAITING when full.

    They are told at once, and get the private details when they hold a place. Raises NotFound,
    NotAVolunteer, NotAdmitted, VolunteerPaused, VolunteerBlocked, TaskOver, ClaimsClosed,
    OfAnotherCommunity, NotTheirPost, OwnTask, AlreadyClaimed, Overlaps, and what the task's source
    refuses.
    """
    await lock(session, person_id)
    volunteer = await volunteers.ready(session, person_id, now=now)
    roles = await locked_roles(session, task_id)
    task = await get(session, task_id)
    check_open(task, now)
    before = await claim_of(session, task_id, person_id)
    if before is not None:
        return await _once_more(session, task, before, now)
    await check_may(session, task, volunteer)
    role = _chosen(roles, role_id)
    if role.claimed < role.places:
        await promote(session, task, role.id, now=now)
        role = await rows.held(session, TaskRole, role.id)
    async with whole(session, task):
        held = role.claimed < role.places and await take_place(session, role.id)
        state = ClaimState.HELD if held else ClaimState.WAITING
        claim = await add_claim(session, role, volunteer, state, now)
        if held and task.source_id is not None:
            await sources.claimed(session, task, claim, now)
    tell(session, Claimed(claim.id) if held else Waits(claim.id))
    draw(session, TaskCard(task_id))
    if held and all(each.claimed >= each.places for each in roles):
        await new_offers.withdraw(session, task_id)
    return claim


async def read_ahead(session: AsyncSession, task_id: int, people: Collection[int]) -> None:
    """Before the first of many claims: lock the volunteers, then the roles, and read the rest.

    Locked in one order, two transactions with the same people and tasks do not wait for each
    other. Once for a transaction and task; nothing is read where there is no such task.
    """
    if ahead.is_known(session, task_id):
        return
    ahead.keep(session, task_id, None)
    await rows.held_all(session, Volunteer, people)
    await locked_roles(session, task_id)
    for task in await rows.held_all(session, Task, [task_id]):
        busy = await overlapping(session, list(people), task)
        claims = await claims_of(session, task_id)
        ahead.keep(session, task_id, ahead.OfTask(set(people) - busy.keys(), claims))


async def release(
    session: AsyncSession, task_id: int, person_id: int, *, now: datetime
) -> TaskClaim:
    """退出: give a place back, or leave the waiting list; the first who waits is next.

    `late` is noted on a place given back less than a day before the start (a wish has none).
    Raises NotFound, NotClaimed, AlreadyThere, TaskOver.
    """
    await locked_roles(session, task_id)
    task = await get(session, task_id)
    before = await claim_of(session, task_id, person_id)
    if task.state is not TaskState.OPEN or now >= task.ends_at:
        raise TaskOver(task.state)
    if before is None or before.state not in LIVING:
        raise NotClaimed
    if before.in_at is not None:
        raise AlreadyThere
    held = before.state is ClaimState.HELD
    claim = await rows.change(
        session,
        TaskClaim,
        TaskClaim.id == before.id,
        TaskClaim.in_at.is_(None),
        state=ClaimState.RELEASED,
        released_at=now,
        late=held and task.source is not TaskSource.WISH and is_late(task, now),
        handed_to=None,
    )
    if claim is None:
        raise AlreadyThere
    if held:
        await leave_place(session, claim.role_id)
        tell(session, Released(claim.id, claim.late))
        if task.source_id is not None:
            await sources.released(session, task, claim, now)
        await promote(session, task, claim.role_id, now=now)
    draw(session, TaskCard(task_id))
    return claim


async def _once_more(
    session: AsyncSession, task: Task, before: TaskClaim, now: datetime
) -> TaskClaim:
    """Who waits and was passed over gets the free place when they ask again.

    Raises AlreadyClaimed for everybody else who has a living claim.
    """
    if before.state is ClaimState.WAITING:
        await promote(session, task, before.role_id, now=now)
        claim = await get_claim(session, before.id)
        if claim.state is ClaimState.HELD:
            draw(session, TaskCard(task.id))
            return claim
    raise AlreadyClaimed(before.state)


def _chosen(roles: list[TaskRole], role_id: int | None) -> TaskRole:
    """Raises NotFound."""
    if role_id is not None:
        roles = [role for role in roles if role.id == role_id]
    if not roles:
        raise NotFound
    return next((role for role in roles if role.claimed < role.places), roles[0])
