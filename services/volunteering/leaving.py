"""Leaving, and being stopped by staff: what is held goes to those who wait for it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import written
from services.errors import Refusal
from services.news import draw, tell
from services.rows import judged_again
from services.tickets import Member
from services.volunteering import claims, looking
from services.volunteering.admission import REASON_LIMIT
from services.volunteering.errors import NotAVolunteer, NotWaiting, VolunteerBlocked
from services.volunteering.people_news import Blocked, Unblocked, VolunteerCard
from services.volunteering.volunteers import THERE, change, for_staff, get
from storage.tables import Volunteer, VolunteerState


@judged_again
async def leave(session: AsyncSession, person_id: int, *, now: datetime) -> Volunteer:
    """退出志愿者: what they hold is given back, hours and points stay theirs.

    Also takes back an application. Who is blocked stays so: leaving and applying again would undo
    what staff decided. Raises NotAVolunteer or VolunteerBlocked.
    """
    volunteer = await get(session, person_id)
    if volunteer is None or volunteer.state not in (VolunteerState.APPLIED, *THERE):
        if volunteer is not None and volunteer.state is VolunteerState.BLOCKED:
            raise VolunteerBlocked(volunteer.reason or "")
        raise NotAVolunteer
    await change(
        session, volunteer, state=VolunteerState.LEFT, ended_at=now, paused_until=None, honour=False
    )
    await give_back(session, person_id, now=now)
    draw(session, VolunteerCard(person_id))
    return volunteer


@judged_again
async def block(
    session: AsyncSession, person_id: int, member: Member, reason: str, *, now: datetime
) -> Volunteer:
    """停用, with the reason that they are told; what they hold is given back.

    Raises NotFound, NotWaiting, NotYourGroup, NotAMember, WordsNeeded or TooLong.
    """
    words = written.line(reason, limit=REASON_LIMIT)
    volunteer = await for_staff(session, person_id, member)
    if volunteer.state not in (VolunteerState.APPLIED, *THERE):
        raise NotWaiting(volunteer.state)
    await change(session, volunteer, state=VolunteerState.BLOCKED, ended_at=now, reason=words)
    await give_back(session, person_id, now=now)
    tell(session, Blocked(person_id))
    draw(session, VolunteerCard(person_id))
    return volunteer


@judged_again
async def unblock(session: AsyncSession, person_id: int, member: Member) -> Volunteer:
    """恢复: as they were before, an applicant or a volunteer. Raises as `block` does."""
    volunteer = await for_staff(session, person_id, member)
    if volunteer.state is not VolunteerState.BLOCKED:
        raise NotWaiting(volunteer.state)
    before = VolunteerState.ACTIVE if volunteer.admitted_at else VolunteerState.APPLIED
    await change(session, volunteer, state=before, ended_at=None, reason=None, paused_until=None)
    tell(session, Unblocked(person_id))
    draw(session, VolunteerCard(person_id))
    return volunteer


async def give_back(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Release every place they hold or wait for; who is at work on a task sees it through."""
    for mine in await looking.of_person(session, person_id, now=now):
        try:
            await claims.release(session, mine.task.id, person_id, now=now)
        except Refusal:
            continue
