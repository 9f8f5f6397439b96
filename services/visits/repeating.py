"""Lists that repeat: the next one has the same doors, questions and people as the one before."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, rows
from services.groups import members, routing
from services.news import draw, tell
from services.rhythms import Rhythm, following
from services.visits import deadlines, lists, rounds
from services.visits.news import NoneFollows, RoundCard
from services.visits.rounds import Door, NewRound
from services.written.errors import TimesPast
from storage.tables import Level, Visit, VisitRound

MOST_DAYS = 35
"""No rhythm is longer than from one month's third Saturday to the next: then the next list ends
this one. One that was given more time again and again does not hand all of it on."""


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

    Days that an outage took are left out. While nobody can go, it is tried again on the next
    working day. Where no door is left, none follows, and the office hears it.
    """
    found = await lists.get(session, round_id)
    if found.rhythm is None or found.repeat_on is None:
        return
    rhythm, first_day = Rhythm(found.rhythm), found.repeat_on
    today = now.astimezone(zone).date()
    goers = await _goers(session, found)
    if not goers:
        tomorrow = today + calendar.ONE_DAY
        opens = await calendar.first_opening(session, tomorrow, found.area_id, zone)
        await _passed(session, round_id, now, repeat_at=opens)
        return
    # 不再重复 is said about the latest list alone.
    passed = await _passed(session, round_id, now, rhythm=None, repeat_on=None, repeat_at=None)
    if passed is None:
        return
    if not (doors := await _doors(session, round_id)):
        tell(session, NoneFollows(round_id))
        draw(session, RoundCard(round_id))
        return
    lasted = passed.due_at.astimezone(zone).date() - passed.created_at.astimezone(zone).date()
    new = NewRound(
        area_id=passed.area_id,
        kind=passed.kind,
        title=passed.title,
        doors=doors,
        goers=goers,
        due_at=await _due(session, now, min(lasted.days, MOST_DAYS), passed.area_id, zone),
        questions=passed.questions,
        rhythm=rhythm,
    )
    drawn = await rounds.put_up(
        session, new, passed.created_by, passed.created_by_name, now=now, zone=zone
    )
    drawn.repeat_on = following(rhythm, first_day, max(first_day, today))
    drawn.repeat_at = await calendar.first_opening(session, drawn.repeat_on, drawn.area_id, zone)
    await session.flush()
    await rounds.end_now(session, round_id, now=now)


async def _passed(
    session: AsyncSession, round_id: int, now: datetime, **values: object
) -> VisitRound | None:
    """The list with `values`, if its time to repeat still is over."""
    return await rows.change(
        session, VisitRound, VisitRound.id == round_id, VisitRound.repeat_at <= now, **values
    )


async def _goers(session: AsyncSession, found: VisitRound) -> list[int]:
    """Those who went and are still there, else all members of the office.

    Another office's members know nothing of these households: one above stands in where the
    community's group is lost, and of it nobody goes who did not go before.
    """
    there = await members.of_office(session, found.area_id)
    went = [each.person_id for each in await lists.going(session, found.id)]
    if still_there := [each for each in went if each in there]:
        return still_there
    area = await areas.one(session, found.area_id)
    own = await areas.of_level(session, area, Level.COMMUNITY) or area
    office = await routing.office(session, area)
    return list(there) if office is not None and office.area_id == own.id else []


async def _doors(session: AsyncSession, round_id: int) -> list[Door]:
    doors = await session.scalars(
        select(Visit).where(Visit.round_id == round_id).order_by(Visit.position)
    )
    return [Door(each.area_id, each.door, each.name) for each in doors]


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
