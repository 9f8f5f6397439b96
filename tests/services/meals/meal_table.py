"""Whoever wants tomorrow's lunch, at a canteen with little of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import menus
from storage.engine import Database
from storage.tables import (
    BookingEvent,
    BookingState,
    Diner,
    DinerStatus,
    MealBooking,
    MealProxy,
    MealSession,
    StandingOrder,
    Status,
)
from tests.services.factories import Neighbourhood, build_neighbourhood
from tests.services.meals.meal_factories import Kitchen, a_booking, a_diner, build_kitchen

ANNA, BELLA, CHILD = 11, 12, 13
Deed = Callable[[AsyncSession], Awaitable[Any]]


@dataclass(frozen=True)
class Table:
    """Three portions and one delivery of tomorrow's lunch, and those who want them."""

    database: Database
    place: Neighbourhood
    kitchen: Kitchen
    diners: dict[int, Diner]

    async def do(self, deed: Deed) -> Any:
        async with self.database.transaction() as session:
            return await deed(session)

    async def refused(self, deed: Deed) -> Refusal:
        """Committed all the same, as in a batch of updates: a refusal leaves nothing written."""
        before = await self.everything()
        async with self.database.transaction() as session:
            with pytest.raises(Refusal) as refusal:
                await deed(session)
        assert await self.everything() == before
        return refusal.value

    async def book(self, person_id: int, **differently: Any) -> MealBooking:
        booked: MealBooking = await self.do(self.booking(person_id, **differently))
        return booked

    def booking(self, person_id: int, *, set_id: int | None = None, **differently: Any) -> Deed:
        async def deed(session: AsyncSession) -> MealBooking:
            meal_set = await menus.get_set(session, set_id or self.kitchen.usual.id)
            return await a_booking(session, meal_set, self.diners[person_id], **differently)

        return deed

    async def lunch(self) -> MealSession:
        async with self.database.reading() as session:
            return await session.get_one(MealSession, self.kitchen.lunch.id)

    async def state(self, booked: MealBooking) -> BookingState:
        async with self.database.reading() as session:
            return (await session.get_one(MealBooking, booked.id)).state

    async def events(self, booked: MealBooking) -> list[BookingEvent]:
        async with self.database.reading() as session:
            found = await session.scalars(
                select(BookingEvent)
                .where(BookingEvent.booking_id == booked.id)
                .order_by(BookingEvent.id)
            )
            return list(found)

    async def everything(self) -> list[Any]:
        async with self.database.reading() as session:
            found: list[Any] = []
            for table in (
                MealSession,
                MealBooking,
                BookingEvent,
                Diner,
                DinerStatus,
                MealProxy,
                StandingOrder,
            ):
                rows = await session.execute(select(*table.__table__.columns).order_by(table.id))
                found += [tuple(row) for row in rows]
            return found


async def lay_table(database: Database) -> Table:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        kitchen = await build_kitchen(session, place, portions=3, deliveries=1)
        people = (ANNA, BELLA, *range(100, 105))
        diners = {
            person_id: await a_diner(session, place, person_id, Status.LIVES_ALONE)
            for person_id in people
        }
    return Table(database, place, kitchen, diners)
