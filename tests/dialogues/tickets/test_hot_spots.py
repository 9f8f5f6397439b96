"""A hot spot in the group: told once, merged with a tap, put on the agenda."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from storage.tables import AgendaItem, HotSpot, HotSpotTicket, Ticket
from tests.dialogues.channels import BY_LINK, EVERYWHERE, STAFF
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import erases_themselves, files, reviews

pytestmark = STAFF

NewPerson = Callable[[str], Phone]


@pytest.fixture
async def lamps(desk: Desk, resident: Phone, new_resident: NewPerson) -> list[str]:
    """The numbers of three requests about lamps, which make a hot spot in the demo."""
    numbers = [await files(resident, "楼下路灯不亮了")]
    for name in ("邻居甲", "邻居乙"):
        phone = await moves_in(new_resident(name))
        await reviews(phone, "楼下路灯又不亮，太黑")
        await phone.taps("不是一回事，我单独反映")
        await phone.taps("提交")
        numbers.append(phone.text_of(phone.sees("编号")).partition("编号 ")[2].split()[0])
    await desk.later(minutes=10)
    return numbers


async def test_the_group_is_told_once(desk: Desk, lamps: list[str], staff: Phone) -> None:
    staff.finds("🔥", "路灯不亮", "3 件差不多的事", *lamps)
    await desk.later(hours=30)
    assert sum("🔥" in staff.text_of(message) for message in staff.screen) == 1


@pytest.mark.staff_can("Requests: a hot spot is merged with a tap")
@BY_LINK
async def test_all_are_merged_with_a_tap(lamps: list[str], staff: Phone) -> None:
    await staff.taps("全部合并")
    assert "合并了 2 件" in staff.toast()
    staff.finds(lamps[0], "3 人遇到")
    staff.finds(lamps[2], "已合并", f"和编号 {lamps[0]} 一起办")


@EVERYWHERE
async def test_who_filed_what_goes_on_and_the_group_hear_of_it_in_one_message_each(
    lamps: list[str], resident: Phone, staff: Phone
) -> None:
    await staff.taps("全部合并")
    resident.sees("楼下路灯不亮了", "又有 2 位邻居来反映", lamps[0])
    assert sum("邻居来反映" in resident.text_of(message) for message in resident.screen) == 1
    staff.finds("2 件并进来了", lamps[1], lamps[2], "又不亮，太黑")
    assert sum("并进来了" in staff.text_of(message) for message in staff.screen) == 1
    await resident.says("/my")
    assert resident.text_of(resident.last).count("合在一起办了") == 1


async def test_it_is_kept_for_the_council(lamps: list[str], staff: Phone) -> None:
    await staff.says("/agenda")
    staff.sees("还没有列入议事的事")
    await staff.taps("列入议事")
    staff.finds("🔥", "已经列入议事")
    await staff.says("/agenda")
    staff.sees("一共 1 件", "路灯不亮", "社工甲", *lamps)


async def test_a_long_agenda_comes_page_by_page(desk: Desk, lamps: list[str], staff: Phone) -> None:
    await staff.taps("列入议事")
    async with desk.app.database.transaction() as session:
        item = (await session.scalars(select(AgendaItem))).one()
        tickets = list(await session.scalars(select(Ticket)))
        for number in range(24):
            spot = HotSpot(
                group_id=item.group_id,
                category_id=tickets[0].category_id,
                area_id=tickets[0].area_id,
                found_at=item.added_at,
                quiet_until=item.added_at,
            )
            session.add(spot)
            await session.flush()
            session.add_all(
                HotSpotTicket(hot_spot_id=spot.id, ticket_id=each.id) for each in tickets
            )
            title = f"第{number}处 " + "长" * 180
            more = {"group_id": item.group_id, "added_at": item.added_at, "added_by": item.added_by}
            session.add(AgendaItem(hot_spot_id=spot.id, title=title, **more))
    await staff.says("/agenda")
    staff.sees("一共 25 件", "第23处", "第14处", "第 1 页，一共 3 页", "发 /agenda 2")
    staff.does_not_see("第13处")
    await staff.says("/agenda 2")
    staff.sees("第13处", "发 /agenda 3")
    await staff.says("/agenda 99")
    staff.sees("路灯不亮", "第 3 页，一共 3 页")
    assert "发 /agenda" not in staff.text_of(staff.last)


async def test_what_somebody_erased_said_goes_from_the_card(
    lamps: list[str], resident: Phone, staff: Phone
) -> None:
    staff.finds("🔥", "楼下路灯不亮了")
    await erases_themselves(resident)
    staff.sees_changed("🔥", f"{lamps[0]} 已撤回 · （没有文字）", "楼下路灯又不亮")
    await staff.taps("列入议事")
    card = staff.finds("🔥", f"{lamps[0]} 已撤回 · （没有文字）", "楼下路灯又不亮", "列入议事")
    assert "楼下路灯不亮了" not in staff.text_of(card)
