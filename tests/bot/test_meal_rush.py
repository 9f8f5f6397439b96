"""Five thousand people tap at once for three hundred portions, through the whole intake."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from bench.hungry import FIRST, Crowd, a_worker
from handlers.meals import placing
from storage.engine import Database
from storage.tables import BookingState, MealBooking

PEOPLE, PORTIONS = 5_000, 300
FEW, FEW_PORTIONS = 200, 30


async def test_of_five_thousand_three_hundred_are_booked_and_everybody_gets_an_answer(
    database: Database,
) -> None:
    crowd = Crowd(database, PEOPLE)
    await crowd.gather(PORTIONS)
    await crowd.rush(crowd.taps())
    booked = await crowd.bookings()
    assert Counter(each.state for each in booked) == {
        BookingState.BOOKED: PORTIONS,
        BookingState.WAITING: PEOPLE - PORTIONS,
    }
    assert len({each.code for each in booked}) == PEOPLE
    assert {each.booked_by for each in booked} == set(crowd.ids)
    lunch = await crowd.lunch()
    assert (lunch.taken, lunch.waiting) == (PORTIONS, PEOPLE - PORTIONS)
    assert set(await crowd.answers()) == set(crowd.ids)
    assert "订好了" in await crowd.words_to(FIRST)
    assert "排上了队" in await crowd.words_to(FIRST + PEOPLE - 1)


async def test_one_that_fails_takes_nothing_and_the_rest_of_its_batch_is_served(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its portion was counted: the batch runs again in halves, down to the bad one."""
    unlucky = FIRST + 20
    worded = placing._booked_words

    async def fails_for_one(talk: Any, booking: MealBooking) -> str:
        if booking.booked_by == unlucky:
            raise RuntimeError("a test's failure")
        return await worded(talk, booking)

    monkeypatch.setattr(placing, "_booked_words", fails_for_one)
    crowd = Crowd(database, FEW)
    await crowd.gather(FEW_PORTIONS)
    await crowd.rush(crowd.taps())
    await check(crowd, people=set(crowd.ids) - {unlucky}, portions=FEW_PORTIONS)
    assert "没有办成" in await crowd.words_to(unlucky)


@pytest.mark.postgresql
async def test_two_workers_sell_no_portion_twice(postgresql: Database) -> None:
    """Tapped twice by everybody, and each tap of a person goes to another worker."""
    crowd = Crowd(postgresql, FEW)
    await crowd.gather(FEW_PORTIONS)
    taps, once_more = crowd.taps(), crowd.taps()
    second = Database(postgresql.url)
    await asyncio.gather(
        crowd.rush([*taps[::2], *once_more[1::2]]),
        crowd.rush([*reversed(taps[1::2]), *reversed(once_more[::2])], a_worker(second)),
    )
    await second.close()
    await check(crowd, people=set(crowd.ids), portions=FEW_PORTIONS)


async def check(crowd: Crowd, *, people: set[int], portions: int) -> None:
    """Each of them has one booking, as many as there are portions have one, and it is counted."""
    booked = await crowd.bookings()
    assert sorted(each.booked_by or 0 for each in booked) == sorted(people)
    assert len({each.code for each in booked}) == len(people)
    states = Counter(each.state for each in booked)
    assert states == {
        BookingState.BOOKED: portions,
        BookingState.WAITING: len(people) - portions,
    }
    lunch = await crowd.lunch()
    assert (lunch.taken, lunch.waiting) == (portions, len(people) - portions)
