"""Checking in and out (签到、签退): by position, by a code, or by the organiser."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.areas import distance_m
from services.errors import NotYours
from services.news import draw, tell
from services.rows import judged_again
from services.volunteering import codes, records
from services.volunteering.errors import TaskOver
from services.volunteering.hours_errors import (
    AlreadyIn,
    NoPosition,
    NotIn,
    PlaceNotHeld,
    TooEarly,
    TooFar,
    TooManyWrongCodes,
    WrongCode,
)
from services.volunteering.hours_news import CheckedIn, Recorded, RollCall
from services.volunteering.judging import check_judge, current, held_fast
from services.volunteering.new_task import OPENS_BEFORE
from storage.tables import (
    CheckHow,
    ClaimState,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskState,
)

NEAR_M = 300.0
"""Metres, as the crow flies: between high houses a telephone is often 100 m wrong."""
WRONG_CODES = 10
"""Tries a person and task: who mistypes needs few, and six digits cannot be guessed in ten."""


@judged_again
async def check_in(
    session: AsyncSession,
    claim_id: int,
    how: CheckHow,
    *,
    by: int,
    now: datetime,
    latitude: float | None = None,
    longitude: float | None = None,
    code: str | None = None,
) -> TaskClaim:
    """签到, by the volunteer (with a position in WGS-84 degrees or a code) or by the organiser.

    Raises NotFound, NotYours, PlaceNotHeld, AlreadyIn, TooEarly, TaskOver; by what is shown also
    NoPosition, TooFar, WrongCode, TooManyWrongCodes; for the organiser OwnMinutes, NotOrganiser.
    A wrong code is counted, the one thing that a refusal leaves written.
    """
    task, claim = await held_fast(session, claim_id)
    await _check_who(session, task, claim, how, by)
    _check_may_come(task, claim, now)
    if how is CheckHow.CODE:
        await _check_code(session, task, claim, code or "", now)
    elif how is CheckHow.PLACE:
        _check_near(task, latitude, longitude)
    await records.change_claim(session, claim, in_at=now, in_how=how)
    if how is CheckHow.ORGANISER:
        tell(session, CheckedIn(claim.id))
    draw(session, RollCall(task.id))
    return claim


@judged_again
async def check_out(
    session: AsyncSession,
    claim_id: int,
    how: CheckHow,
    *,
    by: int,
    now: datetime,
    latitude: float | None = None,
    longitude: float | None = None,
    code: str | None = None,
) -> ServiceRecord:
    """签退: makes the record, for the organiser to confirm. Possible until the review.

    Raises as `check_in` does, and NotIn.
    """
    task, claim = await held_fast(session, claim_id)
    await _check_who(session, task, claim, how, by)
    begun = _begun(claim)
    if how is CheckHow.CODE:
        await _check_code(session, task, claim, code or "", now)
    elif how is CheckHow.PLACE:
        _check_near(task, latitude, longitude)
    await records.change_claim(session, claim, state=ClaimState.DONE, out_at=now, out_how=how)
    minutes = records.minutes_between(task, begun, now)
    record = await records.make(session, task, claim, minutes)
    if how is CheckHow.ORGANISER:
        tell(session, Recorded(record.id))
    await records.finish_if_over(session, task, now=now)
    return record


async def check_may(
    session: AsyncSession, claim_id: int, by: int, *, coming: bool, now: datetime
) -> Task:
    """The task, if the volunteer could check in (`coming`) or out now, once they show where.

    Raises as `check_in` and `check_out` do.
    """
    task, claim = await current(session, claim_id)
    if claim.person_id != by:
        raise NotYours
    if coming:
        _check_may_come(task, claim, now)
    else:
        _begun(claim)
    return task


def _check_may_come(task: Task, claim: TaskClaim, now: datetime) -> None:
    if claim.state is not ClaimState.HELD:
        raise PlaceNotHeld
    if claim.in_at is not None:
        raise AlreadyIn(claim.in_at)
    if task.state is not TaskState.OPEN or now >= task.ends_at:
        raise TaskOver(task.state)
    opens_at = task.starts_at - OPENS_BEFORE
    if now < opens_at:
        raise TooEarly(opens_at)


def _begun(claim: TaskClaim) -> datetime:
    """Since when they are there."""
    if claim.state is not ClaimState.HELD:
        raise PlaceNotHeld
    if claim.in_at is None:
        raise NotIn
    return claim.in_at


async def _check_who(
    session: AsyncSession, task: Task, claim: TaskClaim, how: CheckHow, by: int
) -> None:
    if how is CheckHow.ORGANISER:
        await check_judge(session, task, claim, by)
    elif claim.person_id != by:
        raise NotYours


async def _check_code(
    session: AsyncSession, task: Task, claim: TaskClaim, code: str, now: datetime
) -> None:
    """Claims that were given back count too: claiming again brings no new tries."""
    of_theirs = (TaskClaim.task_id == task.id, TaskClaim.person_id == claim.person_id)
    tried = await session.scalar(select(func.sum(TaskClaim.wrong_codes)).where(*of_theirs))
    if (tried or 0) >= WRONG_CODES:
        raise TooManyWrongCodes
    if codes.matches(task, code, now):
        return
    await session.execute(
        update(TaskClaim)
        .where(TaskClaim.id == claim.id)
        .values(wrong_codes=TaskClaim.wrong_codes + 1)
        .execution_options(synchronize_session=False)
    )
    raise WrongCode


def _check_near(task: Task, latitude: float | None, longitude: float | None) -> None:
    if task.latitude is None or task.longitude is None or latitude is None or longitude is None:
        raise NoPosition
    metres = distance_m(latitude, longitude, task.latitude, task.longitude)
    if metres > NEAR_M:
        raise TooFar(round(metres))
