"""The month: reproducible to the fen, closed once, and changed by exact reversals alone."""

import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import speaking
from handlers.meals.staff import month_file
from services.errors import NotYourGroup, WordsNeeded
from services.meals import accounts, month, serving
from services.meals.kitchen_errors import (
    AlreadyReversed,
    MonthClosed,
    MonthNotOver,
    Unsettled,
)
from services.meals.month import Total
from services.tickets import Member
from storage.engine import Database
from storage.tables import BookingState, ChargeKind, Diner, MealCharge, Status
from tests.conftest import copy_of
from tests.services.meals.kitchen_desk import (
    COUNTED,
    Deed,
    KitchenDesk,
    open_kitchen,
    past_booking,
    refusals,
    refused,
)
from tests.services.meals.meal_factories import a_lunch

MARCH = "2026-03"
APRIL = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
SERVED, MISSED, BOOKED, CANCELLED = (
    BookingState.SERVED,
    BookingState.MISSED,
    BookingState.BOOKED,
    BookingState.CANCELLED,
)
Eaten = tuple[int, int, BookingState]
"""Who (11 and on), how many portions, and what became of it."""
MEALS = st.lists(
    st.tuples(st.integers(11, 14), st.integers(1, 3), st.sampled_from([SERVED, MISSED, CANCELLED])),
    max_size=8,
)


@pytest.fixture
async def desk(database: Database) -> KitchenDesk:
    return await open_kitchen(database)


async def ate(desk: KitchenDesk, eaten: Iterable[Eaten]) -> None:
    """A lunch each, one a weekday from 4 March on; every second with a subsidy."""
    days = [date(2026, 3, day) for day in (4, 5, 6, 9, 10, 11, 12, 13)]
    for number, (person_id, portions, state) in enumerate(eaten):
        diner = await desk.diner(person_id, Status.LIVES_ALONE)
        await desk.do(one_meal(desk, days[number], diner, number, portions, state))


def one_meal(
    desk: KitchenDesk, day: date, diner: Diner, number: int, portions: int, state: BookingState
) -> Deed:
    """Every second one has a subsidy."""
    subsidised = number % 2 == 1

    async def deed(session: AsyncSession) -> None:
        lunch, [usual, _better] = await a_lunch(session, desk.kitchen.canteen, day)
        session.add(
            past_booking(
                lunch,
                usual.id,
                usual.price_fen,
                diner,
                state,
                number,
                portions=portions,
                subsidy_fen=250 if subsidised else 0,
                subsidy_id=desk.kitchen.oldest.id if subsidised else None,
            )
        )

    return deed


def closing(desk: KitchenDesk, named: str = MARCH, now: datetime = APRIL) -> Deed:
    who = desk.kitchen.member()
    return lambda session: accounts.close(session, desk.kitchen.canteen.id, named, who, now=now)


def reversing(desk: KitchenDesk, charge_id: int, reason: str = "住院了") -> Deed:
    who = desk.kitchen.member()
    return lambda session: accounts.reverse(session, charge_id, who, reason, now=APRIL)


async def charges(desk: KitchenDesk) -> list[MealCharge]:
    async with desk.database.reading() as session:
        return list(await session.scalars(select(MealCharge).order_by(MealCharge.id)))


async def look(desk: KitchenDesk, named: str = MARCH) -> month.Month:
    async with desk.database.reading() as session:
        return await month.look(session, desk.kitchen.canteen.id, named)


def figures(lines: Iterable[month.Line]) -> list[tuple[int, int, int, int, int, int]]:
    return [
        (
            line.booking.id,
            line.portions,
            line.full_fen,
            line.subsidy_fen,
            line.delivery_fen,
            line.paid_fen,
        )
        for line in lines
    ]


async def test_served_and_missed_meals_are_charged_as_booked_and_no_others(
    desk: KitchenDesk,
) -> None:
    await ate(desk, [(11, 2, SERVED), (12, 1, MISSED), (13, 1, CANCELLED)])
    accounts_of = await look(desk)
    assert accounts_of.total == Total(
        portions=3, missed=1, full_fen=3000, subsidy_fen=250, delivery_fen=0, paid_fen=2750
    )
    assert [line.missed for line in accounts_of.lines] == [False, True]


async def test_a_month_is_closed_when_it_is_over(desk: KitchenDesk) -> None:
    last_evening = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
    assert isinstance(await refused(desk, closing(desk, now=last_evening)), MonthNotOver)
    await desk.do(closing(desk, now=datetime(2026, 3, 31, 16, 0, tzinfo=UTC)))


async def test_what_is_neither_served_nor_missed_is_settled_first(desk: KitchenDesk) -> None:
    await ate(desk, [(11, 1, BOOKED), (12, 1, SERVED)])
    refusal = await refused(desk, closing(desk))
    assert isinstance(refusal, Unsettled)
    assert refusal.meals == 1


async def test_many_who_close_at_once_close_it_once(desk: KitchenDesk) -> None:
    await ate(desk, [(11, 1, SERVED), (12, 2, MISSED)])
    outcomes = await desk.at_once([closing(desk)] * 5)
    assert refusals(outcomes) == {MonthClosed: 4}
    assert len(await charges(desk)) == 2


async def test_nothing_in_a_closed_month_is_ticked_or_taken_back(desk: KitchenDesk) -> None:
    booked = await desk.books(11)
    who = desk.kitchen.member()
    await desk.do(lambda session: serving.tick(session, booked.id, who, now=COUNTED))
    await desk.do(closing(desk))
    undo: Deed = lambda session: serving.undo(session, booked.id, who, now=APRIL)  # noqa: E731
    assert isinstance(await refused(desk, undo), MonthClosed)


