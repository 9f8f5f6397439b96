"""Reports that go out by themselves (定时报告): of the week on Monday, of the month on the first.

A group gets them where its people have said so. They come at nine on the first working day: people
who are on holiday read none, and at night nobody is woken.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, rows
from services.calendar import ONE_DAY, ZONE, Days
from services.figures import FiguresOf
from services.groups import known
from services.groups.authority import Member
from services.keeps import Act, Prepare
from services.news import News, tell
from services.numbers import report
from services.numbers.authority import area_of
from services.numbers.periods import Period, last_month, last_week, this_month, this_week
from services.numbers.report import Report
from services.rows import judged_again
from storage.tables import Group, Purpose, RegularReport, Rhythm

log = logging.getLogger(__name__)

AT = time(9)
"""In the community's zone."""
FRESH = {Rhythm.WEEKLY: timedelta(days=2), Rhythm.MONTHLY: timedelta(days=5)}
"""So long after it was due it still tells something new; after that people have the next one."""


@dataclass(frozen=True, slots=True)
class ReportDue(News):
    """A group gets the report of the last week or month, which it wants regularly."""

    group_id: int
    report: Report


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
    wanted = [
        {"group_id": member.group_id, "rhythm": rhythm, "due_at": next_due(days, rhythm, now)}
        for rhythm in rhythms
    ]
    # Where a colleague was faster, what it wants, it gets.
    await rows.add_missing(session, RegularReport, wanted)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of rows to call `count` and `send` for."""
    found = await session.scalars(
        select(RegularReport.id).where(RegularReport.due_at <= now).order_by(RegularReport.due_at)
    )
    return list(found)


def counting(others: Sequence[FiguresOf]) -> Prepare:
    """Counts what is due, with the other subjects' figures, before anything is written.

    A district's month takes about a second, in which nobody else could write.
    """

    async def prepare(session: AsyncSession, regular_id: int, /, *, now: datetime) -> Act:
        reports = await count(session, regular_id, others, now=now)

        async def act(session: AsyncSession, regular_id: int, /, *, now: datetime) -> None:
            await send(session, regular_id, reports, now=now)

        return act

    return prepare


async def count(
    session: AsyncSession, regular_id: int, others: Sequence[FiguresOf] = (), *, now: datetime
) -> list[Report]:
    """The reports that are due, the oldest first; none where they would not be sent."""
    regular = await session.get(RegularReport, regular_id)
    group = await _office(session, regular, now) if regular else None
    if regular is None or group is None:
        return []
    area = await areas.of_group(session, group)
    days = await calendar.days(session)
    day = regular.due_at.astimezone(ZONE).date()
    return [
        await report.of_period(session, area, period, others)
        for period in due_periods(days, regular.rhythm, day)
    ]


@judged_again
async def send(
    session: AsyncSession, regular_id: int, reports: Sequence[Report], *, now: datetime
) -> None:
    """Have these told, unless the group is gone or they come too late; then wait for the next.

    Nothing where a colleague has said meanwhile that they want none.
    """
    regular = await session.get(RegularReport, regular_id, populate_existing=True)
    if regular is None or regular.due_at > now:
        return
    group = await _office(session, regular, now)
    following = next_due(await calendar.days(session), regular.rhythm, now)
    await rows.change_seen(session, regular, RegularReport.due_at, due_at=following)
    if group is not None:
        for each in reports:
            tell(session, ReportDue(group.id, each))


async def _office(session: AsyncSession, regular: RegularReport, now: datetime) -> Group | None:
    """The group that gets it; None where it is no office any more, or it comes too late."""
    group = await known.get(session, regular.group_id)
    if group is None or group.lost_at is not None or group.purpose is not Purpose.STAFF:
        log.info("regular report %d: its group is no office any more", regular.id)
        return None
    if now > regular.due_at + FRESH[regular.rhythm]:
        log.info("regular report %d comes too late", regular.id)
        return None
    return group


def next_due(days: Days, rhythm: Rhythm, now: datetime) -> datetime:
    """The next time after `now`: nine on the first working day of a week or month. In UTC."""
    first = _beginning(rhythm, now.astimezone(ZONE).date())
    while True:
        at = datetime.combine(_first_working_day(days, first), AT, ZONE).astimezone(UTC)
        if at > now:
            return at
        first = _beginning(rhythm, first + timedelta(days=7 if rhythm is Rhythm.WEEKLY else 31))


def due_periods(days: Days, rhythm: Rhythm, day: date) -> list[Period]:
    """What is told of on `day`, the oldest first.

    Two weeks where nobody worked in the second, as at the Spring Festival: the report of the first
    would have come in it.
    """
    found: list[Period] = []
    first = _beginning(rhythm, day)
    while _first_working_day(days, first) == day:
        found.insert(0, (last_week if rhythm is Rhythm.WEEKLY else last_month)(first))
        first = found[0].first
    return found


def _first_working_day(days: Days, first: date) -> date:
    """Of those from `first` on."""
    while not days.works(first):
        first += ONE_DAY
    return first


def _beginning(rhythm: Rhythm, day: date) -> date:
    return (this_week if rhythm is Rhythm.WEEKLY else this_month)(day).first
