"""Who of the staff reads a request and acts on it: the group that holds it, then its taker."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import AlreadyTaken, NotYourGroup, WrongState
from services.groups.authority import Member, check_still_member
from services.tickets.transitions import IN_WORK, current
from storage.tables import GroupMember, Ticket, TicketState


async def held(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """The ticket, if the member may act for the group that holds it; nobody else reads it.

    Raises NotFound, NotYourGroup or NotAMember.
    """
    ticket = await current(session, ticket_id)
    if ticket.group_id != member.group_id:
        raise NotYourGroup
    await check_still_member(session, member)
    return ticket


async def free_or_theirs(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """The ticket, if it is open, or taken by this member."""
    ticket = await held(session, ticket_id, member)
    if ticket.state is TicketState.TAKEN and ticket.taker_id != member.person_id:
        raise AlreadyTaken(ticket.taker_name or "", yours=False)
    if ticket.state not in IN_WORK:
        raise WrongState(ticket.state)
    return ticket


async def theirs(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """The ticket, if this member has taken it."""
    ticket = await free_or_theirs(session, ticket_id, member)
    if ticket.state is not TicketState.TAKEN:
        raise WrongState(ticket.state)
    return ticket


async def has_others(session: AsyncSession, member: Member) -> bool:
    """Whether anybody else was seen in the group and has not left it."""
    found = await session.scalar(
        select(
            exists().where(
                GroupMember.group_id == member.group_id,
                GroupMember.person_id != member.person_id,
                GroupMember.left_at.is_(None),
            )
        )
    )
    return bool(found)
