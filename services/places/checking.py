"""Which entry the staff of a community are asked about next: the one unconfirmed for longest."""

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.calendar import ZONE, is_working_day
from services.groups.authority import Member
from services.groups.routing import office
from services.news import draw
from services.places import written_entry
from services.places.keeping import (
    change_hours,
    close_for_good,
    confirm,
    correct,
    oldest_confirmed,
)
from services.places.news import Answer, CheckCard
from storage.keys import found_for
from storage.tables import Area, Level, Place, PlaceCheck

EVERY = timedelta(weeks=1)
"""One small question a week is answered; a list of forty is not."""
OLD = timedelta(days=90)
"""An entry that was confirmed since is not asked about."""
ASKED_BETWEEN = time(9), time(17)
"""In the community's zone, on working days: when somebody can call and ask."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of the communities whose staff may be asked about a place at `now`."""
    local = now.astimezone(ZONE)
    opens, closes = ASKED_BETWEEN
    if not opens <= local.time() < closes or not await is_working_day(session, local.date()):
        return []
    asked = exists().where(PlaceCheck.area_id == Area.id, PlaceCheck.asked_at > now - EVERY)
    found = await session.scalars(
        select(Area.id)
        .where(
            Area.level == Level.COMMUNITY,
            ~asked,
            _some(Place.confirmed_at.is_(None)) | _some(Place.confirmed_at < now - OLD),
        )
        .order_by(Area.id)
    )
    return list(found)


def _some(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an area has such a place."""
    of_it = (Place.area_id == Area.id, Place.closed_at.is_(None))
    return found_for(Area, select(Place.id).where(*of_it, condition))


async def ask(session: AsyncSession, area_id: int, /, *, now: datetime) -> None:
    """Ask the office of a community about one place, if there is one and it is time."""
    group = await office(session, await areas.one(session, area_id))
    place = await next_to_check(session, area_id, now=now) if group else None
    if group is not None and place is not None:
        draw(session, CheckCard(place.id, group.id))


async def still_true(
    session: AsyncSession, place_id: int, member: Member, *, now: datetime
) -> None:
    """没变. Raises as `confirm` does."""
    await confirm(session, place_id, member, now=now)
    draw(session, CheckCard(place_id, member.group_id, Answer.TRUE, member.name))


async def other_hours(
    session: AsyncSession, place_id: int, member: Member, hours: str, *, now: datetime
) -> None:
    """时间变了. Raises as `change_hours` does."""
    await change_hours(session, place_id, member, hours, now=now)
    draw(session, CheckCard(place_id, member.group_id, Answer.HOURS, member.name))


async def other_facts(
    session: AsyncSession, place_id: int, member: Member, words: str, *, now: datetime
) -> None:
    """地址、电话、名称变了. Raises as `written_entry.read` and `confirm` do."""
    await correct(session, place_id, member, written_entry.read(words), now=now)
    draw(session, CheckCard(place_id, member.group_id, Answer.FACTS, member.name))


async def gone(session: AsyncSession, place_id: int, member: Member, *, now: datetime) -> None:
    """没有了. Raises as `close_for_good` does."""
    await close_for_good(session, place_id, member, now=now)
    draw(session, CheckCard(place_id, member.group_id, Answer.GONE, member.name))


async def next_to_check(session: AsyncSession, area_id: int, *, now: datetime) -> Place | None:
    """The place to ask about, noted as asked; None if it is not time or every entry is fresh."""
    last = await session.get(PlaceCheck, area_id)
    if last is not None and last.asked_at > now - EVERY:
        return None
    area = await areas.one(session, area_id)
    places = await oldest_confirmed(session, area, 1, before=now - OLD)
    if not places:
        return None
    await session.merge(PlaceCheck(area_id=area_id, place_id=places[0].id, asked_at=now))
    return places[0]
