"""Who is on duty at a moment, and whose turn it is."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.errors import NotFound
from services.groups import binding, rota
from services.groups.authority import Member
from services.groups.rota import TooManyDuties
from services.written.shifts import EVERY_DAY, Shift
from storage.tables import Assigning, GroupMember
from tests.services.conftest import Desk
from tests.services.factories import NOW, member

WANG, LI, CHEN = 201, 202, 203
TODAY = date(2026, 3, 2)
"""A Monday."""
DAY = time()


async def gather(desk: Desk, *people: int) -> Member:
    """Those who are in the staff's group; the first acts."""
    async with desk.database.transaction() as session:
        for person_id in people:
            await binding.saw(session, desk.groups.staff, person_id, f"社工{person_id}", now=NOW)
    return member(desk.groups.staff, people[0])


async def on_duty(session: AsyncSession, desk: Desk, at: datetime) -> set[int]:
    group_id = desk.groups.staff.id
    found = await rota.on_duty(session, [group_id], now=at, zone=ZONE)
    return set(found.get(group_id, ()))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


ROTA = (
    (WANG, Shift("12345", None, time(8, 30), time(18))),
    (LI, Shift("6", None, time(20), time(6))),
    (CHEN, Shift("", date(2026, 3, 4), time(8, 30), time(12))),
)
MOMENTS = {
    "as the day begins": (at(2, 8, 30), {WANG}),
    "before it": (at(2, 8, 29), set()),
    "as it ends": (at(2, 18), set()),
    "on a date of its own": (at(4, 9), {CHEN}),
    "later that day, when the weekday's does not count": (at(4, 15), set()),
    "in the night": (at(7, 23), {LI}),
    "after midnight": (at(8, 5, 59), {LI}),
    "as the night ends": (at(8, 6), set()),
    "in another night": (at(9, 5), set()),
}


@pytest.mark.parametrize(("moment", "expected"), MOMENTS.values(), ids=MOMENTS)
async def test_who_is_on_duty(desk: Desk, moment: datetime, expected: set[int]) -> None:
    who = await gather(desk, WANG, LI, CHEN)
    async with desk.database.transaction() as session:
        for person_id, shift in ROTA:
            await rota.put_on(session, who, person_id, shift, today=TODAY)
    async with desk.database.reading() as session:
        assert await on_duty(session, desk, moment) == expected


async def test_who_left_the_group_is_not_on_duty_there(desk: Desk) -> None:
    who = await gather(desk, WANG, LI)
    async with desk.database.transaction() as session:
        await rota.put_on(session, who, LI, Shift(EVERY_DAY, None, DAY, DAY), today=TODAY)
        await rota.agree(session, member(desk.groups.staff, LI), takes_turns=True)
        assert await on_duty(session, desk, NOW) == {LI}
        gone = update(GroupMember).where(GroupMember.person_id == LI).values(left_at=NOW)
        await session.execute(gone)
        assert await on_duty(session, desk, NOW) == set()
        assert await rota.taking_turns(session, who.group_id) == []
        with pytest.raises(NotFound):
            await rota.put_on(session, who, LI, Shift("1", None, DAY, DAY), today=TODAY)


async def test_the_same_shift_stands_once_and_past_days_go(desk: Desk) -> None:
    who = await gather(desk, WANG)
    for shift in (
        Shift("", TODAY, DAY, DAY),
        Shift("135", None, DAY, DAY),
        Shift("123", None, DAY, DAY),
    ):
        on = partial(rota.put_on, member=who, person_id=WANG, shift=shift, today=TODAY)
        await desk.do(on)
    async with desk.database.reading() as session:
        stated = await rota.duties(session, who.group_id, today=TODAY)
        assert [(each.duty.weekday, each.duty.day) for each in stated] == [
            (1, None),
            (2, None),
            (3, None),
            (5, None),
            (None, TODAY),
        ]
        later = await rota.duties(session, who.group_id, today=TODAY + timedelta(days=1))
        assert len(later) == 4


async def test_a_rota_has_an_end(desk: Desk) -> None:
    who = await gather(desk, WANG)
    async with desk.database.transaction() as session:
        for hour in range(rota.MOST // 7):
            shift = Shift(EVERY_DAY, None, time(hour), time(hour + 1))
            await rota.put_on(session, who, WANG, shift, today=TODAY)
        shift = Shift(EVERY_DAY, None, time(23), DAY)
        with pytest.raises(TooManyDuties):
            await rota.put_on(session, who, WANG, shift, today=TODAY)


async def test_without_anybody_on_duty_nothing_can_be_given(desk: Desk) -> None:
    who = await gather(desk, WANG)
    async with desk.database.transaction() as session:
        for assigning in Assigning:
            await rota.choose(session, who, assigning)
            assert await rota.could_have(session, now=NOW, zone=ZONE) == {}
        await rota.agree(session, who, takes_turns=True)
        assert await rota.could_have(session, now=NOW, zone=ZONE) == {who.group_id: {WANG}}
        await rota.choose(session, who, None)
        assert await rota.could_have(session, now=NOW, zone=ZONE) == {}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sets(st.sampled_from([WANG, LI, CHEN]), min_size=1).map(frozenset),
        min_size=1,
        max_size=25,
    )
)
async def test_turns_are_fair_whoever_is_there(desk: Desk, there: list[frozenset[int]]) -> None:
    """Of those who are there it is the turn of one who waited longest; nobody waits for a round."""
    await gather(desk, WANG, LI, CHEN)
    group_id = desk.groups.staff.id
    waited: Counter[int] = Counter()
    async with desk.database.transaction() as session:
        for people in there:
            chosen = await rota.next_of(session, group_id, people, but=None)
            assert chosen in people
            waited.update(people - {chosen})
            waited[chosen] = 0
            assert max(waited.values()) <= 3
        await session.rollback()
