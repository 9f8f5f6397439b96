"""A neighbourhood with its groups, and a way to do one thing in a transaction of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from storage.engine import Database
from storage.tables import EventKind, FollowUp, Ticket, TicketEvent
from tests.services.factories import (
    Groups,
    Neighbourhood,
    a_ticket,
    bind_groups,
    build_neighbourhood,
)
from tests.services.meals.meal_table import Table, lay_table

Deed = Callable[[AsyncSession], Awaitable[Any]]


@dataclass(frozen=True)
class Desk:
    """The service desk of a test."""

    database: Database
    place: Neighbourhood
    groups: Groups

    async def do(self, deed: Deed) -> Any:
        async with self.database.transaction() as session:
            return await deed(session)

    async def attempt(self, deed: Deed) -> Any:
        """What `deed` returns or the refusal; committed in any case, as in a batch of updates."""
        async with self.database.transaction() as session:
            try:
                return await deed(session)
            except Refusal as refusal:
                return refusal

    async def file(self, **differently: Any) -> Ticket:
        ticket: Ticket = await self.do(lambda session: a_ticket(session, self.place, **differently))
        return ticket

    async def ticket(self, ticket_id: int) -> Ticket:
        async with self.database.reading() as session:
            return await session.get_one(Ticket, ticket_id)

    async def lines(self, ticket_id: int, *kinds: EventKind) -> list[TicketEvent]:
        """The timeline, or its lines of these kinds."""
        async with self.database.reading() as session:
            found = await session.scalars(
                select(TicketEvent)
                .where(TicketEvent.ticket_id == ticket_id)
                .order_by(TicketEvent.id)
            )
            return [line for line in found if not kinds or line.kind in kinds]

    async def follow_up(self, ticket_id: int) -> FollowUp:
        """The last one of the ticket."""
        async with self.database.reading() as session:
            found = await session.scalars(
                select(FollowUp).where(FollowUp.ticket_id == ticket_id).order_by(FollowUp.id.desc())
            )
            return found.first() or pytest.fail("no follow-up")


@pytest.fixture
async def desk(database: Database) -> Desk:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        bound = await bind_groups(session, place)
    return Desk(database, place, bound)


@pytest.fixture
async def table(database: Database) -> Table:
    return await lay_table(database)
