"""What was wanted for somebody who has themselves erased: it ends, and its words go."""

from datetime import datetime

from sqlalchemy import Select, case, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import helps, wishes
from services.helps.news import HelpCard
from services.news import draw
from services.volunteering import granting, looking, passing_on, tasks
from services.volunteering.news import TaskCard
from services.wishes.news import WishCard
from storage.outbox import forget_unsent
from storage.tables import (
    CareAlert,
    Diner,
    HelpOrder,
    Task,
    TaskSource,
    TaskState,
    Ticket,
    Wish,
)

NO_LONGER_NEEDED = "居民不再需要了"
"""Why a task for them is called off; such reasons are kept in the source language."""
NAMELESS = "…"
"""The title of a task that was done for them."""


async def end(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Their orders, wishes and the tasks that help them: called off, emptied, drawn again."""
    orders = await ids(session, select(HelpOrder.id).where(HelpOrder.person_id == person_id))
    wished = await ids(session, select(Wish.id).where(Wish.person_id == person_id))
    for order_id in orders:
        if (await helps.get(session, order_id)).state in helps.LIVING:
            await passing_on.withdraw_help(session, order_id, person_id, NO_LONGER_NEEDED, now=now)
        draw(session, HelpCard(order_id))
    for wish_id in wished:
        if (await wishes.get(session, wish_id)).state in wishes.LIVING:
            await granting.withdraw_wish(session, wish_id, person_id, NO_LONGER_NEEDED, now=now)
        draw(session, WishCard(wish_id))
    for_them = await ids(session, _tasks_for(person_id))
    for task_id in for_them:
        if (await looking.get(session, task_id)).state is TaskState.OPEN:
            await tasks.call_off(session, task_id, NO_LONGER_NEEDED, now=now)
        draw(session, TaskCard(task_id))
    await session.execute(
        update(Task)
        .where(Task.id.in_(for_them))
        .values(
            title=NAMELESS,
            details="",
            private=None,
            place="",
            latitude=None,
            longitude=None,
            helped_id=None,
            # Why it was called off is said in words that may name them.
            reason=case((Task.reason.is_not(None), NO_LONGER_NEEDED)),
        )
    )
    await session.execute(
        update(HelpOrder)
        .where(HelpOrder.id.in_(orders))
        .values(person_id=None, person_name=None, place="", wanted="", words=None, answer=None)
    )
    await session.execute(
        update(Wish)
        .where(Wish.id.in_(wished))
        .values(person_id=None, person_name=None, text="", reason=None)
    )
    keys = [
        *(f"help:{order_id}" for order_id in orders),
        *(f"wish:{wish_id}" for wish_id in wished),
        *(f"task:{task_id}" for task_id in for_them),
    ]
    await forget_unsent(session, keys)


def _tasks_for(person_id: int) -> Select[int]:
    """Tasks that help them, and those whose private details are their words or their door."""
    tickets = select(Ticket.id).where(Ticket.author_id == person_id)
    alerts = select(CareAlert.id).join(Diner).where(Diner.person_id == person_id)
    # As one selection: for OR with selections both databases read every task.
    theirs = union(
        select(Task.id).where(Task.helped_id == person_id),
        select(Task.id).where(Task.source == TaskSource.TICKET, Task.source_id.in_(tickets)),
        select(Task.id).where(Task.source == TaskSource.CARE, Task.source_id.in_(alerts)),
    )
    return select(Task.id).where(Task.id.in_(theirs))


async def ids(session: AsyncSession, query: Select[int]) -> list[int]:
    """What `query` finds, in order: several are locked in one order."""
    return sorted(await session.scalars(query))
