"""Rounds: doors by building, one carrier, 送到 by their tap alone, and what becomes of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import AlreadyTaken, NotFound
from services.meals import booking, care, kitchen, rounds, serving
from services.meals.kitchen_errors import (
    AlreadyNoted,
    AlreadyServed,
    NotYourRound,
    RoundOver,
    StopOver,
)
from services.meals.kitchen_news import (
    CareRaised,
    CareSettled,
    MealDelivered,
    RoundGivenBack,
    RoundTaken,
    StopCalledOff,
)
from services.meals.routes import MOST_STOPS, Door, in_rounds
from storage.engine import Database
from storage.tables import (
    Area,
    BookingState,
    CareCause,
    CareOutcome,
    Level,
    MealBooking,
    Mode,
    RoundState,
    Status,
    StopState,
)
from tests.services.meals.kitchen_desk import (
    AFTER,
    CARRIER,
    OTHER_CARRIER,
    Deed,
    KitchenDesk,
    open_kitchen,
    refusals,
    refused,
)

BY_DOOR = Mode.DELIVERY
SETTLED = AFTER + kitchen.SETTLES


@pytest.fixture
async def desk(database: Database) -> KitchenDesk:
    return await open_kitchen(database)


def delivering(booking_id: int, person_id: int = CARRIER) -> Deed:
    return lambda session: rounds.delivered(session, booking_id, person_id, "送餐员", now=AFTER)


def nobody_at(booking_id: int) -> Deed:
    return lambda session: rounds.nobody_home(session, booking_id, CARRIER, "送餐员", now=AFTER)


def taking(round_id: int, person_id: int = CARRIER) -> Deed:
    return lambda session: rounds.take(session, round_id, person_id, f"{person_id}", now=AFTER)


async def cancelled(desk: KitchenDesk, booking_id: int) -> None:
    """By staff, and a minute later the kitchen and the rounds know."""
    lunch, who = desk.kitchen.lunch.id, desk.kitchen.member()
    await desk.do(
        lambda session: booking.cancel_by_staff(session, booking_id, who, "住院了", now=AFTER)
    )
    await desk.do(lambda session: kitchen.act_on_changes(session, lunch, now=SETTLED))


async def state_of(desk: KitchenDesk, round_id: int) -> RoundState:
    async with desk.database.reading() as session:
        return (await rounds.get(session, round_id)).state


def building(number: int) -> Area:
    return Area(
        id=number, level=Level.BUILDING, name=f"{number}号楼", code=f"jm-{number}", path="/"
    )


@given(st.lists(st.integers(1, 12), max_size=60))
def test_every_door_is_on_one_round_and_a_building_is_parted_only_where_it_must_be(
    where: list[int],
) -> None:
    doors = [Door(at, building(number), f"{at}室") for at, number in enumerate(where)]
    made = in_rounds(doors)
    assert sorted(door.booking_id for chunk in made for door in chunk) == list(range(len(where)))
    assert all(0 < len(chunk) <= MOST_STOPS for chunk in made)
    for number in set(where):
        rounds_there = sum(any(door.building.id == number for door in chunk) for chunk in made)
        assert rounds_there == max(1, -(-where.count(number) // MOST_STOPS))


def test_the_way_goes_by_building_and_door_as_people_count() -> None:
    doors = [
        Door(1, building(10), "1室"),
        Door(2, building(2), "10室"),
        Door(3, building(2), "9室"),
    ]
    assert [door.booking_id for door in in_rounds(doors)[0]] == [3, 2, 1]


async def test_deliveries_become_a_round_at_cut_off_and_what_is_fetched_does_not(
    desk: KitchenDesk,
) -> None:
    carried = await desk.books(11, BY_DOOR)
    await desk.books(12)
    await desk.cut_off()
    [made] = await desk.rounds()
    assert (made.number, made.state) == (1, RoundState.OPEN)
    assert list(await desk.stops()) == [carried.id]


async def test_of_many_who_take_a_round_one_carries_it(desk: KitchenDesk) -> None:
    await desk.books(11, BY_DOOR)
    await desk.cut_off()
    [made] = await desk.rounds()
    outcomes = await desk.at_once([taking(made.id, person_id) for person_id in range(300, 320)])
    assert refusals(outcomes) == {AlreadyTaken: 19}
    [winner] = [each for each in outcomes if not isinstance(each, AlreadyTaken)]
    assert (await desk.rounds())[0].carrier_id == winner.carrier_id


async def test_who_is_too_late_hears_who_carries_it(desk: KitchenDesk) -> None:
    await desk.books(11, BY_DOOR)
    await desk.cut_off()
    made = await desk.taken_round()
    refusal = await refused(desk, taking(made.id, OTHER_CARRIER))
    assert isinstance(refusal, AlreadyTaken)
    assert (refusal.by_name, refusal.yours) == ("送餐员", False)
    assert desk.heard(RoundTaken) == [RoundTaken(made.id)]


async def test_delivered_needs_the_carriers_own_tap(desk: KitchenDesk) -> None:
    booked = await desk.books(11, BY_DOOR)
    await desk.cut_off()
    assert isinstance(await refused(desk, delivering(booked.id)), NotYourRound)
    await desk.taken_round()
    stranger = await refused(desk, delivering(booked.id, OTHER_CARRIER))
    assert isinstance(stranger, NotYourRound)
    await desk.do(delivering(booked.id))
    served = await desk.booking(booked.id)
    assert (served.state, served.ended_by) == (BookingState.SERVED, CARRIER)
    assert desk.heard(MealDelivered) == [MealDelivered(booked.id)]


async def test_a_double_tap_delivers_once(desk: KitchenDesk) -> None:
    booked = await desk.books(11, BY_DOOR)
    await desk.cut_off()
    await desk.taken_round()
    assert refusals(await desk.at_once([delivering(booked.id)] * 5)) == {AlreadyServed: 4}


async def test_the_last_two_doors_at_once_end_the_round(desk: KitchenDesk) -> None:
    booked = [await desk.books(person_id, BY_DOOR) for person_id in (11, 12)]
    await desk.cut_off()
    made = await desk.taken_round()
    assert refusals(await desk.at_once([delivering(each.id) for each in booked])) == {}
    assert await state_of(desk, made.id) is RoundState.DONE


async def test_nobody_home_raises_an_alert_and_the_meal_stays_booked(desk: KitchenDesk) -> None:
    booked = await desk.books(11, BY_DOOR)
    await desk.cut_off()
    await desk.taken_round()
    await desk.do(nobody_at(booked.id))
    assert isinstance(await refused(desk, nobody_at(booked.id)), AlreadyNoted)
    [raised] = desk.heard(CareRaised)
    async with desk.database.reading() as session:
        alert = await care.get(session, raised.alert_id)
    assert (alert.cause, alert.booking_id) == (CareCause.NOBODY_HOME, booked.id)
    assert await desk.state(booked.id) is BookingState.BOOKED


async def test_who_came_to_the_door_later_has_their_meal_and_nobody_is_worried(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11, BY_DOOR)
    await desk.cut_off()
    await desk.taken_round()
    await desk.do(nobody_at(booked.id))
    await desk.do(delivering(booked.id))
    [settled] = desk.heard(CareSettled)
    async with desk.database.reading() as session:
        alert = await care.get(session, settled.alert_id)
    assert (alert.outcome, alert.settled_by) == (CareOutcome.SAFE, CARRIER)


async def test_a_door_that_is_cancelled_is_called_off_and_the_carrier_told(
    desk: KitchenDesk,
) -> None:
    stays, goes = [await desk.books(person_id, BY_DOOR) for person_id in (11, 12)]
    await desk.cut_off()
    await desk.taken_round()
    await cancelled(desk, goes.id)
    stops = await desk.stops()
    assert (stops[stays.id].state, stops[goes.id].state) == (
        StopState.WAITING,
        StopState.CALLED_OFF,
    )
    assert desk.heard(StopCalledOff) == [StopCalledOff(goes.id)]
    assert isinstance(await refused(desk, delivering(goes.id)), StopOver)


async def test_a_round_without_doors_is_called_off(desk: KitchenDesk) -> None:
    booked = await desk.books(11, BY_DOOR)
    await desk.cut_off()
    [made] = await desk.rounds()
    await cancelled(desk, booked.id)
    assert await state_of(desk, made.id) is RoundState.CALLED_OFF
    assert isinstance(await refused(desk, taking(made.id)), RoundOver)


async def test_who_gives_back_leaves_the_rest_to_another(desk: KitchenDesk) -> None:
    first, second = [await desk.books(person_id, BY_DOOR) for person_id in (11, 12)]
    await desk.cut_off()
    made = await desk.taken_round()
    await desk.do(delivering(first.id))
    await desk.do(lambda session: rounds.give_back(session, made.id, CARRIER, now=AFTER))
    assert desk.heard(RoundGivenBack) == [RoundGivenBack(made.id, CARRIER)]
    await desk.do(taking(made.id, OTHER_CARRIER))
    await desk.do(delivering(second.id, OTHER_CARRIER))
    assert await state_of(desk, made.id) is RoundState.DONE


async def test_only_the_carrier_gives_back(desk: KitchenDesk) -> None:
    await desk.books(11, BY_DOOR)
    await desk.cut_off()
    made = await desk.taken_round()
    deed: Deed = lambda session: rounds.give_back(  # noqa: E731
        session, made.id, OTHER_CARRIER, now=AFTER
    )
    assert isinstance(await refused(desk, deed), NotYourRound)


async def books_late(desk: KitchenDesk, person_id: int) -> MealBooking:
    """A delivery that staff add after cut-off, and a minute later the rounds know."""
    diner = await desk.diner(person_id, Status.LIVES_ALONE)
    lunch, who, usual = desk.kitchen.lunch.id, desk.kitchen.member(), desk.kitchen.usual.id
    new = booking.NewBooking(set_id=usual, diner_id=diner.id, portions=1, mode=Mode.DELIVERY)
    added: MealBooking = await desk.do(
        lambda session: booking.book_for(session, new, who, "刚出院", now=AFTER)
    )
    await desk.do(lambda session: kitchen.act_on_changes(session, lunch, now=SETTLED))
    return added


async def test_a_late_delivery_joins_the_open_round_of_its_building(desk: KitchenDesk) -> None:
    await desk.books(11, BY_DOOR)
    await desk.cut_off()
    added = await books_late(desk, 14)
    assert len(await desk.rounds()) == 1
    assert (await desk.stops())[added.id].position == 2


async def test_who_is_under_way_is_sent_nowhere_else(desk: KitchenDesk) -> None:
    await desk.books(11, BY_DOOR)
    await desk.cut_off()
    await desk.taken_round()
    added = await books_late(desk, 14)
    first, second = await desk.rounds()
    assert (await desk.stops())[added.id].round_id == second.id != first.id
    assert second.state is RoundState.OPEN


async def test_the_counter_and_the_carrier_at_once_serve_a_meal_once(desk: KitchenDesk) -> None:
    booked = await desk.books(11, BY_DOOR)
    await desk.cut_off()
    await desk.taken_round()
    who = desk.kitchen.member()
    ticking: Deed = lambda session: serving.tick(session, booked.id, who, now=AFTER)  # noqa: E731
    outcomes = await desk.at_once([ticking, delivering(booked.id)] * 3)
    assert sum(refusals(outcomes).values()) == 5
    assert await desk.state(booked.id) is BookingState.SERVED


async def test_an_unknown_round_is_not_found(desk: KitchenDesk) -> None:
    assert isinstance(await refused(desk, taking(404)), NotFound)
