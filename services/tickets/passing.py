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
from services.tickets import clocks
from services.tickets.holding import free_or_theirs
from services.tickets.recording import MOVES, moves, record
from services.tickets.transitions import change
from storage.tables import EventKind, Group, Ticket, TicketEvent, TicketState

REASON_LIMIT = 100
"""Characters: a reason stands on one line of a card."""


async def destinations(
    session: AsyncSession, ticket_id: int, member: Member
) -> tuple[Ticket, list[Group]]:
    """The ticket, and the groups that the member may pass it on to. Raises as `reassign` does."""
    ticket = await free_or_theirs(session, ticket_id, member)
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

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken for another's, WrongState, NoGroup,
    WordsNeeded, TooLong.
    """
    why = written.line(reason, limit=REASON_LIMIT)
    ticket = await free_or_theirs(session, ticket_id, member)
    if group_id not in {group.id for group in await routing.others(session, ticket)}:
        raise NoGroup
    await _move(session, ticket, group_id, EventKind.REASSIGNED, member, why, now=now)
    return ticket


async def check_may_return(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """Refuse before the member says why. Raises as `give_back` does."""
    ticket = await free_or_theirs(session, ticket_id, member)
    if await _goes_back_to(session, ticket) is None:
        raise NobodyElse
    return ticket


@judged_again
async def give_back(
    session: AsyncSession, ticket_id: int, member: Member, reason: str, *, now: datetime
) -> Ticket:
    """不归我管: it goes back to the group that it came from, else to the office, else a level up.

    12345 has a mis-dispatch returned within two working days (facts/civic.md); each is counted.
    Raises as `reassign` does, but NobodyElse where there is no group to give it back to.
    """
    why = written.line(reason, limit=REASON_LIMIT)
    ticket = await check_may_return(session, ticket_id, member)
    back_to = await _goes_back_to(session, ticket)
    assert back_to is not None
    await _move(session, ticket, back_to.id, EventKind.RETURNED, member, why, now=now)
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
) -> None:
    moved = {"from_group": ticket.group_id, "to_group": group_id}
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
    return next((each for each in found if each and _may_go_to(each, ticket)), None)


def _may_go_to(group: Group, ticket: Ticket) -> bool:
    works = group.lost_at is None and group.muted_at is None and group.purpose in routing.DESKS
    return works and group.id != ticket.group_id


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
