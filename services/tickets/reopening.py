"""重办: what did not help is opened again, for somebody else than before."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.groups import known, routing
from services.news import draw
from services.tickets import categories, clocks, joint
from services.tickets.recording import LeftGroup, record
from services.tickets.transitions import change
from services.tickets.urgency import limits
from storage.media import Attachment
from storage.tables import Category, ClockKind, EventKind, Group, Ticket, TicketState

ESCALATED_FROM = 2
"""Which 重办 goes to the level above: the second (12345's usual rule)."""


async def reopen(
    session: AsyncSession,
    ticket: Ticket,
    *,
    now: datetime,
    zone: ZoneInfo,
    missing: str,
    attachments: Sequence[Attachment],
    said_by: int | None,
    later: bool = False,
) -> None:
    """Open a resolved ticket again with what is `missing`; its times start again.

    The first time others of the group come first (see `take`). From the second on it goes to the
    staff of the level above; where there is none it stays, and its ESCALATED line has no
    `to_group`. Groups that were called to it (`joint`) are so no more. `later`: it was closed as
    solved, and came back weeks after that.
    """
    category = await categories.of(session, ticket)
    before = ticket.group_id
    came_back = {"later": True} if later else {}
    called = await joint.parts_of(session, ticket)
    escalated = ticket.round + 1 >= ESCALATED_FROM
    above = await routing.level_above(session, ticket) if escalated else None
    group = above or await still_there(session, ticket, category)
    times = await limits(
        session,
        category,
        urgent=ticket.urgent,
        start=now,
        area_id=ticket.community_id,
        zone=zone,
    )
    await change(
        session,
        ticket,
        state=TicketState.OPEN,
        round=ticket.round + 1,
        group_id=group.id if group else None,
        previous_taker_id=ticket.taker_id,
        taker_id=None,
        taker_name=None,
        opened_at=now,
        respond_by=times.respond_by,
        overdue_at=None,
        solve_by=times.solve_by,
        late_at=None,
        called=0,
        resolved_at=None,
        closed_at=None,
    )
    await clocks.follow(session, ticket, now=now)
    await record(
        session,
        ticket,
        EventKind.REOPENED,
        now=now,
        actor_id=said_by,
        text=missing or None,
        attachments=attachments,
        data={"round": ticket.round, "escalated": above is not None} | came_back,
    )
    await clocks.end(session, ticket, ClockKind.REPORT, now=now)
    for part in called:
        draw(session, LeftGroup(ticket, part.group_id))
    if escalated:
        moved = {"from_group": before, "to_group": above.id if above else None}
        await record(session, ticket, EventKind.ESCALATED, now=now, actor_id=said_by, data=moved)


async def still_there(session: AsyncSession, ticket: Ticket, category: Category) -> Group | None:
    """The group that has the ticket, or where it is to go if that was lost meanwhile."""
    group = await known.get(session, ticket.group_id) if ticket.group_id else None
    if group is not None and group.lost_at is None and group.muted_at is None:
        return group
    return await routing.route(session, category, await areas.one(session, ticket.area_id))
