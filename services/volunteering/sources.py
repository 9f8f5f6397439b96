"""What happens to a task happens to what it comes from.

A claimed round has its carrier, a claimed alert somebody who goes to look, an order and a wish
somebody who comes; given back or called off, they are as before. `tasks` and `claims` call this
within the same transaction, with the task's roles locked, for tasks that have a source.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services import helps, wishes
from services.errors import AlreadySettled, AlreadyTaken, NotFound
from services.helps import HelpPast
from services.helps.news import HelperFound, HelperGone, HelpReturned
from services.meals import care, rounds
from services.meals.kitchen_errors import RoundOver
from services.meals.kitchen_news import CareCard, RoundCard
from services.news import draw, tell
from services.tickets.recording import record
from services.wishes import CONTACT_WITHIN, WishPast
from services.wishes.news import GranterFound, GranterGone, WishCard, WishDeclined
from storage.tables import (
    CareAlert,
    ClaimState,
    EventKind,
    HelpOrder,
    HelpState,
    MealRound,
    RoundState,
    Task,
    TaskClaim,
    TaskSource,
    TaskState,
    Ticket,
    Wish,
    WishState,
)

_IDS: dict[TaskSource, InstrumentedAttribute[int]] = {
    TaskSource.TICKET: Ticket.id,
    TaskSource.ROUND: MealRound.id,
    TaskSource.CARE: CareAlert.id,
    TaskSource.HELP: HelpOrder.id,
    TaskSource.WISH: Wish.id,
}


async def claimed(session: AsyncSession, task: Task, claim: TaskClaim, now: datetime) -> None:
    """`claim` holds a place of `task` from now on, at once or from the waiting list.

    Raises NotFound, AlreadyTaken, AlreadySettled or RoundOver where staff took a round or an
    alert themselves meanwhile; the caller then takes the claim back.
    """
    if task.source_id is None:
        return
    match task.source:
        case TaskSource.ROUND if claim.person_id is not None:
            name = claim.person_name or ""
            await rounds.take(session, task.source_id, claim.person_id, name, now=now)
        case TaskSource.CARE if claim.person_id is not None:
            name = claim.person_name or ""
            await care.take(session, task.source_id, claim.person_id, name, now=now)
        case TaskSource.HELP:
            order = await helps.get(session, task.source_id)
            if order.state is HelpState.OFFERED:
                tell(session, HelperFound(order.id, claim.id))
        case TaskSource.WISH:
            wish = await wishes.get(session, task.source_id)
            if wish.state is WishState.APPROVED:
                wish.contact_by = now + CONTACT_WITHIN
                await session.flush()
                tell(session, GranterFound(wish.id, claim.id))
                draw(session, WishCard(wish.id))
        case TaskSource.TICKET:
            await _note(session, task, "claimed", now)
        case _:
            pass


async def released(session: AsyncSession, task: Task, claim: TaskClaim, now: datetime) -> None:
    """`claim` held a place of `task` and does not any more; nobody has taken it over yet."""
    if task.source_id is None:
        return
    match task.source:
        case TaskSource.ROUND | TaskSource.CARE if claim.person_id is not None:
            await _let_go(session, task, claim.person_id, now)
        case TaskSource.HELP:
            order = await helps.get(session, task.source_id)
            if order.state is HelpState.OFFERED:
                tell(session, HelperGone(order.id))
        case TaskSource.WISH:
            wish = await wishes.get(session, task.source_id)
            if wish.state is WishState.APPROVED:
                wish.contact_by = None
                await session.flush()
                tell(session, GranterGone(wish.id))
                draw(session, WishCard(wish.id))
        case TaskSource.TICKET:
            await _note(session, task, "released", now)
        case _:
            pass


async def ended(session: AsyncSession, task: Task, now: datetime) -> None:
    """`task` is done or called off.

    A round or an alert whose task is called off waits for somebody else. An order goes back to
    staff unless somebody served. A wish that somebody served is granted; called off, it is taken
    off the wall; of one that nobody granted `granting.act` makes a new task.
    """
    if task.source_id is None:
        return
    match task.source:
        case TaskSource.ROUND | TaskSource.CARE if task.state is TaskState.CANCELLED:
            for person_id in await _claimed_by(session, task.id):
                await _let_go(session, task, person_id, now)
            await _offer_again(session, task.source, task.source_id)
        case TaskSource.HELP:
            await _end_order(session, task, task.source_id, now)
        case TaskSource.WISH:
            await _end_wish(session, task, task.source_id, now)
        case TaskSource.TICKET:
            await _note(session, task, task.state.value, now)
        case _:
            pass


async def lock(session: AsyncSession, source: TaskSource, source_id: int) -> None:
    """Keep what tasks come from as it is until this transaction ends. Raises NotFound.

    Always after the roles of its task, so that two who act at once meet in one order.
    """
    column = _IDS.get(source)
    wanted = None if column is None else select(column).where(column == source_id)
    if wanted is None or await session.scalar(wanted.with_for_update()) is None:
        raise NotFound


async def check_round_waits(session: AsyncSession, round_id: int) -> None:
    """Raises NotFound, AlreadyTaken or RoundOver."""
    found = await rounds.get(session, round_id)
    if found.state is RoundState.TAKEN:
        raise AlreadyTaken(found.carrier_name or "", yours=False)
    if found.state is not RoundState.OPEN:
        raise RoundOver(found.state)


async def check_alert_waits(session: AsyncSession, alert_id: int) -> None:
    """Raises NotFound, AlreadyTaken or AlreadySettled."""
    found = await care.get(session, alert_id)
    if found.settled_at is not None:
        raise AlreadySettled(found.settled_by_name or "", yours=False)
    if found.taken_at is not None:
        raise AlreadyTaken(found.taken_by_name or "", yours=False)


async def living_task(session: AsyncSession, source: TaskSource, source_id: int) -> Task | None:
    """The open task that comes from this; a source has at most one."""
    found: Task | None = await session.scalar(
        select(Task)
        .where(Task.source == source, Task.source_id == source_id, Task.state == TaskState.OPEN)
        .execution_options(populate_existing=True)
    )
    return found


async def _let_go(session: AsyncSession, task: Task, person_id: int, now: datetime) -> None:
    """`person_id` does not have the round or the alert any more, if they still had it."""
    if task.source_id is None:
        return
    if task.source is TaskSource.CARE:
        await care.give_back(session, task.source_id, person_id, now=now)
        return
    found = await rounds.get(session, task.source_id)
    if found.state is RoundState.TAKEN and found.carrier_id == person_id:
        await rounds.give_back(session, task.source_id, person_id, now=now)


async def _offer_again(session: AsyncSession, source: TaskSource, source_id: int) -> None:
    """Its card offers again to ask volunteers."""
    if source is TaskSource.ROUND:
        (await rounds.get(session, source_id)).task_id = None
        draw(session, RoundCard(source_id))
    else:
        (await care.get(session, source_id)).task_id = None
        draw(session, CareCard(source_id))
    await session.flush()


async def _end_order(session: AsyncSession, task: Task, order_id: int, now: datetime) -> None:
    """Nothing happens to an order that ended before its task did."""
    offered = (HelpState.OFFERED,)
    try:
        if await _served(session, task):
            await helps.move(session, order_id, offered, state=HelpState.DONE, ended_at=now)
        else:
            await helps.move(session, order_id, offered, state=HelpState.OPEN)
            tell(session, HelpReturned(order_id))
    except HelpPast:
        return


async def _end_wish(session: AsyncSession, task: Task, wish_id: int, now: datetime) -> None:
    """Nothing happens to a wish that ended before its task did."""
    values: dict[str, Any] = {"contact_by": None}
    if await _served(session, task):
        values |= {"state": WishState.GRANTED, "granted_at": now}
    elif task.state is TaskState.CANCELLED:
        values |= {"state": WishState.DECLINED, "reason": task.reason}
    try:
        ended = await wishes.move(session, wish_id, (WishState.APPROVED,), **values)
    except WishPast:
        return
    if ended.state is WishState.DECLINED:
        tell(session, WishDeclined(wish_id))


async def _served(session: AsyncSession, task: Task) -> bool:
    """Whether anybody has their record of service of a task that is done."""
    served = exists().where(TaskClaim.task_id == task.id, TaskClaim.state == ClaimState.DONE)
    return task.state is TaskState.DONE and bool(await session.scalar(select(served)))


async def _claimed_by(session: AsyncSession, task_id: int) -> list[int]:
    found = await session.scalars(
        select(TaskClaim.person_id).where(
            TaskClaim.task_id == task_id, TaskClaim.person_id.is_not(None)
        )
    )
    return [person_id for person_id in found if person_id is not None]


async def _note(session: AsyncSession, task: Task, what: str, now: datetime) -> None:
    """A line for staff on the timeline of the request that the task comes from."""
    ticket = await session.get(Ticket, task.source_id)
    if ticket is None:
        raise NotFound
    await record(
        session,
        ticket,
        EventKind.NOTE,
        now=now,
        internal=True,
        data={"task": task.id, "volunteers": what},
    )
