"""A card changes for everybody when it is pressed, and at no other time."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = pytest.mark.staff_on(Channel.WECOM)


async def test_two_press_it_at_once_and_both_see_who_has_it(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    staff.press("接单")
    colleague.press("接单")
    await desk.settle()
    staff.finds("处理中", "社工甲 接单")
    colleague.sees("社工乙：", "社工甲")


async def test_one_that_nobody_pressed_stays_as_it_was_until_somebody_does(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await resident.says("/my")
    await resident.taps("撤回")
    await resident.taps("撤回")
    staff.sees("居民撤回了这件事")
    staff.finds("待接单")
    await staff.taps("接单")
    staff.finds("已撤回")
    staff.sees("社工甲：")
    staff.does_not_see("待接单")


async def test_one_of_yesterday_can_be_pressed_and_changes(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    desk.clock.move(hours=25)
    await staff.taps("接单")
    staff.finds(number, "处理中")


async def test_of_two_the_older_is_the_living_one_once_it_was_pressed(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.says("修好了")
    await desk.later(hours=24)
    await resident.taps("没有解决")
    await resident.says("还是不亮")
    staff.finds(number, "第 1 次重办")
    assert sum("待接单" in staff.text_of(each) for each in staff.screen) == 1


async def test_more_than_six_things_to_do_are_chosen_from(staff: Phone) -> None:
    await staff.says("/stats")
    assert len(staff.choices()) > 6
    await staff.taps("别的日子")
    staff.sees("写哪天到哪天")


async def test_what_the_robot_says_to_who_pressed_names_them(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("更多")
    await staff.taps("可能重复")
    staff.sees("社工甲：", "没有看起来是同一件的事")
