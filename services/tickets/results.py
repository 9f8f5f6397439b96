"""What came of a request: what staff said at its end, who did, and what the author said to that."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import EventKind, FollowUp, GroupMember, Ticket, TicketEvent, TicketState


@dataclass(frozen=True, slots=True)
class Result:
    """The latest; of one that was opened again (重办) that is the result that did not help."""

    said: str
    """By staff; empty once it was erased."""
    by: str
    """Their name in the group; empty once they were erased."""
    rating: FollowUp | None
    """What the author answered when they were asked about it, as far as they did."""
    came_back: bool
    """It was solved, and came back weeks later."""
    missing: str
    """What they said is still missing; empty where they did not."""


async def result_of(session: AsyncSession, ticket: Ticket) -> Result | None:
    """None where nothing came of it yet."""
    if ticket.state in (TicketState.OPEN, TicketState.TAKEN) and not ticket.round:
        return None
    ends = (EventKind.RESOLVED, EventKind.DECLINED)
    end = await _latest(session, ticket.id, *ends)
    if end is None:
        return None
    again = await _latest(session, ticket.id, EventKind.REOPENED)
    again = again if again is not None and again.id > end.id else None
    return Result(
        said=end.text or "",
        by=await _name(session, ticket, end.actor_id),
        rating=await _rating(session, ticket, end),
        came_back=again is not None and "later" in again.data,
        missing=(again.text or "") if again is not None else "",
    )


async def _latest(session: AsyncSession, ticket_id: int, *kinds: EventKind) -> TicketEvent | None:
    found: TicketEvent | None = await session.scalar(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind.in_(kinds))
        .order_by(TicketEvent.id.desc())
        .limit(1)
    )
    return found


async def _name(session: AsyncSession, ticket: Ticket, person_id: int | None) -> str:
    """As the group knows them that has it now, else another: it may have gone a level up."""
    if person_id is None:
        return ""
    name: str | None = await session.scalar(
        select(GroupMember.name)
        .where(GroupMember.person_id == person_id)
        .order_by((GroupMember.group_id == ticket.group_id).desc(), GroupMember.seen_at.desc())
        .limit(1)
    )
    return name or ""


async def _rating(session: AsyncSession, ticket: Ticket, end: TicketEvent) -> FollowUp | None:
    """Of the round that ended so; a declined request is not asked about."""
    if end.kind is EventKind.DECLINED:
        return None
    found: FollowUp | None = await session.scalar(
        select(FollowUp)
        .where(FollowUp.ticket_id == ticket.id)
        .order_by(FollowUp.round.desc())
        .limit(1)
    )
    return found
