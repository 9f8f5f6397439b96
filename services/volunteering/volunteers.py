"""Volunteers as people: who is ready to take something on, pausing and coming back.

How they come is in `admission`, how they go in `leaving`.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.calendar import ZONE
from services.errors import NotFound
from services.groups.authority import Member, check_staff_of
from services.rows import judged_again
from services.volunteering.errors import (
    DayPassed,
    NotAdmitted,
    NotAVolunteer,
    VolunteerBlocked,
    VolunteerPaused,
)
from storage.tables import Volunteer, VolunteerPost, VolunteerState

THERE = (VolunteerState.ACTIVE, VolunteerState.PAUSED)
"""Admitted, and neither left nor blocked."""


def back_by(today: date) -> ColumnElement[bool]:
    """Holds for volunteers who can be asked on `today`: a pause ends with its last day."""
    return or_(
        Volunteer.state == VolunteerState.ACTIVE,
        and_(Volunteer.state == VolunteerState.PAUSED, Volunteer.paused_until < today),
    )


def standing(volunteer: Volunteer, *, now: datetime) -> VolunteerState:
    """Their state at `now`: whose pause is over is active, though nobody wrote that down yet."""
    until = volunteer.paused_until
    over = until is not None and until < now.astimezone(ZONE).date()
    if volunteer.state is VolunteerState.PAUSED and over:
        return VolunteerState.ACTIVE
    return volunteer.state


async def get(session: AsyncSession, person_id: int) -> Volunteer | None:
    """The present row, whatever its state."""
    known = rows.settled(session, Volunteer, person_id)
    return known or await session.get(Volunteer, person_id, populate_existing=True)


async def for_staff(session: AsyncSession, person_id: int, member: Member) -> Volunteer:
    """The volunteer or applicant, if the member's office answers for their community.

    Raises NotFound, NotYourGroup or NotAMember.
    """
    volunteer = await get(session, person_id)
    if volunteer is None:
        raise NotFound
    await check_staff_of(session, volunteer.area_id, member)
    return volunteer


async def ready(session: AsyncSession, person_id: int, *, now: datetime) -> Volunteer:
    """The volunteer, if they may take something on.

    Raises NotAVolunteer (never was, left or was declined), NotAdmitted, VolunteerPaused or
    VolunteerBlocked.
    """
    volunteer = await get(session, person_id)
    if volunteer is None:
        raise NotAVolunteer
    match standing(volunteer, now=now):
        case VolunteerState.ACTIVE:
            return volunteer
        case VolunteerState.APPLIED:
            raise NotAdmitted
        case VolunteerState.PAUSED:
            raise VolunteerPaused(volunteer.paused_until)
        case VolunteerState.BLOCKED:
            raise VolunteerBlocked(volunteer.reason or "")
        case _:
            raise NotAVolunteer


async def may_apply(session: AsyncSession, person_id: int) -> bool:
    """Whether they are no volunteer and may become one: not yet, not any more, or declined."""
    volunteer = await get(session, person_id)
    return volunteer is None or volunteer.state in (VolunteerState.LEFT, VolunteerState.DECLINED)


async def posts(session: AsyncSession) -> list[VolunteerPost]:
    """All kinds of posts, in their order."""
    found = await session.scalars(
        select(VolunteerPost).order_by(VolunteerPost.position, VolunteerPost.key)
    )
    return list(found)


@judged_again
async def pause(
    session: AsyncSession, person_id: int, until: date | None, *, now: datetime
) -> Volunteer:
    """Claim nothing up to and with that day, or until they say so; what is held stays held.

    Raises NotAVolunteer, or DayPassed for a day before today.
    """
    volunteer = await _there(session, person_id)
    if until is not None and until < now.astimezone(ZONE).date():
        raise DayPassed
    await change(session, volunteer, state=VolunteerState.PAUSED, paused_until=until)
    return volunteer


@judged_again
async def resume(session: AsyncSession, person_id: int) -> Volunteer:
    """End a pause. Raises NotAVolunteer."""
    volunteer = await _there(session, person_id)
    await change(session, volunteer, state=VolunteerState.ACTIVE, paused_until=None)
    return volunteer


async def change(session: AsyncSession, volunteer: Volunteer, **values: object) -> None:
    """Write, unless their state changed since it was read; raises Outrun then."""
    await rows.change_seen(session, volunteer, Volunteer.state, Volunteer.applied_at, **values)


async def _there(session: AsyncSession, person_id: int) -> Volunteer:
    volunteer = await get(session, person_id)
    if volunteer is None or volunteer.state not in THERE:
        raise NotAVolunteer
    return volunteer
