"""/duty: the rota of a group in chat, and how its requests are given out."""

import pytest

from tests.dialogues.channels import BY_COMMAND, MEMBERS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files


@pytest.fixture
async def both(staff: Phone, colleague: Phone) -> None:
    """社工甲 and 社工乙 were seen in the group."""
    await colleague.says("/list")
    await staff.says("/list")


async def adds(staff: Phone, words: str) -> None:
    await staff.says("/duty")
    await staff.taps("加一班")
    await staff.replies("谁什么时候值班", words)


async def test_a_group_without_a_rota_says_so(staff: Phone) -> None:
    await staff.says("/duty")
    staff.sees("谁先点“接单”就是谁的", "值班表：还没有", "还没有人参加")
    assert staff.choices() == ["按值班表", "轮流", "加一班", "我参加轮流", "返回"]


@pytest.mark.staff_can("Duty: requests go by a rota", **BY_COMMAND)
async def test_a_request_goes_to_who_is_on_duty(
    desk: Desk, both: None, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await adds(staff, "周一至周五 8:30-18:00 社工乙")
    staff.sees("加上了", "周一 08:30–18:00 社工乙", "周五 08:30–18:00 社工乙")
    await staff.taps("按值班表")
    staff.sees("改好了", "派给当时值班的人")
    number = await files(resident)
    await desk.later(seconds=5)
    staff.sees_meanwhile("待接单", number, "👤 派给 社工乙")
    staff.sees("社工乙", "这件事派给您", "11月25日 11:00 前接单")
    resident.does_not_see("社工乙")
    await desk.later(seconds=5)
    assert sum("这件事派给您" in staff.text_of(each) for each in staff.screen) == 1
    await colleague.taps("接单", on="待接单")
    staff.finds("处理中", "👤 社工乙 接单")


async def test_anybody_else_may_take_it(
    desk: Desk, both: None, resident: Phone, staff: Phone
) -> None:
    await adds(staff, "每天 社工乙")
    await staff.taps("按值班表")
    await files(resident)
    await desk.later(seconds=5)
    await staff.taps("接单", on="待接单")
    card = staff.finds("处理中", "👤 社工甲 接单")
    assert "派给" not in staff.text_of(card)


async def test_what_comes_while_nobody_is_on_duty_is_given_out_when_somebody_is(
    desk: Desk, both: None, resident: Phone, staff: Phone
) -> None:
    await adds(staff, "周二 9:00-18:00 社工乙")
    await staff.taps("按值班表")
    await files(resident)
    await desk.later(hours=1)
    staff.does_not_see("派给 社工乙")
    await desk.later(hours=23, minutes=1)
    staff.finds("社工乙", "这件事派给您")


@pytest.mark.staff_can("Duty: requests go in turns", **BY_COMMAND)
async def test_those_who_agreed_take_turns(
    desk: Desk, both: None, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    for phone in (staff, colleague):
        await phone.says("/duty")
        await phone.taps("我参加轮流")
    staff.sees("轮流，下一个在前：社工甲和社工乙")
    await colleague.taps("轮流")
    first = await files(resident)
    await desk.later(seconds=5)
    staff.sees_meanwhile(first, "👤 派给 社工甲")
    staff.sees("社工甲", "这件事派给您")
    second = await files(resident, "四号楼门口的路灯不亮")
    await desk.later(seconds=5)
    staff.sees_meanwhile(second, "👤 派给 社工乙")
    staff.sees("社工乙", "这件事派给您")


@MEMBERS
async def test_who_leaves_the_group_hands_it_to_the_next(
    desk: Desk, both: None, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    for phone in (staff, colleague):
        await phone.says("/duty")
        await phone.taps("我参加轮流")
    await colleague.taps("轮流")
    number = await files(resident)
    await desk.later(seconds=5)
    desk.world.leave(staff.chat_id, staff.user_id)
    await desk.settle()
    await desk.later(seconds=5)
    colleague.finds(number, "👤 派给 社工乙")


async def test_turned_off_the_first_to_tap_has_it_as_ever(
    desk: Desk, both: None, resident: Phone, staff: Phone
) -> None:
    await adds(staff, "每天 社工乙")
    await staff.taps("按值班表")
    await staff.taps("先点先得")
    await files(resident)
    await desk.later(seconds=5)
    staff.does_not_see("派给 社工乙")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("周一 赵六", "没有认出是谁"),
        ("社工甲 有空的时候", "没有看懂"),
        ("11月20日 社工甲", "已经过了"),
        ("", "没有认出是谁"),
        ("0", "没有动"),
    ],
)
async def test_what_cannot_stand_on_the_rota_is_asked_again(
    both: None, staff: Phone, words: str, why: str
) -> None:
    await adds(staff, words or "？")
    staff.sees(why)
    await staff.says("/duty")
    staff.sees("值班表：还没有")


@pytest.mark.staff_can("Duty: a shift is put on and taken off", **BY_COMMAND)
async def test_a_shift_is_taken_off(both: None, staff: Phone) -> None:
    await adds(staff, "周一 8:30-12:00 社工甲")
    await adds(staff, "11月30日 社工乙")
    await staff.taps("删一班")
    staff.sees("删哪一班")
    await staff.taps("周一 08:30–12:00 社工甲")
    staff.sees("删掉了", "11月30日周一 全天 社工乙")
    await staff.taps("返回")
    staff.sees("好的")


async def test_two_who_take_off_the_same_shift_are_both_answered(
    both: None, staff: Phone, colleague: Phone
) -> None:
    await adds(staff, "周一 社工甲")
    await staff.taps("删一班")
    await colleague.says("/duty")
    await colleague.taps("删一班")
    await colleague.taps("周一 全天 社工甲")
    colleague.sees("删掉了")
    await staff.says("1", reply_to=staff.finds("删哪一班"))
    staff.sees("没有找到")


async def test_a_group_that_takes_no_requests_has_no_rota(canteen_staff: Phone) -> None:
    await canteen_staff.says("/duty")
    canteen_staff.sees("本群不接诉求")
