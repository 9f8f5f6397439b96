"""The books as the database keeps them, in the form of the plain ones."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import (
    Address,
    BookingState,
    ClaimState,
    Diner,
    MealBooking,
    MealSession,
    TaskClaim,
    TaskRole,
    Ticket,
    TicketFollower,
)
from tests.dialogues.district.plain_books import PlainBooks, Queue, Request

Numbers = dict[int, int]


async def kept(session: AsyncSession, lunch_id: int, task_id: int) -> PlainBooks:
    """People by their numbers at the messenger."""
    known = await session.execute(select(Address.person_id, Address.external_id))
    numbers = {person_id: int(number) for person_id, number in known}
    return PlainBooks(
        lunch=await _lunch(session, lunch_id, numbers),
        task=await _task(session, task_id, numbers),
        requests=await _requests(session, numbers),
    )


async def _lunch(session: AsyncSession, lunch_id: int, numbers: Numbers) -> Queue:
    lunch = await session.get_one(MealSession, lunch_id)
    found = await session.execute(
        select(MealBooking.state, Diner.person_id)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .where(MealBooking.session_id == lunch_id)
        .order_by(MealBooking.waits_since, MealBooking.id)
    )
    rows = [(state, numbers[person_id]) for state, person_id in found if person_id is not None]
    has = {person for state, person in rows if state is BookingState.BOOKED}
    assert lunch.taken == len(has)
    waits = [person for state, person in rows if state is BookingState.WAITING]
    return Queue(lunch.portions, has, waits)


async def _task(session: AsyncSession, task_id: int, numbers: Numbers) -> Queue:
    role = (await session.scalars(select(TaskRole).where(TaskRole.task_id == task_id))).one()
    found = await session.execute(
        select(TaskClaim.state, TaskClaim.person_id)
        .where(TaskClaim.task_id == task_id)
        .order_by(TaskClaim.claimed_at, TaskClaim.id)
    )
    rows = [(state, numbers[person_id]) for state, person_id in found if person_id is not None]
    has = {person for state, person in rows if state is ClaimState.HELD}
    waits = [person for state, person in rows if state is ClaimState.WAITING]
    return Queue(role.places, has, waits)


async def _requests(session: AsyncSession, numbers: Numbers) -> dict[str, Request]:
    requests = {}
    for ticket in await session.scalars(select(Ticket)):
        followers = await session.scalars(
            select(TicketFollower.person_id).where(TicketFollower.ticket_id == ticket.id)
        )
        taker = numbers[ticket.taker_id] if ticket.taker_id is not None else None
        requests[ticket.text] = Request({numbers[each] for each in followers}, taker)
    return requests
