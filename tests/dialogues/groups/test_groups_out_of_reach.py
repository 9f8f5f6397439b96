"""Groups that take no messages: their requests go on, the admins hear of it, and it passes."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import OUT_OF_REACH, STAFF
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = [STAFF, OUT_OF_REACH]
GROUP = "军门社区工作群"
CANTEEN = "军门长者食堂群"
STREET = "东街街道网格中心"


@pytest.fixture
async def admin(desk: Desk) -> Phone:
    phone = Phone(desk, ADMIN, ADMIN)
    await phone.starts()
    return phone


@pytest.fixture
def street(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of(STREET, "街道值班员")


@pytest.mark.staff_can("Groups: one that takes no messages hands on its requests")
async def test_a_request_goes_to_the_next_group_and_the_admins_hear_of_it_once(
    desk: Desk, resident: Phone, staff: Phone, street: Phone, admin: Phone
) -> None:
    desk.world.room(
        desk.chats[GROUP]
    ).refuses = "not enough rights to send text messages to the chat"
    number = await files(resident)
    street.finds("待接单", number)
    resident.sees(number, STREET)
    admin.sees(GROUP, "没有发言权限", "1 件转给了别的群")
    second = await files(resident, "楼道灯也不亮")
    street.finds("待接单", second)
    assert sum("没有发言权限" in admin.text_of(message) for message in admin.screen) == 1


async def test_when_writing_works_again_new_requests_come_to_the_group(
    desk: Desk, resident: Phone, staff: Phone, admin: Phone
) -> None:
    room = desk.world.room(desk.chats[GROUP])
    room.refuses = "TOPIC_CLOSED"
    moved = await files(resident)
    room.refuses = None
    await desk.later(minutes=11)
    staff.finds("现在好了", "/list")
    staff.finds("已转到", moved)
    number = await files(resident, "楼道灯也不亮")
    staff.finds("待接单", number)


async def test_without_another_group_requests_wait_and_come_back(
    desk: Desk, resident: Phone, staff: Phone, street: Phone, admin: Phone
) -> None:
    desk.world.remove_bot(desk.chats[STREET])
    await desk.settle()
    first, second = await files(resident), await files(resident, "楼道灯也不亮")
    desk.world.restrict_bot(desk.chats[GROUP])
    await desk.settle()
    admin.sees(GROUP, "没有发言权限", "2 件没有群可以接收")
    desk.world.promote(desk.chats[GROUP], desk.world.bot.id)
    await desk.settle()
    assert first in staff.text_of(staff.finds("待接单", first))
    assert second in staff.text_of(staff.finds("待接单", second))
    resident.sees(second, GROUP)


async def test_a_request_that_comes_again_does_not_go_to_a_group_that_takes_nothing(
    desk: Desk, resident: Phone, staff: Phone, street: Phone
) -> None:
    desk.world.restrict_bot(desk.chats[GROUP])
    await desk.settle()
    number = await files(resident)
    street.finds("待接单", number)


async def test_a_taken_request_waits_for_a_taker_elsewhere(
    desk: Desk, resident: Phone, staff: Phone, street: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    desk.world.restrict_bot(desk.chats[GROUP])
    await desk.settle()
    street.finds("待接单", number)


async def test_what_is_meant_for_the_canteen_waits_for_its_group(
    desk: Desk, canteen_staff: Phone, admin: Phone
) -> None:
    room = desk.world.room(desk.chats[CANTEEN])
    room.refuses = "CHAT_WRITE_FORBIDDEN"
    await canteen_staff.says("/kitchen")
    admin.sees(CANTEEN, "没有发言权限")
    await desk.later(hours=1)
    canteen_staff.does_not_see("没有人订，不用做")
    room.refuses = None
    await desk.later(hours=2)
    canteen_staff.finds("现在好了")
    canteen_staff.finds("没有人订，不用做")


async def test_nothing_is_said_of_chats_that_nobody_bound(desk: Desk, admin: Phone) -> None:
    group = desk.world.add_group("闲聊群", [ADMIN])
    await desk.settle()
    desk.world.room(group.id).refuses = "CHAT_RESTRICTED"
    await Phone(desk, ADMIN, group.id).says("/list")
    admin.does_not_see("闲聊群")


async def test_the_admins_hear_that_the_bot_was_put_out_of_a_group(
    desk: Desk, resident: Phone, staff: Phone, admin: Phone
) -> None:
    await files(resident)
    desk.world.remove_bot(desk.chats[GROUP])
    await desk.settle()
    admin.sees("被移出", GROUP, "/bind", "1 件转给了别的群")
