"""这里写得不对: a resident says that an entry is wrong, staff check it, the resident hears."""

import pytest
from sqlalchemy import select

from storage.tables import Place, PlaceSpot
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.places import kites
from tests.dialogues.places.kites import FROM_HOME

SHOP = "老王风筝"


@pytest.fixture
async def shop(desk: Desk) -> int:
    await kites.set_up(desk)
    return await kites.opens(desk, SHOP, metres_north=200)


async def reports(resident: Phone, what: str) -> None:
    """From the search to the report: two taps at the place."""
    await resident.says("/nearby", FROM_HOME, "放风筝", "1")
    await resident.taps("这里写得不对")
    await resident.taps(what)


async def hours_of(desk: Desk, place_id: int) -> str:
    async with desk.app.database.reading() as session:
        spot = await session.scalar(select(PlaceSpot).where(PlaceSpot.place_id == place_id))
    assert spot is not None
    return spot.hours


@pytest.mark.can("Nearby: a wrong entry is reported")
async def test_a_report_becomes_a_card_for_staff(shop: int, resident: Phone, staff: Phone) -> None:
    await reports(resident, "已经搬走或者关门了")
    resident.finds("谢谢您", "转给社区核实")
    staff.sees(SHOP, "搬走或者关门了", "津泰路 1 号")


async def test_a_place_that_is_gone_is_not_found_any_more(
    shop: int, resident: Phone, staff: Phone
) -> None:
    await reports(resident, "已经搬走或者关门了")
    await staff.taps("属实，从地图上撤下")
    staff.sees("属实，撤下了", "社工甲")
    assert staff.choices() == []
    resident.sees("撤下了", "谢谢")
    await resident.says("/nearby", FROM_HOME, "放风筝")
    resident.sees("还没有登记")


async def test_new_hours_are_asked_of_staff_in_their_own_words(
    desk: Desk, shop: int, resident: Phone, staff: Phone
) -> None:
    await reports(resident, "时间不对")
    await staff.taps("属实，我来改")
    await staff.replies("现在几点开", "周一至周五 8:30-12:00，周六9点-11点")
    assert await hours_of(desk, shop) == "Mo-Fr 08:30-12:00; Sa 09:00-11:00"
    staff.finds("属实，改好了")
    resident.sees("改好了")


async def test_hours_nobody_can_read_are_asked_for_again(
    desk: Desk, shop: int, resident: Phone, staff: Phone
) -> None:
    await reports(resident, "时间不对")
    await staff.taps("属实，我来改")
    await staff.replies("现在几点开", "看心情")
    staff.sees("看不懂", "现在几点开")
    await staff.replies("看不懂", "0")
    assert await hours_of(desk, shop) == "Mo-Su 08:00-18:00"


async def test_what_staff_write_about_a_changed_entry_changes_it(
    desk: Desk, shop: int, resident: Phone, staff: Phone
) -> None:
    await reports(resident, "已经搬走或者关门了")
    await staff.taps("属实，我来改")
    await staff.replies("现在是什么样", "改了")
    staff.sees("看不懂", "现在是什么样")
    await staff.replies("看不懂", "地址：东街口 12 号，电话 0591-8765 4321")
    staff.finds("属实，改好了", "东街口 12 号", "0591-8765 4321")
    resident.sees("改好了", "谢谢")


async def test_an_unfounded_report_changes_nothing_and_is_answered(
    desk: Desk, shop: int, resident: Phone, staff: Phone
) -> None:
    await reports(resident, "时间不对")
    await staff.taps("不属实，照旧")
    resident.sees("没有错")
    async with desk.app.database.reading() as session:
        place = await session.get_one(Place, shop)
    assert (place.closed_at, place.confirmed_at) == (None, desk.clock())


async def test_words_about_what_is_wrong_reach_staff_as_they_were_written(
    shop: int, resident: Phone, staff: Phone
) -> None:
    await resident.says("/nearby", FROM_HOME, "放风筝", "1")
    await resident.taps("这里写得不对")
    await resident.says("门口在<b>后巷</b>")
    staff.sees("门口在<b>后巷</b>")


async def test_the_same_trouble_told_twice_is_one_card(
    shop: int, resident: Phone, staff: Phone
) -> None:
    await reports(resident, "时间不对")
    await reports(resident, "时间不对")
    cards = [message for message in staff.screen if SHOP in staff.text_of(message)]
    assert len(cards) == 1


async def test_the_second_verdict_is_refused_with_the_name_of_the_first(
    shop: int, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await reports(resident, "已经搬走或者关门了")
    staff.press("不属实，照旧")
    colleague.press("属实，从地图上撤下")
    await staff.desk.settle()
    assert "社工甲 已经处理过了" in colleague.toast()
