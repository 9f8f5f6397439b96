"""Requests that go on as another one (合并): which one that is, and whose they were."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import News
from services.rows import current
from storage.tables import Ticket

INTO, FROM = "into", "from"
"""In the data of a MERGED or UNMERGED line: the id of the other request. INTO stands in the line of
the one that was merged, FROM in that of the one that goes on."""
TOGETHER = "together"
"""In the data of the line with FROM: `MergedTogether` tells of it, and of others."""


@dataclass(frozen=True, slots=True)
class MergedTogether(News):
    """Several were merged into `ticket` at once, by the member with the id `by`."""

    ticket: Ticket
    others: Sequence[Ticket]
    by: int


async def goes_on_as(session: AsyncSession, ticket: Ticket) -> Ticket:
    """What `ticket` was merged into, by however many steps; itself where it was not."""
    while ticket.merged_into_id is not None:
        ticket = await current(session, Ticket, ticket.merged_into_id)
    return ticket


async def merged_into(session: AsyncSession, ticket_ids: Collection[int]) -> Sequence[Ticket]:
    """What was merged into these, by one step; by id."""
    found = await session.scalars(
        select(Ticket).where(Ticket.merged_into_id.in_(ticket_ids)).order_by(Ticket.id)
    )
    return found.all()


async def own_parts(session: AsyncSession, ticket: Ticket) -> dict[int, Ticket]:
    """What was merged into it, by its author: they know the matter by their own words."""
    own: dict[int, Ticket] = {}
    if ticket.affected == 1:
        return own
    parts = await merged_into(session, [ticket.id])
    while parts:
        for part in parts:
            if part.author_id is not None:
                own.setdefault(part.author_id, part)
        parts = await merged_into(session, [part.id for part in parts])
    return own
