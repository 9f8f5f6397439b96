"""A card cannot change while nobody presses it: what residents do is said in a line, by day."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves
from tests.dialogues.tickets.test_passing_on import PROPERTY, MemberOf, gives_back, passes_on

pytestmark = pytest.mark.staff_on(Channel.WECOM)


async def test_a_rating_is_said_once(desk: Desk, resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await resolves(staff)
    await desk.later(hours=24)
    before = len(staff.screen)
    await resident.taps("解决了")
    await resident.taps("基本满意")
    staff.sees("🏁", number, "已结束", "⭐ 基本满意")
    assert len(staff.screen) == before + 1


async def test_at_night_it_waits_until_the_morning(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await resolves(staff)
    await desk.later(hours=24)
    desk.clock.move(hours=13)
    before = len(staff.screen)
    await resident.taps("解决了")
    await resident.taps("满意")
    await desk.later(minutes=5)
    assert len(staff.screen) == before
    await desk.later(hours=11)
    staff.finds("已结束", "⭐ 满意")


@pytest.mark.parametrize(
    ("text", "is_urgent"), [("楼下路灯不亮了", False), ("楼下的路灯漏电", True)]
)
async def test_a_new_request_at_night_waits_unless_it_is_urgent(
    desk: Desk, resident: Phone, staff: Phone, text: str, is_urgent: bool
) -> None:
    desk.clock.move(hours=13)
    number = await files(resident, text)
    assert any(number in staff.text_of(each) for each in staff.screen) is is_urgent
    await desk.later(hours=11)
    staff.finds(number, "待接单")


async def test_whoever_works_at_night_has_what_waits_for_the_morning(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    desk.clock.move(hours=13)
    number = await files(resident)
    await staff.says("/list")
    await staff.taps("接单", on=number)
    staff.finds(number, "处理中")
    later = await files(resident, "楼道灯也不亮")
    staff.finds(later, "待接单")


async def test_who_presses_the_card_at_night_sees_it_at_once(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    desk.clock.move(hours=13)
    await resident.says("/my")
    await resident.taps("撤回")
    await resident.taps("撤回")
    await staff.taps("接单")
    staff.finds(number, "已撤回")
    staff.does_not_see("待接单")


async def test_what_comes_back_comes_with_its_buttons(
    resident: Phone, staff: Phone, member_of: MemberOf
) -> None:
    number = await files(resident)
    await passes_on(staff, PROPERTY)
    await gives_back(member_of(PROPERTY, "物业师傅"))
    staff.sees(number, "待接单")
    await staff.taps("接单")
    staff.finds(number, "处理中", "社工甲 接单")


async def test_what_is_said_in_words_is_not_said_twice(resident: Phone, staff: Phone) -> None:
    await files(resident)
    before = len(staff.screen)
    await resident.says("/my")
    await resident.taps("撤回")
    await resident.taps("撤回")
    staff.sees("居民撤回了这件事")
    assert len(staff.screen) == before + 1


async def adds(resident: Phone, number: str, words: str) -> None:
    await resident.says("/my")
    await resident.taps(number)
    await resident.taps("补充")
    await resident.says(words)


@pytest.mark.staff_on(Channel.WECOM, Channel.WECOM_WEBHOOK)
async def test_what_stands_below_a_card_says_which(resident: Phone, staff: Phone) -> None:
    lamp, stairs = await files(resident), await files(resident, "三号楼路灯坏了")
    await adds(resident, lamp, "还黑")
    staff.sees("↪", lamp, "待接单", "居民补充：还黑")
    assert stairs not in staff.text_of(staff.last)


async def test_who_quotes_it_means_that_card(resident: Phone, staff: Phone) -> None:
    lamp, _stairs = await files(resident), await files(resident, "三号楼路灯坏了")
    await adds(resident, lamp, "还黑")
    await staff.replies("居民补充：还黑", "灯泡在路上")
    staff.sees(lamp, "记在内部备注里")
