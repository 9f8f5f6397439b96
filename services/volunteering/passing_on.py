"""转志愿者: requests, rounds, alerts, orders and wishes become volunteers' tasks.

Who may pass something on is who may act on it. What it comes from is locked before it is judged,
always after the task's roles, so that two who act at once meet in one order.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import helps, tickets, wishes
from services.errors import NotFound
from services.helps import WITH_STAFF
from services.meals import care, rounds
from services.meals.authority import check_works_for
from services.news import draw, tell
from services.tickets import Member
from services.volunteering import claims, tasks
from services.volunteering.authority import check_staff_of
from services.volunteering.errors import AlreadyATask, NotClaimed
from services.volunteering.looking import claims_of, locked_roles
from services.volunteering.news import TaskCard
from services.volunteering.sources import (
    check_alert_waits,
    check_round_waits,
    living_task,
    lock,
)
from services.volunteering.tasks import NewTask
from services.wishes.news import WishApproved, WishCard
from storage.tables import (
    ClaimState,
    HelpOrder,
    HelpState,
    Task,
    TaskClaim,
    TaskSource,
    TaskState,
    VolunteerPost,
    Wish,
    WishState,
)

FOR_ELDERS = "elders"
"""A post's key in the community's data."""
WISH_CLAIMED_WITHIN = timedelta(days=14)
"""So long a wish hangs on the wall; unmatched, it goes up again before the newer ones."""
WISH_GRANTED_WITHIN = timedelta(days=28)
"""From the day it hangs: a fortnight to be claimed, seven days to be in touch, seven to do it."""

WISH_LASTS = timedelta(hours=1)
"""What granting a wish counts for at first; nobody checks in for it at a fixed time."""


async def check(session: AsyncSession, source: TaskSource, source_id: int, member: Member) -> None:
    """Whether `member` may pass this on to volunteers, and nobody has yet; asked at the button.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyATask, and what says that somebody else has
    it or it is over: AlreadyTaken, AlreadySettled, RoundOver, WrongState, HelpPast, WishPast.
    """
    await _judge(session, source, source_id, member)
    if (task := await living_task(session, source, source_id)) is not None:
        raise AlreadyATask(task.id)


async def pass_on(session: AsyncSession, new: NewTask, member: Member, *, now: datetime) -> Task:
    """Put up the task and note where it comes from that volunteers are asked.

    `new` names its source. Raises as `check` and `tasks.create` do.
    """
    if new.source_id is None:
        raise NotFound
    await lock(session, new.source, new.source_id)
    await check(session, new.source, new.source_id, member)
    task = await tasks.create(session, new, now=now)
    handled = {"handled_by": member.person_id, "handled_by_name": member.name}
    match new.source:
        case TaskSource.ROUND:
            await rounds.offered(session, new.source_id, task.id)
        case TaskSource.CARE:
            await care.offered(session, new.source_id, task.id)
        case TaskSource.HELP:
            offered = {"state": HelpState.OFFERED, **handled}
            await helps.move(session, new.source_id, WITH_STAFF, **offered)
        case TaskSource.WISH:
            posted = (WishState.POSTED,)
            by = member.person_id
            approved = {"state": WishState.APPROVED, "handled_by": by}
            await wishes.move(session, new.source_id, posted, **approved)
            tell(session, WishApproved(new.source_id))
        case _:
            pass
    return task


async def post_for_elders(session: AsyncSession) -> str:
    """The post that carries meals and looks in on people: 助老守望, else the first there is.

    Raises NotFound where there are no posts.
    """
    found: str | None = await session.scalar(
        select(VolunteerPost.key)
        .order_by(VolunteerPost.key != FOR_ELDERS, VolunteerPost.position)
        .limit(1)
    )
    if found is None:
        raise NotFound
    return found


async def withdraw_help(
    session: AsyncSession, order_id: int, person_id: int, reason: str, *, now: datetime
) -> HelpOrder:
    """The resident does not need it any more; volunteers are told `reason`.

    Raises as `helps.withdraw` does.
    """
    task = await _locked_task(session, TaskSource.HELP, order_id)
    order = await helps.withdraw(session, order_id, person_id, now=now)
    if task is not None:
        await tasks.call_off(session, task.id, reason, now=now)
    return order


async def withdraw_wish(
    session: AsyncSession, wish_id: int, person_id: int, reason: str, *, now: datetime
) -> Wish:
    """The wisher takes it back; volunteers are told `reason`. Raises as `wishes.withdraw` does."""
    task = await _locked_task(session, TaskSource.WISH, wish_id)
    wish = await wishes.withdraw(session, wish_id, person_id)
    if task is not None:
        await tasks.call_off(session, task.id, reason, now=now)
    return wish


async def grant_wish(session: AsyncSession, wish_id: int, by: int, *, now: datetime) -> Wish:
    """已圆梦: the task is over, and counts as WISH_LASTS until its organiser puts that right.

    Raises as `wishes.granted` does.
    """
    task = await _locked_task(session, TaskSource.WISH, wish_id)
    wish = await wishes.granted(session, wish_id, by, now=now)
    if task is None:
        return wish
    if not await claims_of(session, task.id, ClaimState.HELD):
        await tasks.finish(session, task.id, now=now)
        return wish
    task.starts_at, task.ends_at = now - WISH_LASTS, now
    task.claim_by = min(task.claim_by, now)
    task.review_at, task.remind_at = now, None
    await session.flush()
    draw(session, TaskCard(task.id))
    return wish


async def another_granter(
    session: AsyncSession, wish_id: int, member: Member, *, now: datetime
) -> Wish:
    """The office gives a wish that was claimed back to the wall: nobody got in touch.

    Raises NotClaimed where nobody has it, and as `wishes.for_staff` and `claims.release` do.
    """
    wish = await wishes.for_staff(session, wish_id, member, WishState.APPROVED)
    task = await living_task(session, TaskSource.WISH, wish_id)
    granter = await wishes.granter(session, wish_id)
    if task is None or granter is None:
        raise NotClaimed
    await claims.release(session, task.id, granter, now=now)
    return wish


async def call_back(
    session: AsyncSession, source: TaskSource, source_id: int, reason: str, *, now: datetime
) -> None:
    """Volunteers are not needed any more, because staff took it themselves after all."""
    if (task := await _locked_task(session, source, source_id)) is not None:
        await tasks.call_off(session, task.id, reason, now=now)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Wishes on the wall that nobody can claim any more and nobody has."""
    claimed = exists().where(TaskClaim.task_id == Task.id, TaskClaim.state == ClaimState.HELD)
    hangs = exists().where(
        Task.source == TaskSource.WISH,
        Task.source_id == Wish.id,
        Task.state == TaskState.OPEN,
        (Task.claim_by > now) | claimed,
    )
    found = await session.scalars(
        select(Wish.id)
        .where(Wish.state == WishState.APPROVED, ~hangs)
        .order_by(Wish.rounds.desc(), Wish.posted_at, Wish.id)
    )
    return list(found)


