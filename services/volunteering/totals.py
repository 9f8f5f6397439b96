"""Hours of service: by person, by team, and the roll of honour.

An area stands for everything below it. Days are the community's; a record belongs to the day on
which its service began. Only approved records count, also those of people who are gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.volunteering.volunteers import THERE
from storage.tables import Area, RecordState, ServiceRecord, Volunteer, VolunteerTeam


@dataclass(frozen=True, slots=True)
class HoursOf:
    """What one person did in a period, for one team."""

    person_id: int | None
    """None: those who were erased, together."""
    name: str | None
    team: str | None
    services: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TeamTotal:
    """What a team did in a period; `team` is None for those without one."""

    team: str | None
    people: int
    """Known by name; those who were erased count with their hours alone."""
    services: int
    minutes: int


async def hours(
    session: AsyncSession, area: Area, first: date, last: date, *, zone: ZoneInfo = ZONE
) -> list[HoursOf]:
    """Approved service by person and team, both days included; the most hours first."""
    minutes = func.sum(ServiceRecord.minutes)
    found = await session.execute(
        select(
            ServiceRecord.person_id,
            Volunteer.name,
            VolunteerTeam.name,
            func.count(),
            minutes,
        )
        .outerjoin(Volunteer, Volunteer.person_id == ServiceRecord.person_id)
        .outerjoin(VolunteerTeam, VolunteerTeam.id == ServiceRecord.team_id)
        .where(*_approved(area, first, last, zone))
        .group_by(ServiceRecord.person_id, Volunteer.name, VolunteerTeam.id, VolunteerTeam.name)
        .order_by(minutes.desc(), ServiceRecord.person_id, VolunteerTeam.id)
    )
    return [HoursOf(who, name, team, count, int(sum_)) for who, name, team, count, sum_ in found]


def by_team(rows: Sequence[HoursOf]) -> list[TeamTotal]:
    """The same by team, the most hours first, those without one last."""
    teams: dict[str | None, list[HoursOf]] = {}
    for row in rows:
        teams.setdefault(row.team, []).append(row)
    totals = [
        TeamTotal(
            team=name,
            people=len({row.person_id for row in of_team} - {None}),
            services=sum(row.services for row in of_team),
            minutes=sum(row.minutes for row in of_team),
        )
        for name, of_team in teams.items()
    ]
    return sorted(totals, key=lambda total: (total.team is None, -total.minutes, total.team or ""))


async def honour_roll(
    session: AsyncSession, area: Area, year: int, *, limit: int = 20, zone: ZoneInfo = ZONE
) -> list[HoursOf]:
    """光荣榜: the most hours of the year, of volunteers who agreed to be named."""
    minutes = func.sum(ServiceRecord.minutes)
    found = await session.execute(
        select(Volunteer.person_id, Volunteer.name, VolunteerTeam.name, func.count(), minutes)
        .join(ServiceRecord, ServiceRecord.person_id == Volunteer.person_id)
        .outerjoin(VolunteerTeam, VolunteerTeam.id == Volunteer.team_id)
        .where(
            *_approved(area, date(year, 1, 1), date(year, 12, 31), zone),
            Volunteer.honour.is_(True),
            Volunteer.state.in_(THERE),
        )
        .group_by(Volunteer.person_id, Volunteer.name, VolunteerTeam.name)
        .order_by(minutes.desc(), Volunteer.person_id)
        .limit(limit)
    )
    return [HoursOf(who, name, team, count, int(sum_)) for who, name, team, count, sum_ in found]


async def minutes_of(session: AsyncSession, person_ids: Sequence[int]) -> Mapping[int, int]:
    """All approved minutes of these people, wherever they served."""
    found = await session.execute(
        select(ServiceRecord.person_id, func.sum(ServiceRecord.minutes))
        .where(ServiceRecord.person_id.in_(person_ids), ServiceRecord.state == RecordState.APPROVED)
        .group_by(ServiceRecord.person_id)
    )
    return {who: int(minutes) for who, minutes in found if who is not None}


def _approved(
    area: Area, first: date, last: date, zone: ZoneInfo
) -> tuple[ColumnElement[bool], ...]:
    return (
        ServiceRecord.state == RecordState.APPROVED,
        ServiceRecord.area_id.in_(inside(area)),
        ServiceRecord.started_at >= datetime.combine(first, time(), zone),
        ServiceRecord.started_at < datetime.combine(last + timedelta(days=1), time(), zone),
    )


def inside(area: Area) -> Select[int]:
    """The ids of `area` and of everything below it."""
    return select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
