"""Hot spots: so many requests alike in so many days that the cause is worth a look.

How many, how close and how soon is data (`hot_spot_rules`). Each request is compared once, a few
minutes after it was filed. A group hears of a hot spot once; what joins it meanwhile is added to
its card, and only after its quiet days would it be told again.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.errors import NotYourGroup, Refusal
from services.groups.authority import Member, check_still_member
from services.news import CardSubject, draw, tell
from services.tickets import categories
from services.tickets.alike import ids_alike
from services.tickets.merged import MergedTogether
from services.tickets.merging import merge
from services.tickets.transitions import IN_WORK
from storage.tables import AgendaItem, HotSpot, HotSpotRule, HotSpotTicket, Level, Ticket

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HotSpotCard(CardSubject):
    """A hot spot, in the group that has its requests."""

    hot_spot_id: int


class OnTheAgenda(Refusal):
    """It is kept for the council already."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of requests to call `act` for, the first filed first."""
    found = await session.scalars(
        select(Ticket.id).where(Ticket.compare_at <= now).order_by(Ticket.compare_at, Ticket.id)
    )
    return list(found)


async def act(session: AsyncSession, ticket_id: int, *, now: datetime) -> None:
    """Compare a request with those close by, and tell its group where they make a hot spot."""
    ticket = await rows.current(session, Ticket, ticket_id)
    rule = await _rule_for(session, ticket)
    alike: list[int] = []
    if rule is not None and ticket.group_id is not None and ticket.state in IN_WORK:
        since = now - timedelta(days=rule.days)
        alike = await ids_alike(session, ticket, within_m=rule.within_m, since=since)
    # In the order of ids, as where they are merged, before a row refers to any of them.
    await rows.held_all(session, Ticket, {ticket_id, *alike})
    compared = await rows.change(
        session, Ticket, Ticket.id == ticket_id, Ticket.compare_at <= now, compare_at=None
    )
    if compared is None or rule is None or ticket.group_id is None or ticket.state not in IN_WORK:
        log.info("ticket %d is not compared", ticket_id)
        return
    known = await _still_hot(session, ticket.group_id, alike, now)
    if known is not None:
        await _add(session, known, [ticket.id])
    elif 1 + len(alike) >= rule.requests:
        compound = ticket.compound_id or ticket.area_id
        spot = HotSpot(
            group_id=ticket.group_id,
            category_id=ticket.category_id,
            area_id=compound,
            found_at=now,
            quiet_until=now + timedelta(days=rule.quiet_days),
        )
        session.add(spot)
        await session.flush()
        await _add(session, spot, [ticket.id, *alike])


async def of_group(session: AsyncSession, hot_spot_id: int, member: Member) -> HotSpot:
    """One that the member's group was told of. Raises NotFound, NotYourGroup, NotAMember."""
    spot = await rows.current(session, HotSpot, hot_spot_id)
    if spot.group_id != member.group_id:
        raise NotYourGroup
    await check_still_member(session, member)
    return spot


async def get(session: AsyncSession, hot_spot_id: int) -> HotSpot:
    return await session.get_one(HotSpot, hot_spot_id)


async def tickets_of(session: AsyncSession, hot_spot_id: int) -> Sequence[Ticket]:
    """Its requests, whatever became of them; the oldest first."""
    found = await session.scalars(
        select(Ticket)
        .join(HotSpotTicket, HotSpotTicket.ticket_id == Ticket.id)
        .where(HotSpotTicket.hot_spot_id == hot_spot_id)
        .order_by(Ticket.id)
    )
    return found.all()


async def merge_all(
    session: AsyncSession, hot_spot_id: int, member: Member, *, now: datetime
) -> tuple[int, int]:
    """Merge its requests in work into the oldest that neighbours may see.

    How many were merged, and how many were not: what a colleague works on stays by itself, and so
    does what is not shown to neighbours where all of them are so. Raises as `of_group` does.
    """
    spot = await of_group(session, hot_spot_id, member)
    found = [
        each
        for each in await tickets_of(session, spot.id)
        if each.state in IN_WORK and each.group_id == spot.group_id
    ]
    found.sort(key=lambda each: (each.private, each.id))
    # In the order of ids, as everywhere two are merged.
    await rows.held_all(session, Ticket, {each.id for each in found})
    merged, others = [], found[1:]
    for each in others:
        try:
            one, _into = await merge(session, each.id, found[0].id, member, now=now, together=True)
        except Refusal:
            continue
        merged.append(one)
    if merged:
        tell(session, MergedTogether(found[0], tuple(merged), by=member.person_id))
        await rows.change(session, HotSpot, HotSpot.id == spot.id, merged_at=now)
    draw(session, HotSpotCard(spot.id))
    return len(merged), len(others) - len(merged)


