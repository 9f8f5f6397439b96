"""A request goes to another group: passed on (转派), or given back as not theirs (不归我管, 退回).

Both say why, in a line that stands on the card of the next group; residents are told who has it
now, not in whose words. The first group that took it (首接) stays answerable wherever it goes
(`transitions.change`).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, written
from services.errors import NobodyElse, NoGroup
from services.groups import known, routing
from services.groups.authority import Member
from services.rows import judged_again
from services.tickets import clocks, joint
from services.tickets.errors import Led
from services.tickets.holding import free_or_theirs
from services.tickets.recording import MOVES, moves, record
from services.tickets.transitions import change
from storage.tables import EventKind, Group, Ticket, TicketEvent, TicketState

CALLED_FROM = 2
"""From which 不归我管 on several are called to it: after two it is nobody's. The first may be a
mistake in routing, which giving it back mends."""
REASON_LIMIT = 100
"""Characters: a reason stands on one line of a card."""


async def destinations(
    session: AsyncSession, ticket_id: int, member: Member
) -> tuple[Ticket, list[Group]]:
    """The ticket, and the groups that the member may pass it on to. Raises as `reassign` does."""
    ticket = await _movable(session, ticket_id, member)
    return ticket, await routing.others(session, ticket)


@judged_again
async def reassign(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    group_id: int,
    reason: str,
    *,
    now: datetime,
) -> Ticket:
    """转派: it waits for a taker in another group, until `respond_by` where that lies ahead: the
    resident was told it.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken for another's, WrongState, Led, NoGroup,
    WordsNeeded, TooLong.
    """
    why = written.line(reason, limit=REASON_LIMIT)
    ticket = await _movable(session, ticket_id, member)
    if group_id not in {group.id for group in await routing.others(session, ticket)}:
        raise NoGroup
    await _move(session, ticket, group_id, EventKind.REASSIGNED, member, why, now=now)
    return ticket


async def check_may_return(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """Refuse before the member says why. Raises as `give_back` does."""
    ticket = await _movable(session, ticket_id, member)
    if await _goes_back_to(session, ticket) is None:
        raise NobodyElse
    return ticket


@judged_again
async def give_back(
    session: AsyncSession, ticket_id: int, member: Member, reason: str, *, now: datetime
) -> Ticket:
    """不归我管: it goes back to the group that it came from, else to the office, else a level up.

    12345 has a mis-dispatch returned to who sent it, within two working days. Each is counted, and
    from CALLED_FROM on the groups that it went through are called to it together (`joint`).
    Raises as `reassign` does, but NobodyElse where there is no group to give it back to.
    """
    why = written.line(reason, limit=REASON_LIMIT)
    ticket = await check_may_return(session, ticket_id, member)
    back_to = await _goes_back_to(session, ticket)
    assert back_to is not None
    if ticket.returns + 1 >= CALLED_FROM:
        comes = await joint.who_comes(session, ticket, await moves_of(session, ticket.id))
        lead = joint.leads_by_itself(ticket, comes)
        await _move(session, ticket, lead, EventKind.RETURNED, member, why, now=now, whistles=True)
        await joint.call_by_itself(session, ticket, comes, now=now)
    else:
        await _move(session, ticket, back_to.id, EventKind.RETURNED, member, why, now=now)
    return ticket


async def _movable(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """What several are called to stays with its lead until that closes it (首接负责)."""
    ticket = await free_or_theirs(session, ticket_id, member)
    if ticket.called:
        raise Led
    return ticket


async def _move(
    session: AsyncSession,
    ticket: Ticket,
    group_id: int,
    kind: EventKind,
    member: Member,
    why: str,
    *,
    now: datetime,
    whistles: bool = False,
) -> None:
    """`whistles`: several are called to it for that, of which the next line tells."""
    moved = {"from_group": ticket.group_id, "to_group": group_id}
    if whistles:
        moved["whistles"] = True
    await change(
        session,
        ticket,
        state=TicketState.OPEN,
        group_id=group_id,
        taker_id=None,
        taker_name=None,
        opened_at=now,
        moves=ticket.moves + 1,
        returns=ticket.returns + (kind is EventKind.RETURNED),
    )
    await clocks.follow(session, ticket, now=now)
    await record(session, ticket, kind, now=now, actor_id=member.person_id, text=why, data=moved)


async def _goes_back_to(session: AsyncSession, ticket: Ticket) -> Group | None:
    came = await arrival(session, ticket)
    before = await known.get(session, came.data["from_group"] or 0) if came else None
    area = await areas.one(session, ticket.area_id)
    found = (
        before,
        await routing.office(session, area),
        await routing.level_above(session, ticket),
    )
    elsewhere = (each for each in found if each and each.id != ticket.group_id)
    return next(filter(routing.works, elsewhere), None)


async def arrival(session: AsyncSession, ticket: Ticket) -> TicketEvent | None:
    """The line that brought it to the group that has it; None where it was filed there."""
    *_before, last = [None, *await moves_of(session, ticket.id)]
    return last if last and last.data["to_group"] == ticket.group_id else None


async def moves_of(session: AsyncSession, ticket_id: int) -> Sequence[TicketEvent]:
    """How it went from group to group, in order."""
    found = await session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind.in_(MOVES))
        .order_by(TicketEvent.id)
    )
    return list(filter(moves, found))
