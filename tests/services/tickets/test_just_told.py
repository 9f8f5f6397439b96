"""Which request somebody told of a moment ago: filed or joined, whatever came last."""

from datetime import datetime, timedelta

from services import tickets
from services.tickets.theirs import MOMENT
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STRANGER, a_ticket

SECOND = timedelta(seconds=1)


async def told(desk: Desk, person_id: int, at: datetime) -> int | None:
    async with desk.database.reading() as session:
        ticket = await tickets.just_told(session, person_id, now=at)
        return ticket.id if ticket else None


async def test_what_was_filed_counts_for_a_moment(desk: Desk) -> None:
    ticket = await desk.file()
    assert await told(desk, RESIDENT, NOW + MOMENT - SECOND) == ticket.id
    assert await told(desk, RESIDENT, NOW + MOMENT) is None
    assert await told(desk, STRANGER, NOW) is None


async def test_what_was_joined_counts_from_then_on_and_the_last_comes_first(desk: Desk) -> None:
    joined = await desk.file()
    filed = await desk.file(author_id=NEIGHBOUR)
    at = NOW + MOMENT / 2
    async with desk.database.transaction() as session:
        await tickets.join(session, joined.id, NEIGHBOUR, now=at)
    assert filed.id != joined.id
    assert await told(desk, NEIGHBOUR, at) == joined.id
    assert await told(desk, NEIGHBOUR, NOW + MOMENT + SECOND) == joined.id


async def test_what_has_ended_takes_nothing_more(desk: Desk) -> None:
    ticket = await desk.file()
    async with desk.database.transaction() as session:
        await tickets.withdraw(session, ticket.id, RESIDENT, now=NOW + SECOND)
    assert await told(desk, RESIDENT, NOW + SECOND) is None


async def test_what_was_filed_in_the_same_batch_counts_as_well(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        assert await tickets.just_told(session, RESIDENT, now=NOW) is None
        filed = await a_ticket(session, desk.place)
        assert await tickets.just_told(session, RESIDENT, now=NOW) is filed
        await tickets.withdraw(session, filed.id, RESIDENT, now=NOW)
        assert await tickets.just_told(session, RESIDENT, now=NOW) is None
