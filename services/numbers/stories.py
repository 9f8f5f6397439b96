"""What happened to the requests of an area, as far as it is counted: read once, in slices.

Read are those that were filed before the end of the period and not over before it began; an index
has them by community, so a report costs what the period holds, however long the history is.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Within
from services.numbers.rates import Asking
from storage.tables import Area, EventKind, FollowUp, Level, Ticket, TicketEvent

SLICE = 500
"""Requests a statement: others are served in between, and a database takes as many ids."""
COUNTED = (
    EventKind.TAKEN,
    EventKind.REASSIGNED,
    EventKind.RETURNED,
    EventKind.ESCALATED,
    EventKind.RESOLVED,
    EventKind.DECLINED,
    EventKind.WITHDRAWN,
    EventKind.MERGED,
    EventKind.UNMERGED,
    EventKind.REOPENED,
    EventKind.OVERDUE,
    EventKind.PROMISED,
    EventKind.KEPT,
    EventKind.BROKEN,
    EventKind.WHISTLED,
    EventKind.CLOSED,
)


class Line(NamedTuple):
    """A line of the timeline."""

    ticket_id: int
    at: datetime
    kind: EventKind
    actor_id: int | None
    data: dict[str, Any]


@dataclass(slots=True)
class Story:
    """A request with its lines and its askings, each in their order."""

    id: int
    number: str
    category_id: int
    community_id: int
    compound_id: int | None
    area_id: int
    place: str
    group_id: int | None
    taker_name: str | None
    filed_at: datetime
    respond_by: datetime
    lines: list[Line] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)


_COLUMNS = (
    Ticket.id,
    Ticket.number,
    Ticket.category_id,
    Ticket.community_id,
    Ticket.compound_id,
    Ticket.area_id,
    Ticket.place,
    Ticket.group_id,
    Ticket.taker_name,
    Ticket.filed_at,
    Ticket.respond_by,
)


async def read(session: AsyncSession, within: Within) -> AsyncIterator[Sequence[Story]]:
    """A slice at a time, the oldest request first."""
    touched = await _touched(session, within)
    for first in range(0, len(touched), SLICE):
        ids = touched[first : first + SLICE]
        found = await session.execute(
            select(*_COLUMNS).where(Ticket.id.in_(ids)).order_by(Ticket.id)
        )
        stories = {row.id: Story(*row) for row in found}
        for line in await _lines(session, ids):
            stories[line.ticket_id].lines.append(line)
        for asking in await _askings(session, ids):
            stories[asking.ticket_id].askings.append(asking)
        yield list(stories.values())


async def _touched(session: AsyncSession, within: Within) -> list[int]:
    communities = select(Area.id).where(
        Area.id.in_(within.areas) | Area.id.in_(within.area.lineage),
        Area.level == Level.COMMUNITY,
    )
    here = [Ticket.community_id.in_(communities), Ticket.filed_at < within.end]
    if within.area.level not in (Level.DISTRICT, Level.STREET, Level.COMMUNITY):
        here.append(Ticket.area_id.in_(within.areas))
    still = select(Ticket.id).where(*here, Ticket.closed_at.is_(None))
    since = select(Ticket.id).where(*here, Ticket.closed_at >= within.start)
    return sorted(await session.scalars(union_all(still, since)))


async def _lines(session: AsyncSession, ids: Sequence[int]) -> list[Line]:
    columns = (
        TicketEvent.ticket_id,
        TicketEvent.at,
        TicketEvent.kind,
        TicketEvent.actor_id,
        TicketEvent.data,
    )
    found = await session.execute(
        select(*columns)
        .where(TicketEvent.ticket_id.in_(ids), TicketEvent.kind.in_(COUNTED))
        .order_by(TicketEvent.ticket_id, TicketEvent.id)
    )
    return [Line(*row) for row in found]


async def _askings(session: AsyncSession, ids: Sequence[int]) -> list[Asking]:
    columns = (
        FollowUp.ticket_id,
        FollowUp.round,
        FollowUp.contacted,
        FollowUp.solved,
        FollowUp.satisfaction,
        FollowUp.ended_at,
    )
    found = await session.execute(
        select(*columns)
        .where(FollowUp.ticket_id.in_(ids), FollowUp.ended_at.is_not(None))
        .order_by(FollowUp.ticket_id, FollowUp.round)
    )
    return [
        Asking(ticket_id, round_, contacted, solved, satisfaction, ended_at)
        for ticket_id, round_, contacted, solved, satisfaction, ended_at in found
        if ended_at is not None
    ]