async def act(session: AsyncSession, wish_id: int, *, now: datetime) -> None:
    """Post the wish again, for another fortnight; the often unmatched come first (`due`)."""
    await _locked_task(session, TaskSource.WISH, wish_id)
    await lock(session, TaskSource.WISH, wish_id)
    if wish_id not in await due(session, now):
        return
    before = await _last_task(session, wish_id)
    if before.state is TaskState.OPEN:
        await tasks.finish(session, before.id, now=now)
    await tasks.create(session, _again(before, now), now=now)
    wish = await wishes.get(session, wish_id)
    wish.rounds += 1
    await session.flush()
    draw(session, WishCard(wish_id))


async def _judge(session: AsyncSession, source: TaskSource, source_id: int, member: Member) -> None:
    match source:
        case TaskSource.TICKET:
            await tickets.check_may(session, source_id, member, taker_only=True)
        case TaskSource.ROUND:
            await check_works_for(session, await rounds.canteen_id(session, source_id), member)
            await check_round_waits(session, source_id)
        case TaskSource.CARE:
            alert = await care.get(session, source_id)
            await check_staff_of(session, (await care.area_of(session, alert)).id, member)
            await check_alert_waits(session, source_id)
        case TaskSource.HELP:
            await helps.for_staff(session, source_id, member, *WITH_STAFF)
        case TaskSource.WISH:
            await wishes.for_staff(session, source_id, member, WishState.POSTED)
        case TaskSource.STAFF:
            raise NotFound


async def _locked_task(session: AsyncSession, source: TaskSource, source_id: int) -> Task | None:
    """The living task of a source; nobody claims or ends it until this transaction does."""
    task = await living_task(session, source, source_id)
    if task is None:
        return None
    await locked_roles(session, task.id)
    return await living_task(session, source, source_id)


async def _last_task(session: AsyncSession, wish_id: int) -> Task:
    found: Task | None = await session.scalar(
        select(Task)
        .where(Task.source == TaskSource.WISH, Task.source_id == wish_id)
        .order_by(Task.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _again(before: Task, now: datetime) -> NewTask:
    return NewTask(
        area_id=before.area_id,
        post=before.post,
        title=before.title,
        details=before.details,
        private=before.private,
        place=before.place,
        latitude=before.latitude,
        longitude=before.longitude,
        starts_at=now,
        ends_at=now + WISH_GRANTED_WITHIN,
        claim_by=now + WISH_CLAIMED_WITHIN,
        organiser_id=before.organiser_id,
        organiser_name=before.organiser_name,
        source=before.source,
        source_id=before.source_id,
        helped_id=before.helped_id,
    )
