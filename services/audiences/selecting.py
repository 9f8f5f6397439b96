"""From an audience to the people it describes, as conditions of statements."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.audiences.audience import Audience
from services.calendar import ONE_DAY, ZONE
from services.people.subscriptions import wants
from storage.keys import found_for
from storage.tables import (
    Address,
    Area,
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    Person,
    RecipientState,
)

_OLDEST = date(1880, 1, 1)

REACHABLE = found_for(
    Person,
    select(Address.person_id).where(
        Address.person_id == Person.id, Address.chat_id.is_not(None), Address.blocked_at.is_(None)
    ),
)
"""As `services.people.reach.reachable` has it."""


async def described(
    session: AsyncSession, audience: Audience, now: datetime
) -> list[ColumnElement[bool]]:
    """Of `Person`: whom home, age and what they used make part of it."""
    where: list[ColumnElement[bool]] = [Person.home_id.in_(await _homes(session, audience))]
    if audience.ages is not None:
        where.append(of_age(audience.ages, now.astimezone(ZONE).date()))
    if audience.used is not None:
        where.append(_used(audience))
    return where


async def eligible(
    session: AsyncSession, audience: Audience, now: datetime
) -> list[ColumnElement[bool]]:
    """The same, of those who can be reached, want it and were not asked lately."""
    where = await described(session, audience, now)
    return [*where, REACHABLE, wanting(audience), rested(audience, now)]


async def ids(
    session: AsyncSession, audience: Audience, *, after: int, limit: int, now: datetime
) -> Sequence[int]:
    """The next `limit` of them by id from `after` (excluded) on, whatever its sample is."""
    found = await session.scalars(
        select(Person.id)
        .where(*await eligible(session, audience, now), Person.id > after)
        .order_by(Person.id)
        .limit(limit)
    )
    return found.all()


async def _homes(session: AsyncSession, audience: Audience) -> Select[int]:
    known = await areas.with_ids(session, audience.area_ids)
    paths = [known[area_id].path for area_id in audience.area_ids if area_id in known]
    below = (Area.path.startswith(path, autoescape=True) for path in paths)
    return select(Area.id).where(or_(false(), *below))


def wanting(audience: Audience) -> ColumnElement[bool]:
    """Who is sent announcements of the audience's topic."""
    return true() if audience.topic is None else wants(Person.id, audience.topic)


def rested(audience: Audience, now: datetime) -> ColumnElement[bool]:
    """Who was not asked anything by a broadcast within the audience's days, nor is about to be."""
    if not audience.rested_days:
        return true()
    asked = (
        select(BroadcastRecipient.person_id)
        .join(Broadcast, Broadcast.id == BroadcastRecipient.broadcast_id)
        .where(
            BroadcastRecipient.person_id == Person.id,
            Broadcast.asks,
            or_(
                BroadcastRecipient.promised_at > now - timedelta(days=audience.rested_days),
                and_(
                    BroadcastRecipient.state == RecipientState.WAITING,
                    Broadcast.state.in_((BroadcastState.SENDING, BroadcastState.PAUSED)),
                ),
            ),
        )
    )
    return ~found_for(Person, asked)


def of_age(ages: tuple[int | None, int | None], today: date) -> ColumnElement[bool]:
    """As subjects know it: who is 60 has had that birthday, today at the latest."""
    from services.subjects import BORN  # noqa: PLC0415 - they build on audiences

    youngest, oldest = ages
    latest = today - relativedelta(years=youngest or 0)
    earliest = _OLDEST if oldest is None else today - relativedelta(years=oldest + 1) + ONE_DAY
    return or_(false(), *(born(Person.id, earliest, latest) for born in BORN))


def _used(audience: Audience) -> ColumnElement[bool]:
    from services.subjects import USERS  # noqa: PLC0415 - they build on audiences

    used = audience.used
    assert used is not None
    since, until = _midnight(used.since), _midnight(used.until + ONE_DAY)
    return USERS[used.service].within(Person.id, since, until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
