"""Days on which a place is shut though its hours say otherwise (临时停业)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import written
from services.groups.authority import Member
from services.places.keeping import kept
from storage.tables import PlaceClosure

REASON_LIMIT = 80


async def closures_of(
    session: AsyncSession, place_ids: Collection[int], *, now: datetime, zone: ZoneInfo
) -> Mapping[int, Sequence[PlaceClosure]]:
    """By place, those that are not over at `now`; a place without any has an empty list."""
    found = await session.scalars(
        select(PlaceClosure)
        .where(
            PlaceClosure.place_id.in_(place_ids),
            PlaceClosure.ends_on >= now.astimezone(zone).date(),
        )
        .order_by(PlaceClosure.starts_on, PlaceClosure.id)
    )
    by_place: dict[int, list[PlaceClosure]] = defaultdict(list)
    for closure in found:
        by_place[closure.place_id].append(closure)
    return by_place


async def close_for(
    session: AsyncSession,
    place_id: int,
    member: Member,
    *,
    starts_on: date,
    ends_on: date,
    reason: str,
) -> PlaceClosure:
    """Shut a place from one day to another, both included, in the community's zone.

    Raises NotFound, NotYourGroup, NotAMember, WordsNeeded or TooLong; ValueError for days that
    are not in order.
    """
    if ends_on < starts_on:
        raise ValueError("a closure cannot end before it starts")
    words = written.line(reason, limit=REASON_LIMIT)
    place = await kept(session, place_id, member)
    closure = PlaceClosure(place_id=place.id, starts_on=starts_on, ends_on=ends_on, reason=words)
    session.add(closure)
    await session.flush()
    return closure


async def call_off(session: AsyncSession, closure_id: int, member: Member) -> None:
    """Forget a closure: the place opens by its hours again. Raises as `close_for` does."""
    closure = await session.get(PlaceClosure, closure_id)
    if closure is not None:
        await kept(session, closure.place_id, member)
        await session.delete(closure)
        await session.flush()
