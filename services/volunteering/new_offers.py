"""New tasks, told privately to volunteers who asked for them (附近有新任务告诉我).

On Telegram a task's card stands in the volunteers' group. An official account has no groups and may
say little, so those who want to hear of new tasks there say so. They hear of one at a time, the one
that fits them best, and seldom: what is sent today cannot be sent when it matters. A place that was
given back late makes a task new again, and is offered first: it begins within a day.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import quiet_hours, rows
from services.calendar import ZONE
from services.news import tell
from services.people import reach
from services.volunteering import volunteers
from services.volunteering.news import TaskOffered
from services.volunteering.offers import offers_for
from storage.outbox import forget_unsent
from storage.tables import Task, TaskClaim, TaskState, Volunteer, VolunteerState

APART = timedelta(hours=4)
"""Between two offers to one person: with the night no more than four a day."""
COMMITTED = timedelta(minutes=1)
"""A task that went up later may not be visible yet; it is looked at next time."""


def key(task_id: int) -> str:
    """The card of an offer, in the chat of each who gets it."""
    return f"task offered:{task_id}"


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of those for whom a task is new, and whose last offer is long enough ago."""
    until = now - COMMITTED
    went_up = (Task.created_at > Volunteer.offers_from) & (Task.created_at <= until)
    given_back = exists().where(
        TaskClaim.task_id == Task.id,
        *_given_back(Volunteer.person_id, Volunteer.offers_from, until),
    )
    is_new = exists().where(
        Task.area_id == Volunteer.area_id,
        Task.state == TaskState.OPEN,
        Task.claim_by > now,
        or_(went_up, given_back),
    )
    found = await session.scalars(
        select(Volunteer.person_id)
        .where(
            Volunteer.offers_from.is_not(None),
            volunteers.back_by(now.astimezone(ZONE).date()),
            or_(Volunteer.offered_at.is_(None), Volunteer.offered_at <= now - APART),
            is_new,
        )
        .order_by(Volunteer.offers_from, Volunteer.person_id)
    )
    return list(found)


async def act(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Offer the new task that fits best and still has places; how many more there are is said.

    Not while they talk with us: it would come between a question and its answer.
    """
    volunteer = await volunteers.get(session, person_id)
    if volunteer is None or volunteer.offers_from is None:
        return
    if volunteers.standing(volunteer, now=now) is not VolunteerState.ACTIVE:
        return
    reached = await reach.reachable(session, person_id)
    if reached is not None and await quiet_hours.talking_in(session, [reached.chat], now):
        return
    since, until = volunteer.offers_from, now - COMMITTED
    given_back = select(TaskClaim.task_id).where(*_given_back(person_id, since, until))
    again = set(await session.scalars(given_back))
    new = [
        offer.task
        for offer in await offers_for(session, volunteer, now=now)
        if offer.fits
        and offer.missing
        and (offer.task.id in again or since < offer.task.created_at <= until)
    ]
    new.sort(key=lambda task: task.id not in again)
    told = {"offered_at": now} if new else {}
    unchanged = (Volunteer.person_id == person_id, Volunteer.offers_from == since)
    changed = await rows.change(session, Volunteer, *unchanged, offers_from=until, **told)
    if changed is not None and new:
        first, others = new[0].id, len(new) - 1
        tell(session, TaskOffered(person_id, first, others=others, again=first in again))


def _given_back(
    person_id: SQLColumnExpression[int] | int,
    since: SQLColumnExpression[datetime | None] | datetime,
    until: datetime,
) -> tuple[ColumnElement[bool], ...]:
    """Of claims: given back late in that time, by somebody else."""
    return (
        TaskClaim.late.is_(True),
        TaskClaim.released_at > since,
        TaskClaim.released_at <= until,
        TaskClaim.person_id.is_distinct_from(person_id),
    )


async def withdraw(session: AsyncSession, task_id: int) -> None:
    """Nothing can be claimed any more: offers of it that have not left yet never do."""
    await forget_unsent(session, [key(task_id)])
