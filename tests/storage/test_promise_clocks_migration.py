"""What was promised before promises had clocks runs out all the same."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import URL, Connection, delete, select

from storage.engine import Database
from storage.migrate import migrate
from storage.tables import ClockKind, ClockStep, Promise, PromiseState, TicketClock
from storage.upgrading import alembic_config, rebuilding
from tests.services.factories import a_ticket, build_neighbourhood

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
FRIDAY = NOW + timedelta(days=1)
STATES = (PromiseState.STANDING, PromiseState.KEPT, PromiseState.STANDING)


@pytest.fixture
async def before(database: Database, database_url: URL) -> AsyncIterator[Database]:
    """As 0045 left it: of three requests the last one's promise has a clock."""
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        for state in STATES:
            ticket = await a_ticket(session, place)
            await session.flush()
            session.add(Promise(ticket_id=ticket.id, by=FRIDAY, state=state, made_at=NOW))
        await session.flush()
        await session.execute(delete(TicketClock))
        session.add(
            TicketClock(ticket_id=ticket.id, kind=ClockKind.PROMISE, started_at=NOW, due_at=FRIDAY)
        )
    async with rebuilding(database.writer) as connection:
        await connection.run_sync(_down)
    yield database
    await migrate(database_url)


async def test_each_that_stands_has_one_clock(before: Database, database_url: URL) -> None:
    await migrate(database_url)
    async with before.reading() as session:
        found = await session.scalars(select(TicketClock).order_by(TicketClock.ticket_id))
        first, last = found.all()
    assert (first.kind, first.group_id, first.started_at) == (ClockKind.PROMISE, None, NOW)
    assert (first.step, first.paused_at) == (ClockStep.CALL, None)
    assert first.due_at == first.step_at == first.act_at == FRIDAY
    assert last.step is None


def _down(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "0045")
