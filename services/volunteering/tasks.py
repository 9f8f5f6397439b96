"""Tasks (任务): putting one up, calling one off, ending it; `looking` has the reading of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import NotYours
from services.groups.authority import check_staff_of
from services.news import draw, tell
from services.tickets import Member
from services.volunteering import new_offers, sources
from services.volunteering.errors import AlreadyATask, TaskOver
from services.volunteering.looking import LIVING, get, locked_roles
from services.volunteering.new_task import REASON_LIMIT, NewTask, judged
from services.volunteering.news import TaskCancelled, TaskCard
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, TaskState


async def create(session: AsyncSession, new: NewTask, *, now: datetime) -> Task:
    """Put a task up; its card goes to the volunteers' group.

    Raises NotFound for a post or place there is not, BadTimes, BadPlaces, TooManyRoles,
    WordsNeeded, TooLong, and AlreadyATask where its source is a living task or the series has
    one at that time.
    """
    values, named = await judged(session, new, now=now)
    task = await _put_up(session, values)
    session.add_all(
        TaskRole(task_id=task.id, position=position, name=name, places=places, claimed=0)
        for position, (name, places) in enumerate(named)
    )
    await session.flush()
    draw(session, TaskCard(task.id))
    return task


async def cancel(
    session: AsyncSession, task_id: int, by: Member | int, reason: str, *, now: datetime
) -> Task:
    """Call a task off, by its organiser (a person's id) or by staff of its community.

    Everyone who holds a place or waits is told the reason. Raises NotFound, NotYours,
    NotYourGroup, NotAMember, WordsNeeded, TooLong, TaskOver.
    """
    task = await get(session, task_id)
    if isinstance(by, int):
        if task.organiser_id != by:
            raise NotYours
    elif task.organiser_id != by.person_id:
        await check_staff_of(session, task.area_id, by)
    return await call_off(session, task_id, reason, now=now)


async def call_off(session: AsyncSession, task_id: int, reason: str, *, now: datetime) -> Task:
    """Call a task off because what it came from says so; nobody's right is asked for.

    Raises NotFound, WordsNeeded, TooLong, TaskOver.
    """
    words = written.line(reason, limit=REASON_LIMIT)
    task, told = await _end(session, task_id, TaskState.CANCELLED, LIVING, words, now)
    tell(session, TaskCancelled(task.id, told))
    return task


async def finish(session: AsyncSession, task_id: int, *, now: datetime) -> Task:
    """The task is over and every place judged; who still waits was never reached.

    Raises NotFound, TaskOver.
    """
    task, _ = await _end(session, task_id, TaskState.DONE, (ClaimState.WAITING,), None, now)
    return task


async def _end(
    session: AsyncSession,
    task_id: int,
    state: TaskState,
    dropped: Sequence[ClaimState],
    reason: str | None,
    now: datetime,
) -> tuple[Task, tuple[int, ...]]:
    """End an open task and release its claims in `dropped`; returns their ids."""
    await locked_roles(session, task_id)
    task = await rows.change(
        session,
        Task,
        Task.id == task_id,
        Task.state == TaskState.OPEN,
        state=state,
        reason=reason,
        ended_at=now,
        remind_at=None,
    )
    if task is None:
        raise TaskOver((await get(session, task_id)).state)
    released = await rows.change_all(
        session,
        TaskClaim,
        TaskClaim.task_id == task_id,
        TaskClaim.state.in_(dropped),
        state=ClaimState.RELEASED,
        released_at=now,
        handed_to=None,
    )
    claims = tuple(sorted(claim.id for claim in released))
    if ClaimState.HELD in dropped:
        await session.execute(
            update(TaskRole).where(TaskRole.task_id == task_id).values(claimed=0),
            execution_options={"synchronize_session": False},
        )
    if task.source_id is not None:
        await sources.ended(session, task, now)
    await new_offers.withdraw(session, task.id)
    draw(session, TaskCard(task.id))
    return task, claims


async def _put_up(session: AsyncSession, values: dict[str, Any]) -> Task:
    """Two members of staff may pass the same thing on at once: one task comes of it."""
    dialect = session.get_bind().dialect.name
    insert = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(Task)
    added = await session.scalars(
        insert.values(**values).on_conflict_do_nothing().returning(Task),
        execution_options={"populate_existing": True},
    )
    task = added.one_or_none()
    if task is not None:
        return task
    same = (
        (Task.series_id == values["series_id"]) & (Task.starts_at == values["starts_at"])
        if values["series_id"] is not None
        else (Task.source == values["source"]) & (Task.source_id == values["source_id"])
    )
    there = await session.scalar(select(Task.id).where(same).order_by(Task.id.desc()))
    raise AlreadyATask(there or 0)
