"""Requests whose group or taker went away: nothing stays where nobody looks."""

from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.groups import routing
from services.news import draw
from services.rows import judged_again
from services.tickets import categories, clocks, joint
from services.tickets.recording import TicketCard, record
from services.tickets.transitions import IN_WORK, change, current
from storage.tables import Area, ClockKind, EventKind, Group, Ticket, TicketState


async def held_by(session: AsyncSession, group: Group) -> list[Ticket]:
    found = await session.scalars(
        select(Ticket)
        .where(Ticket.group_id == group.id, Ticket.state.in_(IN_WORK))
        .order_by(Ticket.id)
    )
    return list(found)


async def homeless(session: AsyncSession, group: Group) -> list[Ticket]:
    """Tickets in work that nobody sees, or that this group should not have any more."""
    area = await areas.of_group(session, group)
    inside = select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    found = await session.scalars(
        select(Ticket)
        .outerjoin(Group, Group.id == Ticket.group_id)
        .where(
            Ticket.state.in_(IN_WORK),
            or_(
                and_(
                    Ticket.area_id.in_(inside),
                    or_(Group.id.is_(None), Group.lost_at.is_not(None)),
                ),
                and_(
                    Group.id == group.id,
                    or_(Ticket.area_id.not_in(inside), Group.purpose.not_in(routing.DESKS)),
                ),
            ),
        )
        .order_by(Ticket.id)
    )
    return list(found)


@judged_again
async def send_home(
    session: AsyncSession, ticket_id: int, successor: Group | None = None, *, now: datetime
) -> None:
    """Hand a ticket to the `successor` of its group, or route it again.

    It waits for a taker there, or for a group to be bound.
    """
    ticket = await current(session, ticket_id)
    if ticket.state not in IN_WORK:
        return
    category = await categories.of(session, ticket)
    area = await areas.one(session, ticket.area_id)
    group = successor or await routing.route(session, category, area)
    to_group = group.id if group else None
    if to_group == ticket.group_id:
        return
    route = {"from_group": ticket.group_id, "to_group": to_group}
    await change(
        session,
        ticket,
        state=TicketState.OPEN,
        group_id=to_group,
        taker_id=None,
        taker_name=None,
        opened_at=now,
    )
    await clocks.follow(session, ticket, now=now)
    if ticket.called and to_group is not None:
        # Who leads now need not report on it any more.
        await clocks.end(session, ticket, ClockKind.REPORT, now=now, group_id=to_group)
    await record(session, ticket, EventKind.REASSIGNED, now=now, data=route)


async def hand_parts_on(
    session: AsyncSession, older: Group, group: Group, *, now: datetime
) -> None:
    """`group` takes the place of `older`, also where that was called and has not reported yet."""
    called_to = await joint.awaited_from(session, older.id)
    for ticket_id in sorted(ticket.id for ticket in called_to):
        # Held before its clock ends: `older` may be reporting, or the clock be telling of it.
        ticket = await rows.held(session, Ticket, ticket_id)
        parts = {part.group_id: part for part in await joint.parts_of(session, ticket)}
        part = parts.get(older.id)
        if part is None or part.reported_at is not None or ticket.state not in IN_WORK:
            continue
        await clocks.end(session, ticket, ClockKind.REPORT, group_id=older.id, now=now)
        if group.id not in (*parts, ticket.group_id):
            part.group_id = group.id
            by = part.report_by
            await clocks.start(
                session, ticket, ClockKind.REPORT, due_at=by, group_id=group.id, now=now
            )
        draw(session, TicketCard(ticket))


async def show_parts(session: AsyncSession, group: Group) -> None:
    """A group that is bound, maybe again, sees what it is called to."""
    for ticket in await joint.awaited_from(session, group.id):
        draw(session, TicketCard(ticket))


async def give_back_all(
    session: AsyncSession, person_id: int, group: Group | None = None, *, now: datetime
) -> None:
    """What a member has taken, in `group` or anywhere, waits for a colleague.

    What was given to them by the rota is given to the next.
    """
    taken = select(Ticket.id).where(Ticket.taker_id == person_id, Ticket.state == TicketState.TAKEN)
    given = update(Ticket).where(Ticket.assignee_id == person_id)
    if group is not None:
        taken = taken.where(Ticket.group_id == group.id)
        given = given.where(Ticket.group_id == group.id)
    await session.execute(given.values(assignee_id=None, assigned_at=None))
    for ticket_id in (await session.scalars(taken)).all():
        await _give_back(session, ticket_id, person_id, now=now)


@judged_again
async def _give_back(
    session: AsyncSession, ticket_id: int, person_id: int, *, now: datetime
) -> None:
    ticket = await current(session, ticket_id)
    if ticket.state is not TicketState.TAKEN or ticket.taker_id != person_id:
        return
    await change(
        session, ticket, state=TicketState.OPEN, taker_id=None, taker_name=None, opened_at=now
    )
    await clocks.follow(session, ticket, now=now)
    same = {"from_group": ticket.group_id, "to_group": ticket.group_id}
    await record(session, ticket, EventKind.REASSIGNED, now=now, data=same)
