"""Keeping entries true: who may, saying that they are, new hours, places gone for good."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import HoursUnreadable
from services.groups.authority import Member, check_staff_of
from services.places.written_hours import in_osm
from storage.hours import is_readable
from storage.tables import Area, Place, PlaceSpot

HOURS_LIMIT = 200
"""The column's length."""


async def place(session: AsyncSession, place_id: int) -> Place:
    """Raises NotFound."""
    return await rows.current(session, Place, place_id)


async def spots_of(session: AsyncSession, place_id: int) -> list[PlaceSpot]:
    """Where a place is found, also once it is closed for good."""
    found = await session.scalars(
        select(PlaceSpot).where(PlaceSpot.place_id == place_id).order_by(PlaceSpot.id)
    )
    return list(found)


async def kept(session: AsyncSession, place_id: int, member: Member) -> Place:
    """The place, if the member's group keeps it: the staff of its community, or of one above.

    Raises NotFound, NotYourGroup or NotAMember.
    """
    found = await place(session, place_id)
    await check_staff_of(session, found.area_id, member)
    return found


async def confirm(session: AsyncSession, place_id: int, member: Member, *, now: datetime) -> Place:
    """核实: staff say that the entry is true. Raises NotFound, NotYourGroup or NotAMember."""
    found = await kept(session, place_id, member)
    found.confirmed_at = now
    await session.flush()
    return found


async def change_hours(
    session: AsyncSession,
    place_id: int,
    member: Member,
    hours: str,
    *,
    now: datetime,
    spot_id: int | None = None,
) -> Place:
    """Put new hours in place, at one spot or at all; the entry counts as confirmed.

    They are in OSM's format or in Chinese. Raises as `readable` and `confirm` do.
    """
    words = readable(hours)
    found = await confirm(session, place_id, member, now=now)
    changed = update(PlaceSpot).where(PlaceSpot.place_id == place_id).values(hours=words)
    if spot_id is not None:
        changed = changed.where(PlaceSpot.id == spot_id)
    await session.execute(changed)
    return found


async def correct(
    session: AsyncSession, place_id: int, member: Member, parts: Mapping[str, str], *, now: datetime
) -> Place:
    """Put a new address, phone, name or hours in place, as `written_entry.read` reads them.

    The entry counts as confirmed. Raises as `confirm` does.
    """
    found = await confirm(session, place_id, member, now=now)
    for part, value in parts.items():
        if part == "hours":
            await change_hours(session, place_id, member, value, now=now)
        else:
            setattr(found, part, value)
    await session.flush()
    return found


def readable(hours: str) -> str:
    """Hours in OSM's format. Raises HoursUnreadable, WordsNeeded or TooLong."""
    words = written.line(in_osm(hours), limit=HOURS_LIMIT)
    if not is_readable(words):
        raise HoursUnreadable
    return words


async def close_for_good(
    session: AsyncSession, place_id: int, member: Member, *, now: datetime
) -> Place:
    """Let nobody be sent there any more. Raises NotFound, NotYourGroup or NotAMember."""
    found = await kept(session, place_id, member)
    found.closed_at = found.closed_at or now
    await session.execute(
        update(PlaceSpot).where(PlaceSpot.place_id == place_id).values(listed_kind_id=None)
    )
    return found


async def reopen(session: AsyncSession, place_id: int, member: Member, *, now: datetime) -> Place:
    """It is there after all; the entry counts as confirmed. Raises as `close_for_good` does."""
    found = await confirm(session, place_id, member, now=now)
    found.closed_at = None
    await session.execute(
        update(PlaceSpot).where(PlaceSpot.place_id == place_id).values(listed_kind_id=found.kind_id)
    )
    return found


async def oldest_confirmed(
    session: AsyncSession, area: Area, limit: int, *, before: datetime | None = None
) -> list[Place]:
    """Open places kept in `area`, those never confirmed first, then the longest ago.

    With `before` only those that were not confirmed since then.
    """
    within = select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    found = select(Place).where(Place.area_id.in_(within), Place.closed_at.is_(None))
    if before is not None:
        found = found.where(Place.confirmed_at.is_(None) | (Place.confirmed_at < before))
    ordered = found.order_by(Place.confirmed_at.nulls_first(), Place.id).limit(limit)
    return list(await session.scalars(ordered))
