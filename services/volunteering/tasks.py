"""Tasks (任务): putting one up, calling one off, ending it; `looking` has the reading of them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotFound, NotYours
from services.news import draw, tell
from services.tickets import Member
from services.tickets.words import checked
from services.volunteering import sources
from services.volunteering.authority import check_staff_of
from services.volunteering.errors import AlreadyATask, BadPlaces, BadTimes, TaskOver
from services.volunteering.looking import (
    LIVING,
    Mine,
    claim_of,
    claims_of,
    get,
    get_claim,
    locked_roles,
    of_person,
    open_in,
    roles,
)
from services.volunteering.news import TaskCancelled, TaskCard
from services.volunteering.reminders import next_reminder
from storage.tables import (
    Area,
    ClaimState,
    Level,
    Task,
    TaskClaim,
    TaskRole,
    TaskSource,
    TaskState,
    VolunteerPost,
)

__all__ = [
    "LIVING",
    "Mine",
    "NewTask",
    "call_off",
    "cancel",
    "claim_of",
    "claims_of",
    "create",
    "finish",
    "get",
    "get_claim",
    "of_person",
    "open_in",
    "roles",
]

TITLE_LIMIT = 60
PLACE_LIMIT = 200
REASON_LIMIT = 200
ROLE_LIMIT = 40
"""The columns' lengths."""
TEXT_LIMIT = 1_500
"""Details, and private details: both with the rest fit one message of 4,096 characters."""
MOST_PLACES = 50
"""Of a role; more hands than that are several tasks."""
OPENS_BEFORE = timedelta(minutes=30)
"""How long before the start somebody can check in; then the attendance list comes up."""
REVIEW_AFTER = timedelta(hours=1)
"""How long after its end a task waits for check-outs before it goes to review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task as somebody wants it put up; times are aware, positions WGS-84 degrees."""

    area_id: int
    """A community, or something in it."""
    post: str
    title: str
    details: str = field(default="", repr=False)
    """For everybody; may be empty."""
    private: str | None = field(default=None, repr=False)
    """For those who hold a place alone."""
    place: str
    latitude: float | None = None
    longitude: float | None = None
    starts_at: datetime
    ends_at: datetime
    claim_by: datetime
    roles: Sequence[tuple[str, int]] = (("", 1),)
    """Name and places; the name may be empty where there is one role."""
    organiser_id: int | None
    organiser_name: str | None
    source: TaskSource = TaskSource.STAFF
    source_id: int | None = None
    helped_id: int | None = None
    series_id: int | None = None


async def create(session: AsyncSession, new: NewTask, *, now: datetime) -> Task:
    """Put a task up; its card goes to the volunteers' group.

    Raises NotFound for a post or place there is not, BadTimes, BadPlaces, WordsNeeded, TooLong,
    and AlreadyATask where its source is a living task or the series has one at that time.
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


async def judged(
    session: AsyncSession, new: NewTask, *, now: datetime
) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """The columns of the task that `new` would become, and its roles; nothing is written.

    Raises as `create` does, but for AlreadyATask.
    """
    if not new.starts_at < new.ends_at or new.ends_at <= now or new.claim_by > new.ends_at:
        raise BadTimes
    values = _texts(new) | {
        "area_id": await _community_id(session, new),
        "post": new.post,
        "source": new.source,
        "source_id": new.source_id,
        "series_id": new.series_id,
        "state": TaskState.OPEN,
        "latitude": new.latitude,
        "longitude": new.longitude,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "claim_by": new.claim_by,
        "organiser_id": new.organiser_id,
        "organiser_name": new.organiser_name,
        "helped_id": new.helped_id,
        "secret": secrets.token_hex(16),
        "remind_at": next_reminder(new.starts_at, now),
        "review_at": new.starts_at - OPENS_BEFORE,
        "created_at": now,
    }
    return values, _roles(new.roles)


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
    words = checked(reason, limit=REASON_LIMIT, words_needed=True)
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
    ended = await session.scalars(
        update(Task)
        .where(Task.id == task_id, Task.state == TaskState.OPEN)
        .values(state=state, reason=reason, ended_at=now, remind_at=None)
        .returning(Task),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    task = ended.one_or_none()
    if task is None:
        raise TaskOver((await get(session, task_id)).state)
    released = await session.scalars(
        update(TaskClaim)
        .where(TaskClaim.task_id == task_id, TaskClaim.state.in_(dropped))
        .values(state=ClaimState.RELEASED, released_at=now, handed_to=None)
        .returning(TaskClaim),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    claims = tuple(sorted(claim.id for claim in released))
    if ClaimState.HELD in dropped:
        await session.execute(
            update(TaskRole).where(TaskRole.task_id == task_id).values(claimed=0),
            execution_options={"synchronize_session": False},
        )
    if task.source_id is not None:
        await sources.ended(session, task, now)
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


def _texts(new: NewTask) -> dict[str, str | None]:
    """Raises WordsNeeded or TooLong."""
    private = (new.private or "").strip()
    return {
        "title": checked(new.title, limit=TITLE_LIMIT, words_needed=True),
        "details": checked(new.details, limit=TEXT_LIMIT) if new.details.strip() else "",
        "private": checked(private, limit=TEXT_LIMIT) if private else None,
        "place": checked(new.place, limit=PLACE_LIMIT, words_needed=True),
    }


def _roles(wanted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Raises BadPlaces; WordsNeeded or TooLong for a name."""
    if not wanted or any(not 1 <= places <= MOST_PLACES for _name, places in wanted):
        raise BadPlaces(MOST_PLACES)
    return [
        (checked(name, limit=ROLE_LIMIT) if name.strip() or len(wanted) > 1 else "", places)
        for name, places in wanted
    ]


async def _community_id(session: AsyncSession, new: NewTask) -> int:
    """Raises NotFound, also for a post there is not."""
    area = await session.get(Area, new.area_id)
    community = await areas.of_level(session, area, Level.COMMUNITY) if area else None
    if community is None or await session.get(VolunteerPost, new.post) is None:
        raise NotFound
    return community.id
