"""A canteen's lunch from cut-off to the month's end, with who carries and who looks in."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import kitchen, missed, rounds
from services.news import News, take_news
from storage.engine import Database
from storage.tables import (
    BookingState,
    Diner,
    MealBooking,
    MealRound,
    MealSession,
    MealStop,
    Mode,
    PrepSheet,
    Status,
)
from tests.services.factories import (
    Groups,
    Neighbourhood,
    bind_groups,
    build_neighbourhood,
)
from tests.services.meals.meal_factories import (
    CUT_OFF,
    OVER,
    Kitchen,
    a_booking,
    a_diner,
    a_lunch,
    build_kitchen,
)

Deed = Callable[[AsyncSession], Awaitable[Any]]
AFTER = CUT_OFF + timedelta(minutes=5)
COUNTED = OVER + missed.GRACE
CARRIER, OTHER_CARRIER = 301, 302
FRIDAY = 4


@dataclass
class KitchenDesk:
    """Tomorrow's lunch of 60 portions and 40 deliveries; `news` is what was told so far."""

    database: Database
    place: Neighbourhood
    groups: Groups
    kitchen: Kitchen
    diners: dict[int, Diner] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)

    async def do(self, deed: Deed) -> Any:
        async with self.database.transaction() as session:
            done = await deed(session)
            self.news += take_news(session)
            return done

    async def attempt(self, deed: Deed) -> Any:
        """What `deed` returns or the refusal; committed in any case, as in a batch of updates."""
        async with self.database.transaction() as session:
            try:
                return await deed(session)
            except Refusal as refusal:
                return refusal

    async def at_once(self, deeds: Iterable[Deed]) -> list[Any]:
        return await asyncio.gather(*(self.attempt(deed) for deed in deeds))

    async def diner(self, person_id: int, *statuses: Status, **differently: Any) -> Diner:
        if person_id not in self.diners:
            self.diners[person_id] = await self.do(
                lambda session: a_diner(session, self.place, person_id, *statuses, **differently)
            )
        return self.diners[person_id]

    async def books(
        self, person_id: int, mode: Mode = Mode.FETCH, portions: int = 1, **differently: Any
    ) -> MealBooking:
        """A meal of tomorrow's lunch for somebody who lives alone."""
        diner = await self.diner(person_id, Status.LIVES_ALONE, **differently)
        booked: MealBooking = await self.do(
            lambda session: a_booking(
                session, self.kitchen.usual, diner, mode=mode, portions=portions
            )
        )
        return booked

    async def cut_off(self) -> None:
        """The prep sheet and the rounds are made."""
        await self.do(lambda session: kitchen.act(session, self.kitchen.lunch.id, now=CUT_OFF))

    async def is_over(self) -> None:
        """What was not fetched is counted."""
        await self.do(lambda session: missed.act(session, self.kitchen.lunch.id, now=COUNTED))

    async def taken_round(self) -> MealRound:
        """The first round, carried by CARRIER."""
        first: MealRound = (await self.rounds())[0]
        await self.do(lambda session: rounds.take(session, first.id, CARRIER, "送餐员", now=AFTER))
        return first

    async def rounds(self) -> list[MealRound]:
        async with self.database.reading() as session:
            return await rounds.of_session(session, self.kitchen.lunch.id)

    async def stops(self) -> dict[int, MealStop]:
        """By booking."""
        async with self.database.reading() as session:
            found = await session.scalars(select(MealStop).order_by(MealStop.position))
            return {stop.booking_id: stop for stop in found}

    async def sheets(self) -> list[PrepSheet]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(PrepSheet).order_by(PrepSheet.number)))

    async def booking(self, booking_id: int) -> MealBooking:
        async with self.database.reading() as session:
            return await session.get_one(MealBooking, booking_id)

    async def state(self, booking_id: int) -> BookingState:
        return (await self.booking(booking_id)).state

    async def lunch(self) -> MealSession:
        async with self.database.reading() as session:
            return await session.get_one(MealSession, self.kitchen.lunch.id)

    async def ate_before(self, person_id: int, served: int, missed_meals: int = 0) -> None:
        """So many lunches of the weeks before tomorrow's, fetched or not."""
        diner = await self.diner(person_id, Status.LIVES_ALONE)
        states = [BookingState.SERVED] * served + [BookingState.MISSED] * missed_meals
        await self._lunches(diner, date(2026, 1, 26), states)

    async def missed_this_month(self, person_id: int, meals: int) -> None:
        """So many lunches after tomorrow's, all the same missed already."""
        diner = await self.diner(person_id, Status.LIVES_ALONE)
        await self._lunches(diner, date(2026, 3, 4), [BookingState.MISSED] * meals)

    async def _lunches(self, diner: Diner, day: date, states: list[BookingState]) -> None:
        """One a working day from `day` on."""

        async def deed(session: AsyncSession) -> None:
            on = day
            for number, state in enumerate(states):
                lunch, [usual, _better] = await a_lunch(session, self.kitchen.canteen, on)
                session.add(past_booking(lunch, usual.id, usual.price_fen, diner, state, number))
                on += timedelta(days=3 if on.weekday() == FRIDAY else 1)

        await self.do(deed)

    def heard(self, kind: type[News]) -> list[Any]:
        return [news for news in self.news if isinstance(news, kind)]


def past_booking(
    lunch: MealSession,
    set_id: int,
    price_fen: int,
    diner: Diner,
    state: BookingState,
    number: int,
    *,
    subsidy_fen: int = 0,
    subsidy_id: int | None = None,
    portions: int = 1,
) -> MealBooking:
    """A booking of a lunch that is over, fetched in the canteen."""
    return MealBooking(
        session_id=lunch.id,
        diner_id=diner.id,
        set_id=set_id,
        portions=portions,
        mode=Mode.DINE_IN,
        state=state,
        code=f"{number:04d}",
        booked_by=diner.person_id,
        booked_at=lunch.cut_off_at,
        price_fen=price_fen,
        subsidy_id=subsidy_id,
        subsidy_fen=subsidy_fen,
        delivery_fen=0,
        paid_fen=portions * price_fen - subsidy_fen,
        ended_at=lunch.ends_at,
    )


def refusals(outcomes: list[Any]) -> Counter[type[Refusal]]:
    return Counter(type(outcome) for outcome in outcomes if isinstance(outcome, Refusal))


async def refused(desk: KitchenDesk, deed: Deed) -> Refusal:
    """The refusal; nothing else is written by it."""
    async with desk.database.transaction() as session:
        with pytest.raises(Refusal) as caught:
            await deed(session)
        assert not session.new
        assert not session.dirty
    return caught.value


async def open_kitchen(database: Database) -> KitchenDesk:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        bound = await bind_groups(session, place)
        made = await build_kitchen(session, place, portions=60, deliveries=40)
    return KitchenDesk(database, place, bound, made)
