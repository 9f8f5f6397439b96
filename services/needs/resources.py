"""资源清单: what units, partners and volunteers offer, and how often it is promised."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows, written
from services.errors import NotFound
from services.groups.authority import Member, check_staff_of
from services.needs import categories
from services.needs.errors import (
    NotForThere,
    NothingLeft,
    NotSoOften,
    OverByThen,
    ResourcePast,
    TooManyOffers,
)
from services.needs.news import ResourceCard, ResourceConfirmed, ResourceDeclined
from services.news import draw, tell
from services.written import numerals
from services.written.errors import TimesPast
from storage.tables import Area, Resource, ResourceMonth, ResourceSource, ResourceState

UNIT_LIMIT = 80
WHAT_LIMIT = 200
CONTACT_LIMIT = 100
REASON_LIMIT = 200
"""In characters."""
MOST_A_MONTH = 100
MOST_WAITING = 5
"""Offers of one person that wait for staff: so much can be looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResource:
    """What somebody offers; `until` is the last day, None for no end."""

    area_id: int
    source: ResourceSource
    category: str
    unit: str
    what: str
    a_month: int
    until: date | None
    contact: str | None = field(repr=False)
    offered_by: int


async def offer(session: AsyncSession, new: NewResource, *, now: datetime, today: date) -> Resource:
    """Put it before the office.

    Raises WordsNeeded, TooLong, TooManyOffers, NotSoOften, TimesPast, and NotFound for no
    category or area.
    """
    values = await checked(session, new, today)
    await check_may_offer(session, new.offered_by)
    offered = Resource(
        **values, offered_by=new.offered_by, state=ResourceState.OFFERED, offered_at=now
    )
    session.add(offered)
    await session.flush()
    draw(session, ResourceCard(offered.id))
    return offered


async def checked(session: AsyncSession, new: NewResource, today: date) -> dict[str, Any]:
    """What is written of it."""
    values = {
        "area_id": new.area_id,
        "source": new.source,
        "category": new.category,
        "unit": written.line(new.unit, limit=UNIT_LIMIT),
        "what": written.line(new.what, limit=WHAT_LIMIT),
        "a_month": new.a_month,
        "until": new.until,
        "contact": written.line_if_any(new.contact, limit=CONTACT_LIMIT),
    }
    await categories.get(session, new.category)
    if not 1 <= new.a_month <= MOST_A_MONTH:
        raise NotSoOften(MOST_A_MONTH)
    if new.until is not None and new.until < today:
        raise TimesPast
    if await areas.get(session, new.area_id) is None:
        raise NotFound
    return values


def times_a_month(words: str) -> int:
    """三次 is 3. Raises NotSoOften."""
    count = numerals.number(words.strip().removesuffix("次").removesuffix("回").strip())
    if count is None or not 1 <= count <= MOST_A_MONTH:
        raise NotSoOften(MOST_A_MONTH)
    return count


async def check_may_offer(session: AsyncSession, person_id: int) -> None:
    """Raises TooManyOffers."""
    waiting = await session.scalar(
        select(func.count()).where(
            Resource.offered_by == person_id, Resource.state == ResourceState.OFFERED
        )
    )
    if waiting and waiting >= MOST_WAITING:
        raise TooManyOffers(MOST_WAITING)


async def get(session: AsyncSession, resource_id: int) -> Resource:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, Resource, resource_id)


async def for_staff(
    session: AsyncSession, resource_id: int, member: Member, *states: ResourceState
) -> Resource:
    """The resource, if the member's office answers for its area and it is in one of `states`.

    Raises NotFound, NotYourGroup, NotAMember or ResourcePast.
    """
    resource = await get(session, resource_id)
    await check_staff_of(session, resource.area_id, member)
    if states and resource.state not in states:
        raise ResourcePast(resource.state)
    return resource


async def confirm(session: AsyncSession, resource_id: int, member: Member) -> Resource:
    """It stands on the list from now on. Raises as `for_staff` does."""
    await for_staff(session, resource_id, member, ResourceState.OFFERED)
    confirmed = await _change(
        session,
        resource_id,
        ResourceState.OFFERED,
        state=ResourceState.CONFIRMED,
        handled_by=member.person_id,
    )
    tell(session, ResourceConfirmed(resource_id))
    return confirmed


