"""转志愿者: requests, rounds, alerts, orders and wishes become volunteers' tasks.

Who may pass something on is who may act on it. What it comes from is locked before it is judged,
always after the task's roles, so that two who act at once meet in one order.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import helps, tickets, wishes
from services.errors import NotFound
from services.groups.authority import check_staff_of
from services.helps import WITH_STAFF
from services.meals import care, rounds
from services.meals.authority import check_works_for
from services.news import tell
from services.tickets import Member
from services.volunteering import tasks
from services.volunteering.errors import AlreadyATask
from services.volunteering.looking import locked_roles
from services.volunteering.new_task import NewTask
from services.volunteering.sources import (
    check_alert_waits,
    check_round_waits,
    living_task,
    lock,
)
from services.wishes.news import WishApproved
from storage.tables import (
    HelpOrder,
    HelpState,
    Task,
    TaskSource,
    VolunteerPost,
    WishState,
)

FOR_ELDERS = "elders"
"""A post's key in the community's data."""


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
    task = await locked_task(session, TaskSource.HELP, order_id)
    order = await helps.withdraw(session, order_id, person_id, now=now)
    if task is not None:
        await tasks.call_off(session, task.id, reason, now=now)
    return order


async def call_back(
    session: AsyncSession, source: TaskSource, source_id: int, reason: str, *, now: datetime
) -> None:
    """Volunteers are not needed any more, because staff took it themselves after all."""
    if (task := await locked_task(session, source, source_id)) is not None:
        await tasks.call_off(session, task.id, reason, now=now)


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


async def locked_task(session: AsyncSession, source: TaskSource, source_id: int) -> Task | None:
    """The living task of a source; nobody claims or ends it until this transaction does."""
    task = await living_task(session, source, source_id)
    if task is None:
        return None
    await locked_roles(session, task.id)
    return await living_task(session, source, source_id)
