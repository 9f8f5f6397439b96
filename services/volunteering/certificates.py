"""Certificates of hours (志愿服务证明): under a number that anyone can verify."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, written
from services.calendar import ZONE
from services.volunteering.errors import NotAVolunteer
from services.volunteering.hours_errors import NoHours
from services.volunteering.rules import day_of
from storage.tables import Certificate, Level, RecordState, ServiceRecord, Volunteer

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which people mistake for one another."""
GROUPS, GROUP = 3, 5
"""15 characters of 31: 74 bits, which nobody guesses over the network."""
NAME_LIMIT = 40
"""Characters of a name that stands whole on a certificate, in two lines if need be."""
NUMBER = re.compile(rf"[0-9]{{4}}(?:-[{ALPHABET}]{{{GROUP}}}){{{GROUPS}}}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public page tells of a certificate; nothing else about the person."""

    number: str
    masked: str
    """The first character of the name, such as 陈**; empty once it is revoked."""
    issuer: str
    minutes: int
    services: int
    from_day: date
    until_day: date
    issued_at: datetime
    revoked: bool


async def check_hours(
    session: AsyncSession, person_id: int, from_day: date | None, until_day: date
) -> None:
    """Whether there is anything to certify. Raises as `issue` does."""
    await _to_certify(session, person_id, from_day, until_day)


async def name_for(session: AsyncSession, person_id: int) -> str:
    """That of their last certificate, else how they are called. Raises NotAVolunteer."""
    volunteer = await _volunteer(session, person_id)
    last: str | None = await session.scalar(
        select(Certificate.name)
        .where(Certificate.person_id == person_id, Certificate.name.is_not(None))
        .order_by(Certificate.issued_at.desc())
        .limit(1)
    )
    return last or volunteer.name


async def issue(
    session: AsyncSession,
    person_id: int,
    from_day: date | None,
    until_day: date,
    name: str | None = None,
    *,
    now: datetime,
) -> Certificate:
    """Certify the approved minutes of a period, both days (local) included.

    Without `from_day`, from their first service on; to `name`, by default as `name_for` says. Asked
    again while nothing has changed, it is the same certificate. Raises NotAVolunteer, NoHours where
    nothing was approved, WordsNeeded or TooLong.
    """
    sums = await _to_certify(session, person_id, from_day, until_day)
    called = name if name is not None else await name_for(session, person_id)
    sums |= {"name": written.line(called, limit=NAME_LIMIT)}
    same = [getattr(Certificate, column) == value for column, value in sums.items()]
    found: Certificate | None = await session.scalar(
        select(Certificate).where(*same, Certificate.revoked_at.is_(None)).limit(1)
    )
    if found is None:
        found = Certificate(number=_number(now), issued_at=now, **sums)
        session.add(found)
        await session.flush()
    return found


async def _to_certify(
    session: AsyncSession, person_id: int, from_day: date | None, until_day: date
) -> dict[str, Any]:
    volunteer = await _volunteer(session, person_id)
    first = from_day or await first_day(session, person_id) or until_day
    minutes, services = await _sums(session, person_id, first, until_day)
    if minutes == 0:
        raise NoHours
    return {
        "person_id": person_id,
        "area_id": volunteer.area_id,
        "minutes": minutes,
        "services": services,
        "from_day": first,
        "until_day": until_day,
    }


async def _volunteer(session: AsyncSession, person_id: int) -> Volunteer:
    found = await session.get(Volunteer, person_id)
    if found is None:
        raise NotAVolunteer
    return found


async def issuer(session: AsyncSession, issued: Certificate) -> str:
    """Who certifies: the street and the community."""
    area = await areas.one(session, issued.area_id)
    street = await areas.of_level(session, area, Level.STREET)
    return " ".join(each.name for each in (street, area) if each is not None)


async def first_day(session: AsyncSession, person_id: int) -> date | None:
    """Of their first approved service, in the community's zone."""
    first: datetime | None = await session.scalar(
        select(func.min(ServiceRecord.started_at)).where(*_approved(person_id))
    )
    return day_of(first) if first else None


async def verify(session: AsyncSession, number: str) -> Shown | None:
    """What anyone may see who has the number; None where there is no such certificate."""
    number = number.strip().upper()
    found = await session.get(Certificate, number) if NUMBER.fullmatch(number) else None
    if found is None:
        return None
    revoked = found.revoked_at is not None or found.name is None
    return Shown(
        number=found.number,
        masked="" if revoked else masked(found.name or ""),
        issuer=await issuer(session, found),
        minutes=found.minutes,
        services=found.services,
        from_day=found.from_day,
        until_day=found.until_day,
        issued_at=found.issued_at,
        revoked=revoked,
    )


def masked(name: str) -> str:
    """A name as it may be shown to everybody: its first character, 陈**."""
    return f"{name.strip()[:1]}**"


async def _sums(
    session: AsyncSession, person_id: int, from_day: date, until_day: date
) -> tuple[int, int]:
    begins = datetime.combine(from_day, time(), ZONE).astimezone(UTC)
    ends = datetime.combine(until_day + timedelta(days=1), time(), ZONE).astimezone(UTC)
    row = await session.execute(
        select(func.coalesce(func.sum(ServiceRecord.minutes), 0), func.count()).where(
            *_approved(person_id),
            ServiceRecord.started_at >= begins,
            ServiceRecord.started_at < ends,
        )
    )
    minutes, services = row.one()
    return minutes, services


def _approved(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        ServiceRecord.person_id == person_id,
        ServiceRecord.state == RecordState.APPROVED,
    )


def _number(now: datetime) -> str:
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS)]
    return "-".join([str(now.astimezone(ZONE).year), *groups])
