"""Booking, changing and cancelling meals, one thing after another."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound, NotYourGroup, NotYours
from services.meals import booking, capacity, menus, news, reading, waiting
from services.meals.errors import (
    AlreadyBooked,
    BelowTaken,
    CutOff,
    DinerEnded,
    DinerPaused,
    Full,
    LivesElsewhere,
    NotConfirmed,
    NotCutOffYet,
    NotEntitledToDelivery,
    NotServed,
    OthersWait,
    PortionsOutOfRange,
    ReasonNeeded,
    SessionClosed,
    SetWithdrawn,
    WrongBookingState,
)
from services.news import take_news
from services.tickets import Member
from storage.tables import (
    BookingEventKind,
    BookingState,
    Diner,
    MealBooking,
    MealProxy,
    MealSession,
    Mode,
    ProxyState,
    Relation,
)
from tests.services.factories import NOW
from tests.services.meals.meal_factories import (
    CUT_OFF,
    LUNCH,
    OVER,
    TOMORROW,
    a_booking,
    a_diner,
    a_lunch,
    a_proxy,
)
from tests.services.meals.meal_table import ANNA, BELLA, CHILD, Table

BOOKED, WAITING, CANCELLED = BookingState.BOOKED, BookingState.WAITING, BookingState.CANCELLED
AFTER = CUT_OFF + timedelta(minutes=1)


async def test_a_booking_takes_its_portions_and_gets_a_code(table: Table) -> None:
    booked = await table.book(ANNA, portions=2, mode=Mode.DELIVERY)
    assert booked.state is BOOKED
    assert len(booked.code) == 4
    assert booked.code.isdigit()
    lunch = await table.lunch()
    assert (lunch.taken, lunch.deliveries_taken, lunch.waiting) == (2, 1, 0)
    [event] = await table.events(booked)
    assert (event.kind, event.actor_id) == (BookingEventKind.BOOKED, ANNA)


async def test_who_is_found_by_the_code(table: Table) -> None:
    booked = await table.book(ANNA)
    async with table.database.reading() as session:
        found = await booking.by_code(session, booked.session_id, booked.code)
        assert found.diner.name == f"居民{ANNA}"
        with pytest.raises(NotFound):
            await booking.by_code(session, booked.session_id, "nope")


async def test_a_second_tap_is_told_of_the_first(table: Table) -> None:
    booked = await table.book(ANNA)
    refusal = await table.refused(table.booking(ANNA))
    assert isinstance(refusal, AlreadyBooked)
    assert (refusal.by_you, refusal.booking_id) == (True, booked.id)


async def test_two_who_book_for_one_diner_are_told_of_each_other(table: Table) -> None:
    await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    await table.book(ANNA, by=CHILD)
    refusal = await table.refused(table.booking(ANNA))
    assert isinstance(refusal, AlreadyBooked)
    assert not refusal.by_you


async def test_a_cancelled_meal_can_be_booked_again(table: Table) -> None:
    booked = await table.book(ANNA)
    await table.do(lambda session: booking.cancel(session, booked.id, by=ANNA, now=NOW))
    again = await table.book(ANNA)
    assert again.state is BOOKED
    assert again.code != booked.code


async def test_only_who_was_confirmed_books_for_another(table: Table) -> None:
    assert isinstance(await table.refused(table.booking(ANNA, by=CHILD)), NotYours)

    async def asks(session: AsyncSession) -> None:
        proxy = await a_proxy(session, table.diners[ANNA], CHILD)
        proxy.state = ProxyState.ASKED

    await table.do(asks)
    assert isinstance(await table.refused(table.booking(ANNA, by=CHILD)), NotConfirmed)


async def test_the_diner_hears_that_somebody_booked_for_them(table: Table) -> None:
    await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    async with table.database.transaction() as session:
        booked = await table.booking(ANNA, by=CHILD)(session)
        assert take_news(session) == [news.BookedByOther(booked.id, CHILD)]
        of_it = await reading.get(session, booked.id)
        assert list(reading.hearers(of_it, but_not=CHILD)) == [ANNA]
        assert list(reading.hearers(of_it)) == [ANNA, CHILD]


@pytest.mark.parametrize("portions", [0, -1, 5])
async def test_portions_are_one_to_what_the_rule_allows(table: Table, portions: int) -> None:
    refusal = await table.refused(table.booking(ANNA, portions=portions))
    assert isinstance(refusal, PortionsOutOfRange)
    assert refusal.most == 4


async def test_who_comes_when_it_is_full_waits(table: Table) -> None:
    await table.book(ANNA, portions=3)
    late = await table.book(BELLA)
    assert late.state is WAITING
    assert late.waits_since == NOW
    lunch = await table.lunch()
    assert (lunch.taken, lunch.waiting) == (3, 1)


async def test_nobody_passes_the_waiting_list_by(table: Table) -> None:
    await table.book(100, portions=2)
    couple = await table.book(101, portions=2)
    single = await table.book(102, portions=1)
    assert (couple.state, single.state) == (WAITING, WAITING)


async def test_what_is_cancelled_goes_to_those_who_wait_in_their_order(table: Table) -> None:
    first = await table.book(100, portions=3)
    waiters = [await table.book(person_id, portions=1) for person_id in (101, 102, 103, 104)]
    async with table.database.transaction() as session:
        await booking.cancel(session, first.id, by=100, now=NOW)
        assert take_news(session) == [
            *[news.Promoted(waiter.id) for waiter in waiters[:3]],
            news.Cancelled(first.id, 100),
        ]
    states = [await table.state(waiter) for waiter in waiters]
    assert states == [BOOKED, BOOKED, BOOKED, WAITING]
    assert (await table.lunch()).waiting == 1


async def test_a_couple_that_waits_first_is_not_passed_by_singles(table: Table) -> None:
    first = await table.book(100, portions=1)
    await table.book(101, portions=2)
    couple = await table.book(102, portions=2)
    single = await table.book(103, portions=1)
    await table.do(lambda session: booking.cancel(session, first.id, by=100, now=NOW))
    assert await table.state(couple) is WAITING
    assert await table.state(single) is WAITING
    assert (await table.lunch()).taken == 2


async def test_who_only_lacks_a_delivery_holds_nobody_up(table: Table) -> None:
    first = await table.book(100, mode=Mode.DELIVERY)
    second = await table.book(101, mode=Mode.DELIVERY)
    assert second.state is WAITING
    assert (await table.book(102, mode=Mode.FETCH)).state is BOOKED
    third = await table.book(103, mode=Mode.DELIVERY)
    assert third.state is WAITING
    await table.do(lambda session: booking.cancel(session, first.id, by=100, now=NOW))
    assert await table.state(second) is BOOKED
    assert await table.state(third) is WAITING


async def test_a_change_takes_only_what_fits_and_keeps_the_rest(table: Table) -> None:
    booked = await table.book(ANNA)
    await table.book(BELLA)
    refusal = await table.refused(
        lambda session: booking.change(session, booked.id, by=ANNA, now=NOW, portions=4)
    )
    assert isinstance(refusal, Full)
    assert (refusal.left, refusal.deliveries) == (1, False)
    changed = await table.do(
        lambda session: booking.change(
            session, booked.id, by=ANNA, now=NOW, portions=2, set_id=table.kitchen.better.id
        )
    )
    assert (changed.portions, changed.set_id) == (2, table.kitchen.better.id)
    assert changed.paid_fen == 2 * 1300 - 200
    assert (await table.lunch()).taken == 3


async def test_a_change_of_mode_frees_the_delivery_for_who_waits_for_it(table: Table) -> None:
    booked = await table.book(ANNA, mode=Mode.DELIVERY)
    second = await table.book(BELLA, mode=Mode.DELIVERY)
    await table.do(
        lambda session: booking.change(session, booked.id, by=ANNA, now=NOW, mode=Mode.DINE_IN)
    )
    assert await table.state(second) is BOOKED


async def test_no_booking_grows_past_those_who_wait(table: Table) -> None:
    booked = await table.book(100, portions=2)
    await table.book(101, portions=2)
    refusal = await table.refused(
        lambda session: booking.change(session, booked.id, by=100, now=NOW, portions=3)
    )
    assert isinstance(refusal, OthersWait)


async def test_who_waits_for_less_may_get_it_at_once(table: Table) -> None:
    await table.book(100, portions=2)
    couple = await table.book(101, portions=2)
    changed = await table.do(
        lambda session: booking.change(session, couple.id, by=101, now=NOW, portions=1)
    )
    assert changed.state is BOOKED


async def test_who_waits_and_wants_more_goes_to_the_end(table: Table) -> None:
    await table.book(100, portions=3)
    first = await table.book(101, portions=1)
    later = NOW + timedelta(minutes=1)
    second = await table.book(102, portions=1, now=later)
    await table.do(
        lambda session: booking.change(
            session, first.id, by=101, now=later + timedelta(minutes=1), portions=2
        )
    )
    async with table.database.reading() as session:
        assert await reading.ahead(session, await session.get_one(MealBooking, first.id)) == 1
        assert await reading.ahead(session, await session.get_one(MealBooking, second.id)) == 0


async def test_the_price_stays_what_it_was_when_it_was_booked(table: Table) -> None:
    booked = await table.book(ANNA)
    await table.do(
        lambda session: session.merge(
            Diner(id=table.diners[ANNA].id, verified_at=None, verified_by=None)
        )
    )
    async with table.database.reading() as session:
        assert (await session.get_one(MealBooking, booked.id)).paid_fen == 800


async def test_a_set_of_another_session_is_none_to_change_to(table: Table) -> None:
    booked = await table.book(ANNA)

    async def next_day(session: AsyncSession) -> int:
        _lunch, [usual, _better] = await a_lunch(
            session, table.kitchen.canteen, TOMORROW + timedelta(days=1)
        )
        return usual.id

    other = await table.do(next_day)
    refusal = await table.refused(
        lambda session: booking.change(session, booked.id, by=ANNA, now=NOW, set_id=other)
    )
    assert isinstance(refusal, NotServed)


async def test_a_withdrawn_set_stays_for_those_who_have_it(table: Table) -> None:
    booked = await table.book(ANNA)
    member = table.kitchen.member()
    await table.do(lambda session: menus.withdraw(session, table.kitchen.usual.id, member, now=NOW))
    assert isinstance(await table.refused(table.booking(BELLA)), SetWithdrawn)
    changed = await table.do(
        lambda session: booking.change(session, booked.id, by=ANNA, now=NOW, portions=2)
    )
    assert changed.portions == 2


async def test_after_cut_off_nobody_but_staff_changes_anything(table: Table) -> None:
    booked = await table.book(ANNA)
    refusals = [
        await table.refused(table.booking(BELLA, now=CUT_OFF)),
        await table.refused(
            lambda session: booking.cancel(session, booked.id, by=ANNA, now=CUT_OFF)
        ),
        await table.refused(
            lambda session: booking.change(session, booked.id, by=ANNA, now=CUT_OFF, portions=2)
        ),
    ]
    assert [type(refusal) for refusal in refusals] == [CutOff] * 3


async def test_after_cut_off_staff_say_why(table: Table) -> None:
    booked = await table.book(ANNA)
    member = table.kitchen.member()
    refusal = await table.refused(
        lambda session: booking.cancel_by_staff(session, booked.id, member, " ", now=AFTER)
    )
    assert isinstance(refusal, ReasonNeeded)
    await table.do(
        lambda session: booking.cancel_by_staff(session, booked.id, member, "住院", now=AFTER)
    )
    event = (await table.events(booked))[-1]
    assert (event.kind, event.reason, event.actor_id) == (
        BookingEventKind.CANCELLED,
        "住院",
        member.person_id,
    )
    assert (await table.lunch()).taken == 0


async def test_staff_change_and_book_what_is_left_after_cut_off(table: Table) -> None:
    booked = await table.book(ANNA)
    member = table.kitchen.member()
    await table.do(
        lambda session: booking.change_by_staff(
            session, booked.id, member, "女儿来了", now=AFTER, portions=2
        )
    )
    new = booking.NewBooking(
        set_id=table.kitchen.usual.id,
        diner_id=table.diners[BELLA].id,
        portions=2,
        mode=Mode.FETCH,
    )
    refusal = await table.refused(
        lambda session: booking.book_for(session, new, member, "来电", now=AFTER)
    )
    assert isinstance(refusal, Full)
    assert refusal.left == 1


async def test_staff_of_another_group_change_nothing(table: Table) -> None:
    booked = await table.book(ANNA)
    stranger = Member(person_id=9, name="旁人", group_id=12345)
    refusal = await table.refused(
        lambda session: booking.cancel_by_staff(session, booked.id, stranger, "x", now=AFTER)
    )
    assert isinstance(refusal, NotYourGroup)


async def test_what_changes_after_the_sheet_is_for_a_supplement(table: Table) -> None:
    booked = await table.book(ANNA)

    async def sheet(session: AsyncSession) -> None:
        lunch = await session.get_one(MealSession, table.kitchen.lunch.id)
        lunch.sheet_sent_at = CUT_OFF

    assert (await table.lunch()).changed_at is None
    await table.do(sheet)
    assert (await table.lunch()).changed_at is None
    await table.do(
        lambda session: booking.change_by_staff(
            session, booked.id, table.kitchen.member(), "改吃", now=AFTER, mode=Mode.DINE_IN
        )
    )
    assert (await table.lunch()).changed_at == AFTER


async def test_waiting_that_ends_after_the_meal_ends_without_a_word(table: Table) -> None:
    await table.book(100, portions=3)
    waiter = await table.book(101)
    over = (await table.lunch()).ends_at
    async with table.database.transaction() as session:
        await waiting.act(session, table.kitchen.lunch.id, now=over)
        assert take_news(session) == []
    assert await table.state(waiter) is CANCELLED


async def test_waiting_ends_at_cut_off_and_everyone_is_told(table: Table) -> None:
    await table.book(100, portions=3)
    waiters = [await table.book(person_id) for person_id in (101, 102)]
    async with table.database.transaction() as session:
        assert await waiting.due(session, CUT_OFF - timedelta(seconds=1)) == []
        assert await waiting.due(session, CUT_OFF) == [table.kitchen.lunch.id]
        await waiting.act(session, table.kitchen.lunch.id, now=CUT_OFF)
        assert take_news(session) == [news.NotPromoted(waiter.id) for waiter in waiters]
        await waiting.act(session, table.kitchen.lunch.id, now=CUT_OFF)
        assert take_news(session) == []
        assert await waiting.due(session, CUT_OFF) == []
    assert [await table.state(waiter) for waiter in waiters] == [CANCELLED] * 2
    assert (await table.lunch()).waiting == 0


async def test_what_staff_free_after_cut_off_goes_to_nobody_by_itself(table: Table) -> None:
    first = await table.book(100, portions=3)
    waiter = await table.book(101)
    await table.do(
        lambda session: booking.cancel_by_staff(
            session, first.id, table.kitchen.member(), "住院", now=AFTER
        )
    )
    assert await table.state(waiter) is CANCELLED
    assert (await table.lunch()).taken == 0


async def test_leftovers_are_for_whoever_books_first(table: Table) -> None:
    await table.book(100, portions=1)
    member = table.kitchen.member()
    lunch_id = table.kitchen.lunch.id
    early = await table.refused(
        lambda session: capacity.reopen_left(session, lunch_id, 1, member, now=NOW)
    )
    assert isinstance(early, NotCutOffYet)
    many = await table.refused(
        lambda session: capacity.reopen_left(session, lunch_id, 3, member, now=AFTER)
    )
    assert isinstance(many, Full)
    await table.do(lambda session: capacity.reopen_left(session, lunch_id, 1, member, now=AFTER))
    delivery = await table.refused(table.booking(101, mode=Mode.DELIVERY, now=LUNCH))
    assert isinstance(delivery, Full)
    assert delivery.deliveries
    assert (await table.book(101, now=LUNCH)).state is BOOKED
    assert isinstance(await table.refused(table.booking(102, now=LUNCH)), CutOff)
    assert (await table.lunch()).reopened == 0


async def test_nothing_is_booked_once_the_meal_is_over(table: Table) -> None:
    member = table.kitchen.member()
    lunch_id = table.kitchen.lunch.id
    await table.do(lambda session: capacity.reopen_left(session, lunch_id, 2, member, now=AFTER))
    assert isinstance(await table.refused(table.booking(101, now=OVER)), CutOff)
    new = booking.NewBooking(
        set_id=table.kitchen.usual.id,
        diner_id=table.diners[BELLA].id,
        portions=1,
        mode=Mode.FETCH,
    )
    refusal = await table.refused(
        lambda session: booking.book_for(session, new, member, "补录", now=OVER)
    )
    assert isinstance(refusal, CutOff)


async def test_more_portions_go_to_those_who_wait(table: Table) -> None:
    await table.book(100, portions=3)
    waiter = await table.book(101, portions=2)
    member = table.kitchen.member()
    lunch_id = table.kitchen.lunch.id
    await table.do(lambda session: capacity.set_portions(session, lunch_id, 5, 1, member, now=NOW))
    assert await table.state(waiter) is BOOKED
    refusal = await table.refused(
        lambda session: capacity.set_portions(session, lunch_id, 4, 1, member, now=NOW)
    )
    assert isinstance(refusal, BelowTaken)
    assert refusal.taken == 5


async def test_a_closed_session_cancels_everything_and_tells_each(table: Table) -> None:
    await table.book(100, portions=3)
    await table.book(101)
    member = table.kitchen.member()
    lunch_id = table.kitchen.lunch.id
    async with table.database.transaction() as session:
        ended = await capacity.close(session, lunch_id, "停水", member, now=NOW)
        assert take_news(session) == [news.SessionClosed(booked.id) for booked in ended]
    assert len(ended) == 2
    lunch = await table.lunch()
    assert (lunch.taken, lunch.waiting, lunch.deliveries_taken) == (0, 0, 0)
    assert [await table.state(booked) for booked in ended] == [CANCELLED] * 2
    again = await table.refused(
        lambda session: capacity.close(session, lunch_id, "停水", member, now=NOW)
    )
    assert isinstance(again, SessionClosed)
    refusal = await table.refused(table.booking(102))
    assert isinstance(refusal, SessionClosed)
    assert refusal.reason == "停水"


async def test_nothing_is_booked_for_those_who_pause_or_left(table: Table) -> None:
    async def changes(session: AsyncSession) -> None:
        paused = await session.get_one(Diner, table.diners[ANNA].id)
        paused.paused_from, paused.paused_until = TOMORROW, TOMORROW
        ended = await session.get_one(Diner, table.diners[BELLA].id)
        ended.ended_at = NOW

    await table.do(changes)
    paused = await table.refused(table.booking(ANNA))
    assert isinstance(paused, DinerPaused)
    assert paused.until == TOMORROW
    assert isinstance(await table.refused(table.booking(BELLA)), DinerEnded)


async def test_who_lives_elsewhere_eats_elsewhere(table: Table) -> None:
    async def moves(session: AsyncSession) -> None:
        diner = await session.get_one(Diner, table.diners[ANNA].id)
        diner.area_id = table.place.next_community.id

    await table.do(moves)
    assert isinstance(await table.refused(table.booking(ANNA)), LivesElsewhere)


async def test_delivery_is_for_those_entitled_to_it(table: Table) -> None:
    async def young(session: AsyncSession) -> None:
        table.diners[500] = await a_diner(session, table.place, 500)

    await table.do(young)
    assert isinstance(
        await table.refused(table.booking(500, mode=Mode.DELIVERY)), NotEntitledToDelivery
    )


async def test_a_served_meal_is_neither_changed_nor_cancelled(table: Table) -> None:
    booked = await table.book(ANNA)

    async def serve(session: AsyncSession) -> None:
        (await session.get_one(MealBooking, booked.id)).state = BookingState.SERVED

    await table.do(serve)
    member = table.kitchen.member()
    for deed in (
        lambda session: booking.cancel_by_staff(session, booked.id, member, "x", now=AFTER),
        lambda session: booking.change_by_staff(
            session, booked.id, member, "x", now=AFTER, portions=2
        ),
    ):
        assert isinstance(await table.refused(deed), WrongBookingState)


async def test_a_hundred_in_one_transaction_see_each_other(table: Table) -> None:
    """The intake handles whatever has arrived in one transaction."""

    async def all_at_once(session: AsyncSession) -> list[MealBooking]:
        crowd = [await a_diner(session, table.place, 1000 + number) for number in range(100)]
        booked = [await a_booking(session, table.kitchen.usual, diner) for diner in crowd]
        await booking.cancel(session, booked[0].id, by=1000, now=NOW)
        await booking.change(session, booked[50].id, by=1050, now=NOW, portions=2)
        return booked

    booked = await table.do(all_at_once)
    states = [(await table.state(one)) for one in booked]
    assert states == [CANCELLED, *[BOOKED] * 3, *[WAITING] * 96]
    assert len({one.code for one in booked}) == 100
    lunch = await table.lunch()
    assert (lunch.taken, lunch.waiting) == (3, 96)


async def test_a_proxy_is_no_more_once_it_ended(table: Table) -> None:
    async def ended(session: AsyncSession) -> None:
        session.add(
            MealProxy(
                diner_id=table.diners[ANNA].id,
                person_id=CHILD,
                relation=Relation.CHILD,
                state=ProxyState.ENDED,
                asked_at=NOW,
                answered_at=NOW,
            )
        )

    await table.do(ended)
    assert isinstance(await table.refused(table.booking(ANNA, by=CHILD)), NotYours)