async def decline(
    session: AsyncSession, resource_id: int, member: Member, reason: str, *, now: datetime
) -> Resource:
    """Who offered it hears why. Raises WordsNeeded, TooLong, and as `for_staff` does."""
    said = written.line(reason, limit=REASON_LIMIT)
    await for_staff(session, resource_id, member, ResourceState.OFFERED)
    declined = await _change(
        session,
        resource_id,
        ResourceState.OFFERED,
        state=ResourceState.DECLINED,
        reason=said,
        ended_at=now,
        handled_by=member.person_id,
    )
    tell(session, ResourceDeclined(resource_id))
    return declined


async def end(
    session: AsyncSession, resource_id: int, member: Member, *, now: datetime
) -> Resource:
    """It is offered no longer; what was promised stays promised. Raises as `for_staff` does."""
    await for_staff(session, resource_id, member, ResourceState.CONFIRMED)
    return await _change(
        session,
        resource_id,
        ResourceState.CONFIRMED,
        state=ResourceState.ENDED,
        ended_at=now,
        handled_by=member.person_id,
    )


async def of_area(
    session: AsyncSession, area: Area, *, state: ResourceState, today: date | None = None
) -> list[Resource]:
    """What is there for people of `area`: offered in it, for all of it, or for more than it.

    With `today` only what has not ended by then. The oldest first.
    """
    below = Area.path.startswith(area.path, autoescape=True)
    there = select(Area.id).where(or_(below, Area.id.in_(area.lineage)))
    found = select(Resource).where(Resource.area_id.in_(there), Resource.state == state)
    if today is not None:
        found = found.where(or_(Resource.until.is_(None), Resource.until >= today))
    # Asked to sort them, PostgreSQL would go through all that ever were, by their ids.
    return sorted(await session.scalars(found), key=lambda each: each.id)


async def promised(session: AsyncSession, resource_ids: list[int], month: date) -> dict[int, int]:
    """How often each is promised in that month (its first day), where it is at all."""
    found = await session.execute(
        select(ResourceMonth.resource_id, ResourceMonth.promised).where(
            ResourceMonth.resource_id.in_(resource_ids), ResourceMonth.month == month
        )
    )
    return {row.resource_id: row.promised for row in found}


async def latest_months(
    session: AsyncSession, resource_id: int, *, limit: int = 3
) -> list[tuple[date, int]]:
    """The latest months in which it is promised, the first day of each, and how often."""
    found = await session.execute(
        select(ResourceMonth.month, ResourceMonth.promised)
        .where(ResourceMonth.resource_id == resource_id, ResourceMonth.promised > 0)
        .order_by(ResourceMonth.month.desc())
        .limit(limit)
    )
    return sorted((row.month, row.promised) for row in found)


def serves(area: Area, community: Area) -> bool:
    """Whether what is offered for `area` is for people of that community."""
    return area.id in community.lineage or community.id in area.lineage


async def check_serves(
    session: AsyncSession, resource: Resource, community: Area, on: date
) -> None:
    """Whether it is there for that community on that day.

    Raises ResourcePast, NotForThere or OverByThen.
    """
    if resource.state is not ResourceState.CONFIRMED:
        raise ResourcePast(resource.state)
    area = await areas.one(session, resource.area_id)
    if not serves(area, community):
        raise NotForThere
    if resource.until is not None and resource.until < on:
        raise OverByThen(resource.until)


async def month_with_room(session: AsyncSession, resource: Resource, on: date) -> ResourceMonth:
    """The month of that day, held and not written yet. `resource` is held. Raises NothingLeft."""
    first = on.replace(day=1)
    month = await _month(session, resource.id, first)
    if month is None:
        month = ResourceMonth(resource_id=resource.id, month=first, capacity=0, promised=0)
    if month.promised >= resource.a_month:
        raise NothingLeft(first)
    return month


def promise(session: AsyncSession, resource: Resource, month: ResourceMonth) -> None:
    """Take one of what `month_with_room` found."""
    month.promised += 1
    month.capacity = max(resource.a_month, month.promised)
    session.add(month)


async def give_back(session: AsyncSession, resource_id: int, first: date) -> None:
    """A project does not need it any more; the resource is held."""
    month = await _month(session, resource_id, first)
    if month is not None:
        month.promised -= 1


async def _month(session: AsyncSession, resource_id: int, first: date) -> ResourceMonth | None:
    """Nobody else writes it while the resource is held."""
    return await session.get(ResourceMonth, (resource_id, first), populate_existing=True)


async def _change(
    session: AsyncSession, resource_id: int, before: ResourceState, **values: object
) -> Resource:
    changed = await rows.change(
        session, Resource, Resource.id == resource_id, Resource.state == before, **values
    )
    if changed is None:
        raise ResourcePast((await get(session, resource_id)).state)
    draw(session, ResourceCard(resource_id))
    return changed
