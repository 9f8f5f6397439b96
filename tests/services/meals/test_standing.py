"""Standing orders: booked by themselves, paused, and never against what somebody decided."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound, NotYours
from services.meals import booking, capacity, diners, news, pausing, standing
from services.meals.errors import DaysOutOfOrder, DinerEnded
from services.meals.standing import NewStanding
from services.news import News, take_news
from storage.tables import BookingState, Diner, Meal, MealBooking, MealSession, MealSet, Mode
from tests.services.factories import NOW
from tests.services.meals.meal_factories import CUT_OFF, TODAY, TOMORROW, a_lunch, a_proxy
from tests.services.meals.meal_table import ANNA, BELLA, CHILD, Deed, Table

DAY = timedelta(days=1)
BOOKED, WAITING, CANCELLED = BookingState.BOOKED, BookingState.WAITING, BookingState.CANCELLED


def ordering(table: Table, person_id: int = ANNA, by: int | None = None, **other: object) -> Deed:
    wanted = {
        "diner_id": table.diners[person_id].id,
        "canteen_id": table.kitchen.canteen.id,
        "meal": Meal.LUNCH,
        "weekdays": "12345",
        "set_name": "加菜套餐",
        "portions": 1,
        "mode": Mode.FETCH,
        "from_day": TODAY,
    }
    new = NewStanding(**(wanted | other))  # type: ignore[arg-type]
    return lambda session: standing.order(session, new, by=by or person_id, now=NOW)


async def go_through(table: Table) -> list[News]:
    """What the scheduler does, until nothing is due; what was told by it."""
    async with table.database.transaction() as session:
        for canteen_id in await standing.due(session, NOW):
            await standing.act(session, canteen_id, now=NOW)
        assert await standing.due(session, NOW) == []
        return take_news(session)


async def bookings(table: Table) -> list[tuple[date, str, BookingState]]:
    async with table.database.reading() as session:
        found = await session.execute(
            select(MealSession.day, MealBooking.set_id, MealBooking.state)
            .join(MealSession, MealSession.id == MealBooking.session_id)
            .order_by(MealBooking.id)
        )
        names = {table.kitchen.usual.id: "usual", table.kitchen.better.id: "better"}
        return [(day, names.get(set_id, "other"), state) for day, set_id, state in found]


async def serves(table: Table, **dishes: str) -> None:
    """One dish in each of the sets on tomorrow's menu."""
    async with table.database.transaction() as session:
        for name, dish in dishes.items():
            meal_set = await session.get_one(MealSet, getattr(table.kitchen, name).id)
            meal_set.dishes = [dish]


async def leaves_out(table: Table, person_id: int, diet: str = "不吃鱼") -> None:
    """The diet note says so."""
    await table.do(
        lambda session: diners.update_diet(session, table.diners[person_id].id, diet, by=person_id)
    )


async def test_a_session_with_a_menu_is_booked_by_itself_once(table: Table) -> None:
    await table.do(ordering(table))
    async with table.database.reading() as session:
        assert await standing.due(session, CUT_OFF) == []
    [said] = await go_through(table)
    assert isinstance(said, news.StandingBooked)
    assert await bookings(table) == [(TOMORROW, "better", BOOKED)]
    assert await go_through(table) == []


async def test_a_week_of_menus_is_told_at_once(table: Table) -> None:
    await table.do(ordering(table, weekdays="1234567"))
    async with table.database.transaction() as session:
        for ahead in (1, 2):
            await a_lunch(session, table.kitchen.canteen, TOMORROW + ahead * DAY)
    [said] = await go_through(table)
    assert isinstance(said, news.StandingBooked)
    assert len(said.booking_ids) == 3


async def test_what_is_open_already_is_booked_at_once(table: Table) -> None:
    await go_through(table)
    _standing, became = await table.do(ordering(table))
    assert [one.state for one in became.bookings] == [BOOKED]
    assert await go_through(table) == []


async def test_without_the_wanted_set_it_is_the_first(table: Table) -> None:
    await table.do(ordering(table, set_name="没有的"))
    await go_through(table)
    assert await bookings(table) == [(TOMORROW, "usual", BOOKED)]


async def test_other_weekdays_and_earlier_days_are_left_alone(table: Table) -> None:
    await table.do(ordering(table, ANNA, weekdays="1345"))
    await table.do(ordering(table, BELLA, from_day=TOMORROW + DAY))
    await go_through(table)
    assert await bookings(table) == []


async def test_whoever_pauses_or_left_gets_nothing(table: Table) -> None:
    for person_id in (ANNA, BELLA, 100):
        await table.do(ordering(table, person_id))
    orders = await table.do(lambda session: standing.of_diner(session, table.diners[100].id))
    await table.do(
        lambda session: pausing.pause(
            session, table.diners[ANNA].id, TOMORROW, None, by=ANNA, now=NOW
        )
    )
    await table.do(
        lambda session: pausing.end(
            session, table.diners[BELLA].id, table.kitchen.member(), "搬走了", now=NOW
        )
    )
    await table.do(
        lambda session: standing.pause(session, orders[0].id, TOMORROW, TOMORROW, by=100, now=NOW)
    )
    await go_through(table)
    assert await bookings(table) == []


async def test_what_was_cancelled_by_hand_is_not_booked_again(table: Table) -> None:
    booked = await table.book(ANNA)
    await table.do(lambda session: booking.cancel(session, booked.id, by=ANNA, now=NOW))
    await table.do(ordering(table))
    assert await go_through(table) == []
    assert await bookings(table) == [(TOMORROW, "usual", CANCELLED)]


