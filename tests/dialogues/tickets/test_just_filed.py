"""What comes a moment after a request: more about it, or something new; nothing is lost."""

from collections.abc import Callable

from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

NewPerson = Callable[[str], Phone]


async def test_forgotten_pictures_are_added_with_one_tap(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await resident.photographs()
    resident.sees("加到刚才的“路灯不亮”吗？")
    await resident.photographs("这边也黑")
    resident.sees("先记着", "加到刚才的“路灯不亮”吗？")
    await resident.taps("加上去")
    resident.sees("加上去了")
    staff.finds("居民补充", "这边也黑")
    assert staff.pictures() == 2
    staff.finds(number, "待接单")


async def test_it_may_be_something_else(resident: Phone) -> None:
    await files(resident)
    await resident.says("晚上很黑")
    await resident.says("不是")
    resident.sees("请看一遍", "晚上很黑")


async def test_plainly_another_kind_begins_a_new_one(resident: Phone) -> None:
    await files(resident)
    await resident.says("3号楼电梯坏了")
    resident.sees("请看一遍", "类别：电梯故障")


async def test_what_was_joined_is_added_to_as_well(
    resident: Phone, new_resident: NewPerson, staff: Phone
) -> None:
    await files(resident)
    neighbour = new_resident("邻居")
    await moves_in(neighbour)
    await neighbour.says("路灯还是黑的")
    await neighbour.taps("我也遇到")
    await neighbour.photographs()
    await neighbour.taps("加上去")
    staff.finds("居民补充")
    assert staff.pictures() == 1


async def test_after_a_while_it_is_something_new(desk: Desk, resident: Phone) -> None:
    await files(resident)
    await desk.later(minutes=11)
    await resident.photographs()
    resident.sees("哪一类事")


async def test_a_single_word_may_belong_to_it_but_no_thanks(resident: Phone) -> None:
    await files(resident)
    await resident.says("谢谢")
    resident.sees("我一直在")
    await resident.says("二楼")
    resident.sees("加到刚才的“路灯不亮”吗？")


async def test_what_ended_meanwhile_takes_nothing_and_loses_nothing(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await resident.says("旁边那一盏也是")
    await staff.taps("接单")
    await staff.taps("不予受理")
    await staff.replies("原因", "归路灯所管，电话 12345")
    await resident.taps("加上去", on="加到刚才的")
    resident.sees("旁边那一盏也是")
