"""Five thousand people tap at once for three hundred portions, through the whole intake."""

from collections import Counter

from bench.hungry import FIRST, Crowd
from storage.engine import Database
from storage.tables import BookingState

PEOPLE, PORTIONS = 5_000, 300


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
