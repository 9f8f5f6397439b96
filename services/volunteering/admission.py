"""Applying as a volunteer, and what staff of the community say to it by a tap."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, written
from services.errors import NotFound
from services.news import draw, tell
from services.rows import Outrun, judged_again
from services.tickets import Member
from services.volunteering import teams
from services.volunteering.errors import AlreadyVolunteer, NotWaiting, VolunteerBlocked
from services.volunteering.people_news import Admitted, Declined, VolunteerCard
from services.volunteering.volunteers import THERE, change, for_staff, get, posts
from storage import folding
from storage.tables import Area, Level, Person, Volunteer, VolunteerState, VolunteerTeam

NAME_LIMIT = 40
"""It stands on cards and certificates; the column takes more."""
REASON_LIMIT = 200
"""The column's length."""


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


async def led_to(
    session: AsyncSession, person: Person, code: str
) -> tuple[VolunteerTeam | None, Area | None]:
    """The team whose QR code they scanned, and the community: the code's, else their home's."""
    team = await teams.by_code(session, code)
    at = await areas.get(session, team.area_id) if team else await areas.by_code(session, code)
    at = at or await areas.home_of(session, person)
    return team, await areas.of_level(session, at, Level.COMMUNITY) if at else None


@judged_again
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


@judged_again
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


@judged_again
async def decline(
    session: AsyncSession, person_id: int, member: Member, reason: str, *, now: datetime
) -> Volunteer:
    """不同意, with the reason that they are told. Raises as `admit` does; WordsNeeded, TooLong."""
    words = written.line(reason, limit=REASON_LIMIT)
    volunteer = await _waiting(session, person_id, member)
    await change(session, volunteer, state=VolunteerState.DECLINED, ended_at=now, reason=words)
    tell(session, Declined(person_id))
    draw(session, VolunteerCard(person_id))
    return volunteer


async def _waiting(session: AsyncSession, person_id: int, member: Member) -> Volunteer:
    volunteer = await for_staff(session, person_id, member)
    if volunteer.state is not VolunteerState.APPLIED:
        raise NotWaiting(volunteer.state)
    return volunteer


async def _read(
    session: AsyncSession, application: Application, now: datetime
) -> dict[str, object]:
    """The columns of an application. Raises NotFound, WordsNeeded or TooLong."""
    area = await areas.get(session, application.area_id)
    of_team = await teams.get(session, application.team_id)
    known = {post.key for post in await posts(session)}
    if area is None or area.level is not Level.COMMUNITY or not known.issuperset(application.posts):
        raise NotFound
    if application.team_id is not None and of_team is None:
        raise NotFound
    name = written.line(application.name, limit=NAME_LIMIT)
    return {
        "name": name,
        "name_form": folding.person(name),
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
