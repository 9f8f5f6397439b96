"""Volunteers as people: applying, being admitted by a tap of staff, pausing and coming back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.errors import NotFound
from services.news import draw, tell
from services.tickets import Member
from services.tickets.words import checked
from services.transitions import Outrun, judged_anew
from services.volunteering.authority import check_staff_of
from services.volunteering.errors import (
    AlreadyVolunteer,
    DayPassed,
    NotAdmitted,
    NotAVolunteer,
    NotWaiting,
    VolunteerBlocked,
    VolunteerPaused,
)
from services.volunteering.people_news import Admitted, Declined, VolunteerCard
from storage.tables import Area, Level, Volunteer, VolunteerPost, VolunteerState, VolunteerTeam

NAME_LIMIT = 40
"""It stands on cards and certificates; the column takes more."""
REASON_LIMIT = 200
"""The column's length."""

THERE = (VolunteerState.ACTIVE, VolunteerState.PAUSED)
"""Admitted, and neither left nor blocked."""


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says who wants to volunteer."""

    person_id: int
    name: str
    area_id: int
    """The community."""
    team_id: int | None
    posts: tuple[str, ...]
    times: tuple[str, ...]
    """As in the table: weekday digit and m, a or e."""
    reach_m: int | None
    honour: bool = False


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
    return await session.get(Volunteer, person_id, populate_existing=True)


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


async def posts(session: AsyncSession) -> list[VolunteerPost]:
    """All kinds of posts, in their order."""
    found = await session.scalars(
        select(VolunteerPost).order_by(VolunteerPost.position, VolunteerPost.key)
    )
    return list(found)


async def team(session: AsyncSession, team_id: int | None) -> VolunteerTeam | None:
    return await session.get(VolunteerTeam, team_id) if team_id is not None else None


@judged_anew
async def apply(session: AsyncSession, application: Application, *, now: datetime) -> Volunteer:
    """Hand in an application; one that still waits is replaced.

    Who left or was declined may apply again; who is blocked may not, whatever they did since.
    Raises AlreadyVolunteer, VolunteerBlocked, WordsNeeded, TooLong, or NotFound for an area, team
    or post that there is not.
    """
    values = await _read(session, application, now)
    volunteer = await get(session, application.person_id)
    if volunteer is None:
        dialect = session.get_bind().dialect.name
        insert = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(Volunteer)
        added = await session.scalar(
            insert.values(person_id=application.person_id, **values)
            .on_conflict_do_nothing()
            .returning(Volunteer.person_id)
        )
        if added is None:
            raise Outrun
        volunteer = await session.get_one(Volunteer, application.person_id)
    elif volunteer.state in THERE:
        raise AlreadyVolunteer(volunteer.state)
    elif volunteer.state is VolunteerState.BLOCKED:
        raise VolunteerBlocked(volunteer.reason or "")
    else:
        await change(session, volunteer, **values)
    draw(session, VolunteerCard(volunteer.person_id))
    return volunteer


@judged_anew
async def admit(
    session: AsyncSession, person_id: int, member: Member, *, now: datetime
) -> Volunteer:
    """同意: from now on they may claim. Raises NotWaiting, NotYourGroup, NotAMember, NotFound."""
    volunteer = await _waiting(session, person_id, member)
    await change(
        session,
        volunteer,
        state=VolunteerState.ACTIVE,
        admitted_at=now,
        admitted_by=member.person_id,
        ended_at=None,
        reason=None,
    )
    tell(session, Admitted(person_id))
    draw(session, VolunteerCard(person_id))
    return volunteer


@judged_anew
async def decline(
    session: AsyncSession, person_id: int, member: Member, reason: str, *, now: datetime
) -> Volunteer:
    """不同意, with the reason that they are told. Raises as `admit` does; WordsNeeded, TooLong."""
    words = checked(reason, limit=REASON_LIMIT, words_needed=True)
    volunteer = await _waiting(session, person_id, member)
    await change(session, volunteer, state=VolunteerState.DECLINED, ended_at=now, reason=words)
    tell(session, Declined(person_id))
    draw(session, VolunteerCard(person_id))
    return volunteer


@judged_anew
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


@judged_anew
async def resume(session: AsyncSession, person_id: int) -> Volunteer:
    """End a pause. Raises NotAVolunteer."""
    volunteer = await _there(session, person_id)
    await change(session, volunteer, state=VolunteerState.ACTIVE, paused_until=None)
    return volunteer


async def change(session: AsyncSession, volunteer: Volunteer, **values: object) -> None:
    """Write, unless their state changed since it was read; raises Outrun then."""
    changed = await session.scalars(
        update(Volunteer)
        .where(
            Volunteer.person_id == volunteer.person_id,
            Volunteer.state == volunteer.state,
            Volunteer.applied_at == volunteer.applied_at,
        )
        .values(**values)
        .returning(Volunteer)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    if changed.one_or_none() is None:
        raise Outrun


async def _waiting(session: AsyncSession, person_id: int, member: Member) -> Volunteer:
    volunteer = await get(session, person_id)
    if volunteer is None:
        raise NotFound
    await check_staff_of(session, volunteer.area_id, member)
    if volunteer.state is not VolunteerState.APPLIED:
        raise NotWaiting(volunteer.state)
    return volunteer


async def _there(session: AsyncSession, person_id: int) -> Volunteer:
    volunteer = await get(session, person_id)
    if volunteer is None or volunteer.state not in THERE:
        raise NotAVolunteer
    return volunteer


async def _read(
    session: AsyncSession, application: Application, now: datetime
) -> dict[str, object]:
    """The columns of an application. Raises NotFound, WordsNeeded or TooLong."""
    area = await session.get(Area, application.area_id)
    of_team = await team(session, application.team_id)
    known = {post.key for post in await posts(session)}
    if area is None or area.level is not Level.COMMUNITY or not known.issuperset(application.posts):
        raise NotFound
    if application.team_id is not None and of_team is None:
        raise NotFound
    return {
        "name": checked(application.name, limit=NAME_LIMIT, words_needed=True),
        "area_id": area.id,
        "team_id": application.team_id,
        "state": VolunteerState.APPLIED,
        "posts": list(application.posts),
        "times": list(application.times),
        "reach_m": application.reach_m,
        "honour": application.honour,
        "applied_at": now,
        "admitted_at": None,
        "admitted_by": None,
        "paused_until": None,
        "ended_at": None,
        "reason": None,
    }