async def put_on_agenda(
    session: AsyncSession, hot_spot_id: int, member: Member, *, now: datetime
) -> AgendaItem:
    """列入议事. Raises OnTheAgenda, and as `of_group` does."""
    spot = await rows.held(session, HotSpot, hot_spot_id)
    await of_group(session, hot_spot_id, member)
    if await agenda_item(session, spot.id) is not None:
        raise OnTheAgenda
    item = AgendaItem(
        group_id=spot.group_id,
        hot_spot_id=spot.id,
        title=await title_of(session, spot),
        added_at=now,
        added_by=member.person_id,
    )
    session.add(item)
    await session.flush()
    draw(session, HotSpotCard(spot.id))
    return item


async def agenda_item(session: AsyncSession, hot_spot_id: int) -> AgendaItem | None:
    found: AgendaItem | None = await session.scalar(
        select(AgendaItem).where(AgendaItem.hot_spot_id == hot_spot_id)
    )
    return found


async def agenda(
    session: AsyncSession, group_id: int, *, page: int, size: int
) -> tuple[Sequence[AgendaItem], int]:
    """What a group has put on it, the latest first: one page of `size`, and how many there are.

    Pages are counted from 0; the last one that there is takes the place of one beyond it.
    """
    theirs = AgendaItem.group_id == group_id
    count = await session.scalar(select(func.count()).where(theirs)) or 0
    first = min(page, max(count - 1, 0) // size) * size
    found = await session.scalars(
        select(AgendaItem).where(theirs).order_by(AgendaItem.id.desc()).offset(first).limit(size)
    )
    return found.all(), count


async def title_of(session: AsyncSession, spot: HotSpot) -> str:
    """Kind and place, in Chinese: "路灯不亮 · 军门社区 · 军门新村"."""
    kind = (await categories.every(session))[spot.category_id].name("zh")
    area = await areas.one(session, spot.area_id)
    compound = await areas.of_level(session, area, Level.COMPOUND)
    return f"{kind} · {await areas.title(session, compound or area)}"


async def _rule_for(session: AsyncSession, ticket: Ticket) -> HotSpotRule | None:
    """That of its category, else the one for all."""
    found: HotSpotRule | None = await session.scalar(
        select(HotSpotRule)
        .where((HotSpotRule.category_id == ticket.category_id) | HotSpotRule.category_id.is_(None))
        .order_by(HotSpotRule.category_id.is_(None))
        .limit(1)
    )
    return found


async def _still_hot(
    session: AsyncSession, group_id: int, ticket_ids: Collection[int], now: datetime
) -> HotSpot | None:
    """One that the group was told of and that has not cooled, with one of these requests in it."""
    in_one = select(HotSpotTicket.hot_spot_id).where(HotSpotTicket.ticket_id.in_(ticket_ids))
    # As two statements: as one PostgreSQL may begin with all hot spots there ever were.
    spot_ids = set(await session.scalars(in_one))
    found: HotSpot | None = await session.scalar(
        select(HotSpot)
        .where(HotSpot.id.in_(spot_ids), HotSpot.group_id == group_id, HotSpot.quiet_until > now)
        .order_by(HotSpot.id.desc())
        .limit(1)
    )
    return found


async def _add(session: AsyncSession, spot: HotSpot, ticket_ids: Collection[int]) -> None:
    """Those that are not in it yet: what was filed meanwhile may have come with an earlier one."""
    found = await session.scalars(
        select(HotSpotTicket.ticket_id).where(HotSpotTicket.hot_spot_id == spot.id)
    )
    there = set(found)
    new = [each for each in ticket_ids if each not in there]
    if not new:
        return
    session.add_all(HotSpotTicket(hot_spot_id=spot.id, ticket_id=each) for each in new)
    await session.flush()
    draw(session, HotSpotCard(spot.id))