async def test_who_ordered_first_is_booked_first(table: Table) -> None:
    people = (100, 101, 102, 103)
    for person_id in reversed(people):
        await table.do(ordering(table, person_id))
    await go_through(table)
    async with table.database.reading() as session:
        found = await session.execute(
            select(Diner.person_id, MealBooking.state)
            .join(Diner, Diner.id == MealBooking.diner_id)
            .order_by(MealBooking.id)
        )
        assert [(row.person_id, row.state) for row in found] == [
            (103, BOOKED),
            (102, BOOKED),
            (101, BOOKED),
            (100, WAITING),
        ]


async def test_what_cannot_be_booked_is_told(table: Table) -> None:
    await table.do(ordering(table, mode=Mode.DELIVERY))

    async def forget(session: AsyncSession) -> None:
        diner = await session.get_one(Diner, table.diners[ANNA].id)
        diner.verified_at = None

    await table.do(forget)
    [said] = await go_through(table)
    assert isinstance(said, news.StandingBooked)
    assert (said.booking_ids, said.refused_ids) == ((), (table.kitchen.lunch.id,))
    assert await bookings(table) == []


async def test_a_closed_session_is_not_gone_through(table: Table) -> None:
    await table.do(ordering(table))
    member = table.kitchen.member()
    await table.do(
        lambda session: capacity.close(session, table.kitchen.lunch.id, "停水", member, now=NOW)
    )
    assert await go_through(table) == []


async def test_a_pause_and_an_end_cancel_what_they_booked(table: Table) -> None:
    made, _booked = await table.do(ordering(table))
    await table.do(lambda session: a_lunch(session, table.kitchen.canteen, TOMORROW + DAY))
    await go_through(table)
    cancelled = await table.do(
        lambda session: standing.pause(session, made.id, TOMORROW, TOMORROW, by=ANNA, now=NOW)
    )
    assert [one.meal_session.day for one in cancelled] == [TOMORROW]
    ended = await table.do(lambda session: standing.end(session, made.id, by=ANNA, now=NOW))
    assert [one.meal_session.day for one in ended] == [TOMORROW + DAY]
    assert isinstance(
        await table.refused(lambda session: standing.end(session, made.id, by=ANNA, now=NOW)),
        NotFound,
    )


async def test_what_was_booked_by_hand_stays_when_the_order_ends(table: Table) -> None:
    made, _booked = await table.do(ordering(table))
    booked = await table.book(ANNA)
    ended = await table.do(lambda session: standing.end(session, made.id, by=ANNA, now=NOW))
    assert ended == []
    assert await table.state(booked) is BOOKED


async def test_after_a_pause_it_goes_on_with_what_is_not_booked_yet(table: Table) -> None:
    made, _booked = await table.do(ordering(table))
    await table.do(lambda session: standing.pause(session, made.id, TODAY, None, by=ANNA, now=NOW))
    await go_through(table)
    became = await table.do(lambda session: standing.resume(session, made.id, by=ANNA, now=NOW))
    assert [one.state for one in became.bookings] == [BOOKED]


async def test_ordered_again_it_is_the_same_order_changed(table: Table) -> None:
    first, _booked = await table.do(ordering(table))
    second, _booked = await table.do(ordering(table, weekdays="51"))
    assert (second.id, second.weekdays) == (first.id, "15")
    async with table.database.reading() as session:
        assert len(await standing.of_diner(session, table.diners[ANNA].id)) == 1


async def test_a_child_orders_for_the_parent_and_who_else_does_not(table: Table) -> None:
    assert isinstance(await table.refused(ordering(table, by=BELLA)), NotYours)
    await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    made, _booked = await table.do(ordering(table, by=CHILD))
    assert made.created_by == CHILD
    await go_through(table)
    async with table.database.reading() as session:
        booked = (await session.scalars(select(MealBooking))).one()
    assert booked.booked_by == CHILD


async def test_what_makes_no_order_is_refused(table: Table) -> None:
    assert isinstance(await table.refused(ordering(table, weekdays="89")), DaysOutOfOrder)
    await table.do(
        lambda session: pausing.end(
            session, table.diners[ANNA].id, table.kitchen.member(), "搬走了", now=NOW
        )
    )
    assert isinstance(await table.refused(ordering(table)), DinerEnded)


async def test_never_more_portions_than_the_session_allows(table: Table) -> None:
    await table.do(ordering(table, portions=9))
    await go_through(table)
    async with table.database.reading() as session:
        booked = (await session.scalars(select(MealBooking))).one()
    assert booked.portions == table.kitchen.rule.portions_each


async def test_instead_of_the_wanted_set_none_comes_that_the_diner_leaves_out(
    table: Table,
) -> None:
    await serves(table, usual="红烧鱼", better="素炒时蔬")
    await table.do(ordering(table, set_name="没有的"))
    await leaves_out(table, ANNA)
    await go_through(table)
    assert await bookings(table) == [(TOMORROW, "better", BOOKED)]


async def test_what_was_ordered_by_its_name_comes_whatever_is_in_it(table: Table) -> None:
    await serves(table, usual="素炒时蔬", better="红烧鱼")
    await table.do(ordering(table))
    await leaves_out(table, ANNA)
    await go_through(table)
    assert await bookings(table) == [(TOMORROW, "better", BOOKED)]


async def test_where_all_sets_clash_the_first_of_those_that_do_least_comes(table: Table) -> None:
    await serves(table, usual="麻辣鱼", better="清蒸鱼")
    await table.do(ordering(table, set_name="没有的"))
    await leaves_out(table, ANNA, "不吃鱼，不吃辣")
    await go_through(table)
    assert await bookings(table) == [(TOMORROW, "better", BOOKED)]
