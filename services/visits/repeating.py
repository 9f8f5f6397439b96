"""Lists that repeat: the next one has the same doors, questions and people as the one before."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.rhythms import Rhythm, following
from services.visits import deadlines, lists, rounds
from services.visits.errors import NobodyGoes, NoDoors
from services.visits.rounds import Door, NewRound
from services.written.errors import TimesPast
from storage.tables import Visit, VisitRound


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of lists after which the next one is to be drawn."""
    found = await session.scalars(
        select(VisitRound.id)
        .where(VisitRound.repeat_at <= now)
        .order_by(VisitRound.repeat_at, VisitRound.id)
    )
    return list(found)


async def act(
    session: AsyncSession, round_id: int, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> None:
    """Draw the next one, which repeats in its turn, and end the one before.

    Days that an outage took are left out.
    Where nobody of those who went is in the group any more, it goes to all of its members.
    """
    found = await lists.get(session, round_id)
    if found.rhythm is None or found.repeat_on is None:
        return
    rhythm, first_day = Rhythm(found.rhythm), found.repeat_on
    passed = await rows.change(
        session,
        VisitRound,
        VisitRound.id == round_id,
        VisitRound.repeat_at <= now,
        # 不再重复 is said about the latest list alone.
        rhythm=None,
        repeat_on=None,
        repeat_at=None,
    )
    if passed is None:
        return
    next_day = following(rhythm, first_day, max(first_day, now.astimezone(zone).date()))
    try:
        drawn = await _draw_after(session, passed, rhythm, now, zone)
    except (NobodyGoes, NoDoors):
        # The last who went has left, or every household was erased: the office draws a new one.
        return
    drawn.repeat_on = next_day
    drawn.repeat_at = await calendar.first_opening(session, next_day, drawn.area_id, zone)
    await session.flush()
    await rounds.end_now(session, round_id, now=now)


async def _draw_after(
    session: AsyncSession, passed: VisitRound, rhythm: Rhythm, now: datetime, zone: ZoneInfo
) -> VisitRound:
    doors = await session.scalars(
        select(Visit).where(Visit.round_id == passed.id).order_by(Visit.position)
    )
    there = await lists.members(session, passed.area_id)
    went = [each.person_id for each in await lists.going(session, passed.id)]
    lasted = passed.due_at.astimezone(zone).date() - passed.created_at.astimezone(zone).date()
    new = NewRound(
        area_id=passed.area_id,
        kind=passed.kind,
        title=passed.title,
        doors=[Door(each.area_id, each.door, each.name) for each in doors],
        goers=[each for each in went if each in there] or list(there),
        due_at=await _due(session, now, lasted.days, passed.area_id, zone),
        questions=passed.questions,
        rhythm=rhythm,
    )
    return await rounds.put_up(
        session, new, passed.created_by, passed.created_by_name, now=now, zone=zone
    )


async def _due(
    session: AsyncSession, now: datetime, lasts: int, area_id: int, zone: ZoneInfo
) -> datetime:
    """As many days later as the one before had, on a working day that is not over."""
    day = now.astimezone(zone).date() + lasts * calendar.ONE_DAY
    while True:
        opens = await calendar.first_opening(session, day, area_id, zone)
        day = opens.astimezone(zone).date()
        try:
            return deadlines.by_day(day, now=now, zone=zone)
        except TimesPast:
            day += calendar.ONE_DAY
