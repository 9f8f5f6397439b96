"""The prep sheet at cut-off, and numbered supplements for what changes after it."""

from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import pytest
from openpyxl import load_workbook

from handlers.common.i18n import speaking
from handlers.meals.staff import sheet_file
from services.meals import booking, capacity, kitchen
from services.meals.kitchen_news import SheetMade
from storage.engine import Database
from storage.tables import Mode
from tests.services.meals.kitchen_desk import AFTER, KitchenDesk, open_kitchen
from tests.services.meals.meal_factories import CUT_OFF

SETTLED = AFTER + kitchen.SETTLES


@pytest.fixture
async def desk(database: Database) -> KitchenDesk:
    return await open_kitchen(database)


async def due(desk: KitchenDesk, now: datetime) -> list[int]:
    async with desk.database.reading() as session:
        return await kitchen.due(session, now)


async def cancels(desk: KitchenDesk, booking_id: int) -> None:
    who = desk.kitchen.member()
    await desk.do(
        lambda session: booking.cancel_by_staff(session, booking_id, who, "家里来人", now=AFTER)
    )


async def supplement(desk: KitchenDesk, now: datetime = SETTLED) -> None:
    lunch = desk.kitchen.lunch.id
    await desk.do(lambda session: kitchen.act_on_changes(session, lunch, now=now))


async def test_the_sheet_is_due_at_cut_off_and_not_before(desk: KitchenDesk) -> None:
    assert await due(desk, CUT_OFF - timedelta(seconds=1)) == []
    assert await due(desk, CUT_OFF) == [desk.kitchen.lunch.id]
    await desk.cut_off()
    assert await due(desk, CUT_OFF) == []


async def test_the_sheet_holds_who_has_how_much_by_id_and_no_names(desk: KitchenDesk) -> None:
    fetched = await desk.books(11, portions=2)
    carried = await desk.books(12, Mode.DELIVERY)
    await desk.cut_off()
    [sheet] = await desk.sheets()
    assert (sheet.number, sheet.content) == (
        0,
        {
            "bookings": {
                str(fetched.id): {"set": desk.kitchen.usual.id, "portions": 2, "mode": "fetch"},
                str(carried.id): {"set": desk.kitchen.usual.id, "portions": 1, "mode": "delivery"},
            }
        },
    )
    assert desk.heard(SheetMade) == [SheetMade(sheet.id)]


async def test_two_schedulers_make_one_sheet(desk: KitchenDesk) -> None:
    lunch = desk.kitchen.lunch.id
    await desk.at_once([lambda session: kitchen.act(session, lunch, now=CUT_OFF)] * 5)
    assert [sheet.number for sheet in await desk.sheets()] == [0]


async def test_a_closed_meal_gets_no_sheet(desk: KitchenDesk) -> None:
    lunch, who = desk.kitchen.lunch.id, desk.kitchen.member()
    early = CUT_OFF - timedelta(hours=1)
    await desk.do(lambda session: capacity.close(session, lunch, "停水", who, now=early))
    assert await due(desk, CUT_OFF) == []
    await desk.cut_off()
    assert await desk.sheets() == []


async def test_a_change_is_told_a_minute_later_in_a_numbered_supplement(desk: KitchenDesk) -> None:
    stays, goes = await desk.books(11), await desk.books(12)
    await desk.cut_off()
    await cancels(desk, goes.id)
    await supplement(desk, SETTLED - timedelta(seconds=1))
    assert len(await desk.sheets()) == 1
    await supplement(desk)
    first, second = await desk.sheets()
    assert (second.number, list(second.content["bookings"])) == (1, [str(stays.id)])
    async with desk.database.reading() as session:
        assert (await kitchen.read(session, second.id)).changed == [goes.id]
    assert list(first.content["bookings"]) == [str(stays.id), str(goes.id)]


async def test_what_was_changed_and_changed_back_makes_no_supplement(desk: KitchenDesk) -> None:
    booked = await desk.books(11)
    who = desk.kitchen.member()
    await desk.cut_off()
    for portions in (2, 1):
        await desk.do(
            partial(
                booking.change_by_staff,
                booking_id=booked.id,
                member=who,
                reason="来客人",
                portions=portions,
                now=AFTER,
            )
        )
    await supplement(desk)
    assert len(await desk.sheets()) == 1
    assert (await desk.lunch()).changed_at is None


async def test_a_meal_closed_after_the_sheet_is_told_in_a_supplement(desk: KitchenDesk) -> None:
    await desk.books(11, Mode.DELIVERY)
    await desk.cut_off()
    lunch, who = desk.kitchen.lunch.id, desk.kitchen.member()
    await desk.do(lambda session: capacity.close(session, lunch, "停电", who, now=AFTER))
    await supplement(desk)
    assert (await desk.sheets())[-1].content == {"bookings": {}}
    [round_] = await desk.rounds()
    assert round_.state.value == "called_off"


async def test_the_file_names_people_and_their_diet_and_holds_no_formulas(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11, portions=2, name='=HYPERLINK("x")', diet="+不吃花生")
    await desk.cut_off()
    [sheet] = await desk.sheets()
    async with desk.database.reading() as session:
        read = await kitchen.read(session, sheet.id)
    with speaking("zh"):
        book = load_workbook(BytesIO(sheet_file.excel(read, {}, {})))
    sums, people = (list(page.iter_rows(values_only=True)) for page in book.worksheets)
    assert sums[1:] == [("家常套餐", 0, 2, 0, 2), ("一共", 0, 2, 0, 2)]
    assert people[1][:6] == (
        booked.code, '=HYPERLINK("x")', "家常套餐", 2, "自己来取", "+不吃花生"
    )  # fmt: skip
    assert book.worksheets[1]["B2"].data_type == "s"
