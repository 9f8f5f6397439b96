"""Wishes, from being posted to being granted."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import NotFound, NotYours, Refusal
from services.groups.authority import Member, check_staff_of
from services.news import draw, tell
from services.wishes.news import WishCard, WishDeclined, WishGranted, WishQuiet
from storage.tables import (
    Area,
    ClaimState,
    Task,
    TaskClaim,
    TaskSource,
    TaskState,
    Wish,
    WishState,
)

TEXT_LIMIT = 200
REASON_LIMIT = 200
"""In characters; a reason has to fit its column."""
CONTACT_WITHIN = timedelta(days=7)
"""Of the claim: the practice of 微心愿."""

LIVING = (WishState.POSTED, WishState.APPROVED)


class WishPast(Refusal):
    """The wish is past that, or not there yet."""

    def __init__(self, state: WishState) -> None:
        super().__init__(state.value)
        self.state = state


class AlreadyWished(Refusal):
    """Another wish of theirs still waits: one at a time, so that everybody's turn comes."""


async def post(
    session: AsyncSession,
    person_id: int,
    person_name: str | None,
    area_id: int,
    text: str,
    *,
    now: datetime,
) -> Wish:
    """Put a wish before the office. Raises WordsNeeded, TooLong or AlreadyWished."""
    said = written.line(text, limit=TEXT_LIMIT)
    if await living(session, person_id) is not None:
        raise AlreadyWished
    wish = Wish(
        person_id=person_id,
        person_name=person_name,
        area_id=area_id,
        text=said,
        state=WishState.POSTED,
        rounds=0,
        posted_at=now,
    )
    session.add(wish)
    await session.flush()
    draw(session, WishCard(wish.id))
    return wish


async def get(session: AsyncSession, wish_id: int) -> Wish:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, Wish, wish_id)


async def seen_by(session: AsyncSession, wish_id: int, person_id: int) -> Wish:
    """The wish, for the person who posted it. Raises NotFound for everybody else."""
    found = await get(session, wish_id)
    if found.person_id != person_id:
        raise NotFound
    return found


async def living_of(session: AsyncSession, wish_id: int, person_id: int) -> Wish:
    """The wish, for its wisher, while it can be taken back. Raises NotFound or WishPast."""
    found = await seen_by(session, wish_id, person_id)
    if found.state not in LIVING:
        raise WishPast(found.state)
    return found


async def living(session: AsyncSession, person_id: int) -> Wish | None:
    """Their wish that still waits for staff or for somebody to grant it."""
    found: Wish | None = await session.scalar(
        select(Wish).where(Wish.person_id == person_id, Wish.state.in_(LIVING)).limit(1)
    )
    return found


async def wall(session: AsyncSession, area: Area) -> list[tuple[Wish, Task]]:
    """The wishes of `area` that can be claimed, with their tasks: the often unmatched first."""
    within = select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    found = await session.execute(
        select(Wish, Task)
        .join(Task, (Task.source == TaskSource.WISH) & (Task.source_id == Wish.id))
        .where(
            Wish.area_id.in_(within),
            Wish.state == WishState.APPROVED,
            Task.state == TaskState.OPEN,
            ~exists().where(TaskClaim.task_id == Task.id, TaskClaim.state == ClaimState.HELD),
        )
        .order_by(Wish.rounds.desc(), Wish.posted_at, Wish.id)
    )
    return [(wish, task) for wish, task in found]


async def for_staff(
    session: AsyncSession, wish_id: int, member: Member, *states: WishState
) -> Wish:
    """The wish, if the member's office answers for it and it is in one of `states`.

    Raises NotFound, NotYourGroup, NotAMember or WishPast.
    """
    found = await get(session, wish_id)
    await check_staff_of(session, found.area_id, member)
    if found.state not in states:
        raise WishPast(found.state)
    return found


async def decline(session: AsyncSession, wish_id: int, member: Member, reason: str) -> Wish:
    """不合适: the wisher hears why. Raises WordsNeeded, TooLong, and as `for_staff` does."""
    said = written.line(reason, limit=REASON_LIMIT)
    await for_staff(session, wish_id, member, WishState.POSTED)
    declined = await move(
        session,
        wish_id,
        (WishState.POSTED,),
        state=WishState.DECLINED,
        handled_by=member.person_id,
        reason=said,
    )
    tell(session, WishDeclined(wish_id))
    return declined


async def withdraw(session: AsyncSession, wish_id: int, person_id: int) -> Wish:
    """The wisher takes it back; `granting.withdraw_wish` ends its task too.

    Raises NotFound or WishPast.
    """
    await living_of(session, wish_id, person_id)
    return await move(session, wish_id, LIVING, state=WishState.WITHDRAWN, contact_by=None)


async def granted(session: AsyncSession, wish_id: int, by: int, *, now: datetime) -> Wish:
    """已圆梦, said by the wisher or by the holder of its task. Raises NotYours or WishPast."""
    before = await get(session, wish_id)
    if before.person_id != by and by != await granter(session, wish_id):
        raise NotYours
    done = await move(
        session,
        wish_id,
        (WishState.APPROVED,),
        state=WishState.GRANTED,
        granted_at=now,
        contact_by=None,
    )
    tell(session, WishGranted(wish_id, by))
    return done


async def granter(session: AsyncSession, wish_id: int) -> int | None:
    """Who holds the wish's task."""
    found: int | None = await session.scalar(
        select(TaskClaim.person_id)
        .join(Task, Task.id == TaskClaim.task_id)
        .where(
            Task.source == TaskSource.WISH,
            Task.source_id == wish_id,
            Task.state != TaskState.CANCELLED,
            TaskClaim.state.in_((ClaimState.HELD, ClaimState.DONE)),
        )
        .order_by(TaskClaim.id.desc())
        .limit(1)
    )
    return found


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Wishes whose granter should have been in touch by now."""
    found = await session.scalars(
        select(Wish.id).where(Wish.contact_by <= now).order_by(Wish.contact_by, Wish.id)
    )
    return list(found)


async def act(session: AsyncSession, wish_id: int, *, now: datetime) -> None:
    """Remind the granter and the office, once; the claim stays.

    Whether somebody who is about to grant a wish should lose it is for people to judge: the
    office can give it to another.
    """
    wish = await get(session, wish_id)
    if wish.contact_by is None or wish.contact_by > now:
        return
    wish.contact_by = None
    await session.flush()
    tell(session, WishQuiet(wish_id))


async def move(
    session: AsyncSession, wish_id: int, from_states: Collection[WishState], **values: Any
) -> Wish:
    """One conditional UPDATE: who comes second is told what it is by now (WishPast)."""
    moved = await rows.change(
        session, Wish, Wish.id == wish_id, Wish.state.in_(from_states), **values
    )
    if moved is None:
        raise WishPast((await get(session, wish_id)).state)
    draw(session, WishCard(wish_id))
    return moved