async def test_ticking_and_closing_at_once_never_part_the_booking_from_its_charge(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11)
    await desk.is_over()
    who = desk.kitchen.member()
    ticking: Deed = lambda session: serving.tick(session, booked.id, who, now=APRIL)  # noqa: E731
    outcomes = await desk.at_once([ticking, closing(desk), ticking])
    [charge] = await charges(desk)
    assert charge.booking_id == booked.id
    assert figures((await look(desk)).lines) == figures(await worked_out(desk))
    assert not any(isinstance(each, Unsettled) for each in outcomes)


async def worked_out(desk: KitchenDesk) -> list[month.Line]:
    async with desk.database.reading() as session:
        found = await month.worked_out(session, desk.kitchen.canteen.id, MARCH)
        return sorted(found, key=lambda line: line.meal_session.day)


async def test_a_reversal_takes_a_charge_back_exactly_and_once(desk: KitchenDesk) -> None:
    await ate(desk, [(11, 2, SERVED), (12, 2, MISSED)])
    await desk.do(closing(desk))
    _first, second = await charges(desk)
    outcomes = await desk.at_once([reversing(desk, second.id)] * 5)
    assert refusals(outcomes) == {AlreadyReversed: 4}
    reversal = (await charges(desk))[-1]
    assert (reversal.kind, reversal.month, reversal.reverses_id) == (
        ChargeKind.REVERSAL,
        "2026-04",
        second.id,
    )
    for part in ("portions", "full_fen", "subsidy_fen", "delivery_fen", "paid_fen"):
        assert getattr(reversal, part) == -getattr(second, part)
    assert isinstance(await refused(desk, reversing(desk, reversal.id)), AlreadyReversed)


async def test_a_reversal_changes_this_month_and_not_the_closed_one(desk: KitchenDesk) -> None:
    await ate(desk, [(11, 1, SERVED), (12, 1, SERVED)])
    await desk.do(closing(desk))
    before = figures((await look(desk)).lines)
    await desk.do(reversing(desk, (await charges(desk))[0].id))
    assert figures((await look(desk)).lines) == before
    assert (await look(desk, "2026-04")).total.paid_fen == -1000
    async with desk.database.reading() as session:
        left = await month.reversible(session, desk.kitchen.canteen.id, MARCH, "居民")
    assert [line.diner.name for line in left] == ["居民12"]


async def test_a_reversal_says_why_and_is_the_canteens_own(desk: KitchenDesk) -> None:
    await ate(desk, [(11, 1, SERVED)])
    await desk.do(closing(desk))
    [charge] = await charges(desk)
    assert isinstance(await refused(desk, reversing(desk, charge.id, "  ")), WordsNeeded)
    other = Member(101, "社工", desk.groups.staff.id)
    deed: Deed = lambda session: accounts.reverse(  # noqa: E731
        session, charge.id, other, "住院了", now=APRIL
    )
    assert isinstance(await refused(desk, deed), NotYourGroup)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(eaten=MEALS, taken_back=st.sets(st.integers(0, 7)))
async def test_any_month_is_reproducible_and_reversing_all_of_it_leaves_nothing(
    sqlite_template: Path, eaten: list[Eaten], taken_back: set[int]
) -> None:
    """Sums by person, tier and source are the whole; worked out anew it is what was closed."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(copy_of(sqlite_template, Path(folder) / "jinlin.db"))
        desk = await open_kitchen(database)
        await ate(desk, eaten)
        open_month = await look(desk)
        closed_month = await desk.do(closing(desk))
        assert figures(closed_month.lines) == figures(open_month.lines)
        assert figures(closed_month.lines) == figures(await worked_out(desk))
        for key in (lambda line: line.diner.id, lambda line: line.tier):
            parts = closed_month.by(key).values()
            assert sum(part.paid_fen for part in parts) == closed_month.total.paid_fen
        posted = await charges(desk)
        for at in taken_back & set(range(len(posted))):
            await desk.do(reversing(desk, posted[at].id))
        april = (await look(desk, "2026-04")).total
        kept = [each for at, each in enumerate(posted) if at not in taken_back]
        assert closed_month.total.paid_fen + april.paid_fen == sum(each.paid_fen for each in kept)
        assert closed_month.total.portions + april.portions == sum(each.portions for each in kept)
        await database.close()


async def test_the_file_adds_up_by_person_tier_and_source(desk: KitchenDesk) -> None:
    await ate(desk, [(11, 2, SERVED), (12, 1, MISSED), (11, 1, SERVED)])
    accounts_of = await look(desk)
    homes = {line.diner.area_id: "3号楼" for line in accounts_of.lines}
    with speaking("zh"):
        book = load_workbook(BytesIO(month_file.excel(accounts_of, homes)))
    people, tiers, sources, lines = (
        list(page.iter_rows(min_row=2, values_only=True)) for page in book.worksheets
    )
    assert people == [
        ("居民11", "3号楼", "", 3, 0, 30, 0, 0, 30),
        ("居民12", "3号楼", "", 1, 1, 10, 2.5, 0, 7.5),
        ("一共", None, None, 4, 1, 40, 2.5, 0, 37.5),
    ]
    assert tiers[0][:3] == ("80 周岁以上", "区民政局", 1)
    assert sources == [
        ("区民政局", 1, 1, 10, 2.5, 0, 7.5),
        ("没有补贴", 3, 0, 30, 0, 0, 30),
        ("一共", 4, 1, 40, 2.5, 0, 37.5),
    ]
    assert [line[5] for line in lines] == ["取走或送到", "没来取", "取走或送到"]
