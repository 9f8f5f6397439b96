"""The database itself keeps the timeline: nothing that we do can change what was recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Delete, Update

from storage.engine import Database
from storage.tables import EventKind, TicketEvent
from tests.services.factories import NOW, a_ticket, build_neighbourhood

REFUSED = {
    "delete": delete(TicketEvent),
    "id": update(TicketEvent).values(id=TicketEvent.id + 1000),
    "at": update(TicketEvent).values(at=NOW + timedelta(days=1)),
    "kind": update(TicketEvent).values(kind=EventKind.CLOSED),
    "internal": update(TicketEvent).values(internal=True),
    "data": update(TicketEvent).values(data={"reason": "rated"}),
    "ticket_id": update(TicketEvent).values(ticket_id=TicketEvent.ticket_id + 1),
    "other words": update(TicketEvent).values(text="别的话"),
    "another actor": update(TicketEvent).values(actor_id=4711),
    "words and time": update(TicketEvent).values(text=None, at=datetime(2030, 1, 1, tzinfo=UTC)),
}


@pytest.fixture
async def recorded(database: Database) -> Database:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        first = await a_ticket(session, place)
        second = await a_ticket(session, place)
        assert second.id == first.id + 1
        await session.flush()
        await session.execute(
            update(TicketEvent).where(TicketEvent.ticket_id == second.id).values(actor_id=None)
        )
    return database


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
async def test_is_refused(recorded: Database, statement: Delete | Update) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with recorded.transaction() as session:
            await session.execute(statement.execution_options(synchronize_session=False))


async def test_erasing_words_and_actors_is_allowed(recorded: Database) -> None:
    async with recorded.transaction() as session:
        await session.execute(update(TicketEvent).values(text=None, actor_id=None))
    async with recorded.reading() as session:
        lines = (await session.scalars(select(TicketEvent))).all()
    assert {(line.text, line.actor_id) for line in lines} == {(None, None)}


async def test_what_was_erased_stays_so(recorded: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with recorded.transaction() as session:
            await session.execute(
                update(TicketEvent).where(TicketEvent.actor_id.is_(None)).values(actor_id=1)
            )
