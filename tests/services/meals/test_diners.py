"""Who eats, who books for whom, and who does not eat for a while."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.errors import NotFound, NotYourGroup, NotYours, Refusal, TooLong, WordsNeeded
from services.meals import diners, news, pausing, proxies
from services.meals.diners import NewDiner, age_on
from services.meals.errors import (
    AlreadyVerified,
    DaysOutOfOrder,
    DinerEnded,
    ImpossibleBirthday,
    OwnDiner,
    ReasonNeeded,
    TelephoneNeeded,
    WrongProxyState,
)
from services.news import take_news
from services.tickets import Member
from storage.tables import BookingState, Diner, MealProxy, ProxyState, Relation, Status
from tests.services.factories import NOW
from tests.services.meals.meal_factories import CUT_OFF, TODAY, TOMORROW, a_proxy
from tests.services.meals.meal_table import ANNA, BELLA, CHILD, Deed, Table

BORN = date(1940, 2, 29)
STRANGER = Member(person_id=9, name="旁人", group_id=12345)


def registering(table: Table, created_by: int = CHILD, **differently: object) -> Deed:
    what = {
        "name": "居民甲",
        "born_on": BORN,
        "area_id": table.place.building.id,
        "door": "2单元301",
        "phone": "0591-87654321",
    }
    new = NewDiner(**(what | differently))  # type: ignore[arg-type]
    return lambda session: diners.register(session, new, created_by=created_by, now=NOW, zone=ZONE)


def correction(table: Table, diner_id: int, **differently: object) -> Deed:
    what = {"born_on": BORN, "area_id": table.place.building.id, "door": "2单元301"}
    new = NewDiner(**(what | differently))  # type: ignore[arg-type]
    return lambda session: diners.correct(session, diner_id, new, by=CHILD, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1946, 3, 3), date(2026, 3, 2), 79),
        (date(1946, 3, 3), date(2026, 3, 3), 80),
        (date(1944, 2, 29), date(2025, 2, 27), 80),
        (date(1944, 2, 29), date(2025, 2, 28), 81),
        (date(1944, 2, 29), date(2024, 2, 28), 79),
        (date(1944, 2, 29), date(2024, 2, 29), 80),
    ],
)
def test_age_is_in_full_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(born=st.dates(date(1900, 1, 1), date(2020, 1, 1)), days=st.integers(0, 40_000))
def test_nobody_gets_younger_and_each_year_counts_once(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    assert 0 <= age_on(born, day + timedelta(days=1)) - age_on(born, day) <= 1
    assert abs(age_on(born, day) - days / 365.2425) < 1.01


async def test_a_parent_whom_two_children_enter_is_one_diner(table: Table) -> None:
    first = await table.do(registering(table, 21))
    second = await table.do(registering(table, 22, area_id=table.place.community.id, door="说不清"))
    assert second.id == first.id
    assert second.door == "2单元301"


SPELLINGS = ("欧阳·丽华", "歐陽•麗華", "欧阳丽华", "欧 阳　丽华")


@pytest.mark.parametrize("other", SPELLINGS)
async def test_also_when_each_spells_the_name_their_way(table: Table, other: str) -> None:
    first = await table.do(registering(table, 21, name=SPELLINGS[0]))
    second = await table.do(registering(table, 22, name=other))
    assert (second.id, second.name) == (first.id, SPELLINGS[0])


async def test_nobody_becomes_another_by_a_correction_of_the_spelling(table: Table) -> None:
    first = await table.do(registering(table, 21, name=SPELLINGS[0]))
    other = await table.do(registering(table, name="欧阳丽"))
    correcting = correction(table, other.id, name=SPELLINGS[1])
    assert isinstance(await table.refused(correcting), NotYours)
    assert first.id != other.id


async def test_who_was_checked_keeps_the_spelling_of_their_card(table: Table) -> None:
    entered = await table.do(registering(table, name=SPELLINGS[0]))
    member = table.kitchen.member()
    await table.do(lambda session: diners.verify(session, entered.id, member, now=NOW))
    corrected = await table.do(correction(table, entered.id, name=SPELLINGS[2], door="3单元"))
    assert (corrected.name, corrected.door) == (SPELLINGS[0], "3单元")
    assert isinstance(
        await table.refused(correction(table, entered.id, name="欧阳华")), AlreadyVerified
    )


async def test_also_when_both_enter_them_in_the_same_second(table: Table) -> None:
    both = await asyncio.gather(*(table.do(registering(table, by)) for by in range(21, 27)))
    assert len({diner.id for diner in both}) == 1


async def test_a_namesake_elsewhere_or_of_another_day_is_somebody_else(table: Table) -> None:
    first = await table.do(registering(table))
    younger = await table.do(registering(table, born_on=date(1941, 2, 28)))
    elsewhere = await table.do(registering(table, area_id=table.place.next_community.id))
    assert len({first.id, younger.id, elsewhere.id}) == 3


async def test_who_tells_only_the_month_of_their_birth_is_the_same(table: Table) -> None:
    first = await table.do(registering(table))
    by_month = await table.do(registering(table, born_on=BORN.replace(day=1)))
    assert by_month.id == first.id


async def test_who_enters_somebody_says_how_to_ask_them(table: Table) -> None:
    refused = await table.refused(registering(table, phone=None))
    assert isinstance(refused, TelephoneNeeded)
    first = await table.do(registering(table))
    assert (await table.do(registering(table, ANNA, phone=None))).id == first.id
    own = await table.do(registering(table, phone=None, person_id=77, name="居民丁"))
    assert own.phone is None


async def test_who_was_entered_by_a_child_takes_the_entry_over_and_is_checked_again(
    table: Table,
) -> None:
    entered = await table.do(registering(table))
    member = table.kitchen.member()
    await table.do(lambda session: diners.verify(session, entered.id, member, now=NOW))
    async with table.database.transaction() as session:
        own = await registering(table, 31, person_id=31)(session)
        assert take_news(session) == [news.DinerToVerify(entered.id)]
    assert (own.id, own.person_id, own.verified_at) == (entered.id, 31, None)
    assert isinstance(await table.refused(registering(table, 32, person_id=32)), NotYours)


@pytest.mark.parametrize(
    ("answers", "may"),
    [
        ((), True),
        ((ProxyState.ASKED,), True),
        ((ProxyState.CONFIRMED,), True),
        ((ProxyState.REFUSED,), False),
        ((ProxyState.ENDED,), False),
        ((ProxyState.REFUSED, ProxyState.ASKED), True),
    ],
)
async def test_who_registered_somebody_may_put_it_right_until_they_are_told_no(
    table: Table, answers: tuple[ProxyState, ...], may: bool
) -> None:
    entered = await table.do(registering(table))
    async with table.database.transaction() as session:
        for state in answers:
            session.add(
                MealProxy(
                    diner_id=entered.id,
                    person_id=CHILD,
                    relation=Relation.CHILD,
                    state=state,
                    asked_at=NOW,
                )
            )
    looking: Deed = lambda session: diners.correctable(session, entered.id, CHILD)  # noqa: E731
    if may:
        assert (await table.do(looking)).id == entered.id
    else:
        assert isinstance(await table.refused(looking), NotYours)


@pytest.mark.parametrize("by", [CHILD, ANNA])
async def test_who_took_their_entry_over_is_seen_by_nobody_else(table: Table, by: int) -> None:
    entered = await table.do(registering(table))
    await table.do(registering(table, 31, person_id=31))
    looking: Deed = lambda session: diners.correctable(session, entered.id, by)  # noqa: E731
    assert isinstance(await table.refused(looking), NotYours)


async def test_who_has_an_entry_keeps_it(table: Table) -> None:
    again = await table.do(registering(table, ANNA, person_id=ANNA))
    assert again.id == table.diners[ANNA].id


async def test_what_cannot_be_is_refused(table: Table) -> None:
    cases: list[tuple[dict[str, Any], type[Refusal]]] = [
        ({"born_on": date(2026, 3, 3)}, ImpossibleBirthday),
        ({"born_on": date(1880, 1, 1)}, ImpossibleBirthday),
        ({"name": "  "}, WordsNeeded),
        ({"name": "长" * 41}, TooLong),
        ({"door": "长" * 81}, TooLong),
        ({"area_id": table.place.district.id}, NotFound),
    ]
    for differently, refusal in cases:
        assert isinstance(await table.refused(registering(table, **differently)), refusal)


async def test_staff_of_the_canteen_verify_once(table: Table) -> None:
    entered = await table.do(registering(table))
    other = await table.refused(
        lambda session: diners.verify(session, entered.id, STRANGER, now=NOW)
    )
    assert isinstance(other, NotYourGroup)
    member = table.kitchen.member()
    verified = await table.do(lambda session: diners.verify(session, entered.id, member, now=NOW))
    assert (verified.verified_at, verified.verified_by) == (NOW, member.person_id)
    again = await table.refused(lambda session: diners.verify(session, entered.id, member, now=NOW))
    assert isinstance(again, AlreadyVerified)


async def test_a_status_holds_on_its_days(table: Table) -> None:
    diner_id, member = table.diners[ANNA].id, table.kitchen.member()

    async def add(session: AsyncSession) -> None:
        await diners.add_status(
            session, diner_id, Status.DISABLED, TODAY, TOMORROW, member, now=NOW
        )

    await table.do(add)
    async with table.database.reading() as session:
        after = TOMORROW + timedelta(days=1)
        assert Status.DISABLED in await diners.statuses_on(session, diner_id, TODAY)
        assert Status.DISABLED in await diners.statuses_on(session, diner_id, TOMORROW)
        assert Status.DISABLED not in await diners.statuses_on(session, diner_id, after)
    wrong = await table.refused(
        lambda session: diners.add_status(
            session, diner_id, Status.DISABLED, TOMORROW, TODAY, member, now=NOW
        )
    )
    assert isinstance(wrong, DaysOutOfOrder)


async def test_diet_is_told_by_who_may_and_taken_back(table: Table) -> None:
    diner_id = table.diners[ANNA].id
    changed = await table.do(
        lambda session: diners.update_diet(session, diner_id, " 不吃辣 ", by=ANNA)
    )
    assert changed.diet == "不吃辣"
    changed = await table.do(lambda session: diners.update_diet(session, diner_id, " ", by=ANNA))
    assert changed.diet is None
    refusal = await table.refused(
        lambda session: diners.update_diet(session, diner_id, "x", by=BELLA)
    )
    assert isinstance(refusal, NotYours)


def asking(table: Table, person_id: int) -> Deed:
    return lambda session: proxies.ask(
        session, table.diners[person_id].id, CHILD, Relation.CHILD, now=NOW
    )


async def test_asking_twice_asks_once(table: Table) -> None:
    async with table.database.transaction() as session:
        first = await asking(table, ANNA)(session)
        assert take_news(session) == [news.ProxyAsked(first.id)]
        assert (await asking(table, ANNA)(session)).id == first.id
        assert take_news(session) == []
    many = await asyncio.gather(*(table.do(asking(table, BELLA)) for _each in range(5)))
    assert len({proxy.id for proxy in many}) == 1


@pytest.mark.parametrize("staff", [True, False])
async def test_the_diner_or_staff_answer_once(table: Table, staff: bool) -> None:
    proxy = await table.do(asking(table, ANNA))
    by = table.kitchen.member() if staff else ANNA

    def answering(confirmed: bool, by: int | Member = by) -> Deed:
        return lambda session: proxies.answer(session, proxy.id, by, confirmed=confirmed, now=NOW)

    assert isinstance(await table.refused(answering(True, BELLA)), NotYours)
    assert isinstance(await table.refused(answering(True, CHILD)), NotYours)
    assert isinstance(await table.refused(answering(True, STRANGER)), NotYourGroup)
    answered = await table.do(answering(True))
    assert answered.state is ProxyState.CONFIRMED
    assert isinstance(await table.refused(answering(False)), WrongProxyState)
    async with table.database.reading() as session:
        bookable = [diner.id for diner in await diners.bookable_by(session, CHILD)]
    assert bookable == [table.diners[ANNA].id]


async def test_who_was_refused_or_ended_may_ask_again(table: Table) -> None:
    proxy = await table.do(asking(table, ANNA))
    await table.do(
        lambda session: proxies.answer(session, proxy.id, ANNA, confirmed=False, now=NOW)
    )
    again = await table.do(asking(table, ANNA))
    assert again.id != proxy.id
    await table.do(lambda session: proxies.end(session, again.id, CHILD, now=NOW))
    async with table.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(MealProxy)) == 2
        assert await proxies.of_person(session, CHILD) == []


async def test_nobody_asks_to_book_for_themselves(table: Table) -> None:
    own = await table.refused(
        lambda session: proxies.ask(session, table.diners[ANNA].id, ANNA, Relation.CHILD, now=NOW)
    )
    assert isinstance(own, OwnDiner)


async def test_a_pause_cancels_what_still_can_be(table: Table) -> None:
    booked = await table.book(ANNA)
    diner_id = table.diners[ANNA].id
    late = await table.do(
        lambda session: pausing.pause(session, diner_id, TODAY, None, by=ANNA, now=CUT_OFF)
    )
    assert late == []
    cancelled = await table.do(
        lambda session: pausing.pause(session, diner_id, TOMORROW, TOMORROW, by=ANNA, now=NOW)
    )
    assert [one.booking.id for one in cancelled] == [booked.id]
    assert await table.state(booked) is BookingState.CANCELLED
    await table.do(lambda session: pausing.resume(session, diner_id, by=ANNA))
    assert (await table.book(ANNA)).state is BookingState.BOOKED


async def test_a_pause_is_set_by_who_may_and_in_order(table: Table) -> None:
    diner_id = table.diners[ANNA].id
    for by, last, refusal in [(BELLA, None, NotYours), (ANNA, TODAY, DaysOutOfOrder)]:
        said = await table.refused(
            lambda session, by=by, last=last: pausing.pause(  # type: ignore[misc]
                session, diner_id, TOMORROW, last, by=by, now=NOW
            )
        )
        assert isinstance(said, refusal)


async def test_who_moved_away_or_died_has_everything_cancelled(table: Table) -> None:
    await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    booked = await table.book(ANNA)
    diner_id, member = table.diners[ANNA].id, table.kitchen.member()
    later = CUT_OFF + timedelta(hours=1)
    without = await table.refused(
        lambda session: pausing.end(session, diner_id, member, None, now=later)
    )
    assert isinstance(without, ReasonNeeded)
    async with table.database.transaction() as session:
        ended = await pausing.end(session, diner_id, member, "搬走了", now=later)
        assert take_news(session) == [news.Cancelled(booked.id, member.person_id)]
    assert [one.booking.id for one in ended] == [booked.id]
    again = await table.refused(
        lambda session: pausing.end(session, diner_id, member, "搬走了", now=later)
    )
    assert isinstance(again, DinerEnded)
    async with table.database.reading() as session:
        assert await diners.bookable_by(session, CHILD) == []
        found = await session.get_one(Diner, diner_id)
    assert found.ended_at == later
