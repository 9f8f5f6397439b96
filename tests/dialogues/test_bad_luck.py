"""Groups that go away or change, residents who block the bot, time that passes."""

from collections.abc import Callable

from storage.tables import Channel
from tests.dialogues.channels import INTERNAL, MEMBERS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves

GROUP = "军门社区工作群"


async def learns_of_it(staff: Phone, resident: Phone) -> None:
    """Where a refusal may as well mean that they have to write first, it is theirs after a day."""
    if resident.channel == Channel.WECOM:
        await staff.desk.later(hours=25)
        staff.finds("没告诉到的，1 件", "居民", "是哪一盏？")
    else:
        # What the refusal leads to was written after the group had its own.
        await staff.desk.sends_off()
        staff.finds("居民收不到我们的消息")


async def test_staff_learn_that_a_resident_cannot_be_reached(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await resident.leaves()
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏？")
    await learns_of_it(staff, resident)


async def test_a_block_that_is_noticed_only_in_sending_reaches_the_staff_too(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    resident.is_gone()
    await staff.replies("要问居民的话", "是哪一盏？")
    await learns_of_it(staff, resident)


async def test_who_comes_back_after_blocking_is_heard_again(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await resident.leaves()
    await staff.taps("接单")
    await resident.starts()
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    resident.sees(number, "办好了")


@MEMBERS
async def test_what_a_group_had_goes_where_it_is_seen_when_the_bot_is_removed(
    desk: Desk, resident: Phone, staff: Phone, member_of: Callable[[str, str], Phone]
) -> None:
    street = member_of("东街街道网格中心", "街道值班员")
    number = await files(resident)
    await staff.taps("接单")
    desk.world.remove_bot(desk.chats[GROUP])
    await desk.settle()
    street.finds("待接单", number)
    resident.sees(number, "东街街道网格中心")
    await resolves(street)
    resident.sees("办好了")


@INTERNAL
async def test_a_group_that_becomes_a_supergroup_goes_on_working(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    there = desk.world.upgrade(desk.chats[GROUP])
    await desk.settle()
    moved = Phone(desk, staff.user_id, there.id)
    moved.finds("处理中", number)
    await moved.taps("办结")
    await moved.replies("写下办理结果", "灯泡换好了")
    resident.sees(number, "办好了", "灯泡换好了")


async def test_without_a_taker_in_time_resident_and_group_are_told_once(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await desk.later(days=3)
    await resident.looks_in()
    resident.finds("抱歉", number, "还没有人去办", "军门社区工作群", "0591-8700 0119")
    staff.finds("前有人接单，时间已经过了")
    staff.sees_meanwhile("待接单", "居民在等")
    await desk.later(days=1)
    assert sum("抱歉" in resident.text_of(message) for message in resident.screen) == 1
