"""Erasing somebody who eats: their meals end, the accounts stay, others lose nothing."""

import json
from datetime import date, timedelta

from sqlalchemy import select

from services.meals import news, personal
from services.news import take_news
from services.people import erasure
from storage.tables import (
    BookingEvent,
    BookingEventKind,
    BookingState,
    CareAlert,
    CareCause,
    Diner,
    DinerStatus,
    MealBooking,
    MealProxy,
    MealRound,
    MealStop,
    Mode,
    ProxyState,
    RoundState,
    StopState,
)
from tests.services.factories import NOW
from tests.services.meals.meal_factories import CUT_OFF, a_booking, a_proxy
from tests.services.meals.meal_table import ANNA, BELLA, CHILD, Table


async def test_their_portion_goes_to_who_waits(table: Table) -> None:
    await table.book(ANNA, portions=3)
    waiter = await table.book(BELLA)
    await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    async with table.database.transaction() as session:
        await erasure.erase(session, ANNA, now=NOW)
        assert news.Promoted(waiter.id) in take_news(session)
    assert await table.state(waiter) is BookingState.BOOKED
    assert (await table.lunch()).taken == 1


async def test_after_cut_off_their_meal_is_called_off_too(table: Table) -> None:
    booked = await table.book(ANNA)
    later = CUT_OFF + timedelta(hours=1)
    await table.do(lambda session: erasure.erase(session, ANNA, now=later))
    assert await table.state(booked) is BookingState.CANCELLED
    assert [event.kind for event in await table.events(booked)] == [
        BookingEventKind.BOOKED,
        BookingEventKind.CANCELLED,
        BookingEventKind.ERASED,
    ]


async def test_of_them_stay_a_year_of_birth_and_what_was_paid(table: Table) -> None:
    diner_id = table.diners[ANNA].id
    booked = await table.book(ANNA)
    await table.do(lambda session: erasure.erase(session, ANNA, now=NOW))
    async with table.database.reading() as session:
        diner = await session.get_one(Diner, diner_id)
        assert (await session.get_one(MealBooking, booked.id)).paid_fen == 800
        assert list(await session.scalars(select(DinerStatus).filter_by(diner_id=diner_id))) == []
    assert (diner.name, diner.door, diner.person_id, diner.ended_at) == ("—", "", None, NOW)
    assert diner.born_on == date(1951, 1, 1)
    assert diner.area_id == table.place.community.id


async def test_whoever_they_booked_for_keeps_the_meal(table: Table) -> None:
    async def life() -> MealBooking:
        async with table.database.transaction() as session:
            await a_proxy(session, table.diners[ANNA], CHILD)
            kept = await a_booking(session, table.kitchen.usual, table.diners[ANNA], by=CHILD)
            await erasure.erase(session, CHILD, now=NOW)
            return kept

    kept = await life()
    assert await table.state(kept) is BookingState.BOOKED
    async with table.database.reading() as session:
        assert (await session.get_one(MealBooking, kept.id)).booked_by is None
        assert list(await session.scalars(select(MealProxy))) == []
        assert {event.actor_id for event in await session.scalars(select(BookingEvent))} == {None}


async def test_who_books_for_them_hears_that_it_ended(table: Table) -> None:
    proxy = await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    async with table.database.transaction() as session:
        booked = await a_booking(session, table.kitchen.usual, table.diners[ANNA], by=CHILD)
        take_news(session)
        await erasure.erase(session, ANNA, now=NOW)
        assert take_news(session) == [
            news.Cancelled(booked.id, ANNA),
            news.ProxyEnded(proxy.id, ANNA),
        ]
        assert (await session.get_one(MealProxy, proxy.id)).state is ProxyState.ENDED


async def test_a_round_they_carried_waits_for_somebody_else(table: Table) -> None:
    booked = await table.book(BELLA, mode=Mode.DELIVERY)
    async with table.database.transaction() as session:
        carried = MealRound(
            session_id=table.kitchen.lunch.id,
            number=1,
            state=RoundState.TAKEN,
            carrier_id=ANNA,
            carrier_name="居民",
            taken_at=NOW,
        )
        session.add(carried)
        await session.flush()
        stop = MealStop(
            booking_id=booked.id, round_id=carried.id, position=1, state=StopState.WAITING
        )
        session.add(stop)
        await session.flush()
        await erasure.erase(session, ANNA, now=NOW)
    async with table.database.reading() as session:
        found = await session.get_one(MealRound, carried.id)
    assert (found.state, found.carrier_id, found.carrier_name) == (RoundState.OPEN, None, None)


async def test_an_alert_they_took_is_told_again(table: Table) -> None:
    booked = await table.book(BELLA)
    async with table.database.transaction() as session:
        alert = CareAlert(
            diner_id=table.diners[BELLA].id,
            booking_id=booked.id,
            cause=CareCause.MISSED_MEAL,
            raised_at=NOW,
            taken_by=ANNA,
            taken_by_name="居民",
            taken_at=NOW,
        )
        session.add(alert)
        await session.flush()
        await erasure.erase(session, ANNA, now=NOW)
    async with table.database.reading() as session:
        found = await session.get_one(CareAlert, alert.id)
    assert (found.taken_by, found.taken_by_name, found.nudge_at) == (None, None, NOW)


async def test_they_may_take_along_what_is_kept(table: Table) -> None:
    async with table.database.transaction() as session:
        booked = await a_booking(session, table.kitchen.usual, table.diners[ANNA])
        await a_proxy(session, table.diners[ANNA], CHILD)
        await a_proxy(session, table.diners[BELLA], ANNA)
        about = (await personal.about(session, ANNA))["meals"]
    json.dumps(about)
    assert about["diner"]["name"] == f"居民{ANNA}"
    assert about["diner"]["statuses"] == [
        {"status": "lives_alone", "from": "2026-01-01", "until": None}
    ]
    assert [one["code"] for one in about["bookings"]] == [booked.code]
    assert [one["name"] for one in about["books_for"]] == [f"居民{BELLA}"]
    assert [one["relation"] for one in about["booked_by_others"]] == ["child"]
