"""Reports that go out by themselves (定时报告): of the week on Monday, of the month on the first.

A group gets them where its people have said so. They come at nine on the first working day: people
who are on holiday read none, and at night nobody is woken.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.calendar import ONE_DAY, ZONE, Days
from services.groups import known
from services.groups.authority import Member
from services.news import News, tell
from services.numbers.authority import area_of
from services.numbers.periods import Period, last_month, last_week, this_month, this_week
from services.rows import judged_again
from storage.tables import Purpose, RegularReport, Rhythm

log = logging.getLogger(__name__)

AT = time(9)
"""In the community's zone."""
FRESH = {Rhythm.WEEKLY: timedelta(days=2), Rhythm.MONTHLY: timedelta(days=5)}
"""So long after it was due it still tells something new; after that people have the next one."""


@dataclass(frozen=True, slots=True)
class ReportDue(News):
    """A group gets the report of the last week or month, which it wants regularly."""

    group_id: int
    first: date
    last: date

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)


async def wanted(session: AsyncSession, group_id: int) -> set[Rhythm]:
    """Which reports the group gets by itself."""
    found = await session.scalars(
        select(RegularReport.rhythm).where(RegularReport.group_id == group_id)
    )
    return set(found)


async def want(
    session: AsyncSession, member: Member, rhythms: Collection[Rhythm], *, now: datetime
) -> None:
    """From now on the member's group gets these, and no others. Raises as `area_of` does."""
    await area_of(session, member)
    days = await calendar.days(session)
    await session.execute(
        delete(RegularReport).where(
            RegularReport.group_id == member.group_id, RegularReport.rhythm.not_in(rhythms)
        )
    )
    dialect = session.get_bind().dialect.name
    insert = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(RegularReport)
    for rhythm in rhythms:
        due_at = next_due(days, rhythm, now)
        await session.execute(
            insert.values(group_id=member.group_id, rhythm=rhythm, due_at=due_at)
            # A colleague was faster: what it wants, it gets.
            .on_conflict_do_nothing(index_elements=["group_id", "rhythm"])
        )


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of rows to call `act` for."""
    found = await session.scalars(
        select(RegularReport.id).where(RegularReport.due_at <= now).order_by(RegularReport.due_at)
    )
    return list(found)


@judged_again
async def act(session: AsyncSession, regular_id: int, *, now: datetime) -> None:
    """Have the report told, unless the group is gone or it comes too late; then wait for the next.

    Nothing where a colleague has said meanwhile that they want none.
    """
    regular = await session.get(RegularReport, regular_id, populate_existing=True)
    if regular is None or regular.due_at > now:
        return
    due_at = regular.due_at
    following = next_due(await calendar.days(session), regular.rhythm, now)
    await rows.change_seen(session, regular, RegularReport.due_at, due_at=following)
    group = await known.get(session, regular.group_id)
    if group is None or group.lost_at is not None or group.purpose is not Purpose.STAFF:
        log.info("regular report %d: its group is no office any more", regular_id)
    elif now > due_at + FRESH[regular.rhythm]:
        log.info("regular report %d comes too late", regular_id)
    else:
        period = _period(regular.rhythm, due_at.astimezone(ZONE).date())
        tell(session, ReportDue(group.id, period.first, period.last))


def next_due(days: Days, rhythm: Rhythm, now: datetime) -> datetime:
    """The next time after `now`: nine on the first working day of a week or month. In UTC."""
    first = _beginning(rhythm, now.astimezone(ZONE).date())
    while True:
        day = first
        while not days.works(day):
            day += ONE_DAY
        at = datetime.combine(day, AT, ZONE).astimezone(UTC)
        if at > now:
            return at
        first = _beginning(rhythm, first + timedelta(days=7 if rhythm is Rhythm.WEEKLY else 31))


def _beginning(rhythm: Rhythm, day: date) -> date:
    return (this_week if rhythm is Rhythm.WEEKLY else this_month)(day).first


def _period(rhythm: Rhythm, day: date) -> Period:
    return (last_week if rhythm is Rhythm.WEEKLY else last_month)(day)
