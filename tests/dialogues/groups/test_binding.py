"""/bind: which community a group serves, and for what."""

import pytest
from telegram import Chat, ChatMember, Message

from tests.dialogues.channels import INTERNAL
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files


@pytest.fixture
async def new_group(desk: Desk) -> Phone:
    """An admin's phone in a group that nobody has bound."""
    group = desk.world.add_group("军门新工作群", [ADMIN])
    await desk.settle()
    return Phone(desk, ADMIN, group.id)


async def binds(admin: Phone, purpose: str = "工作群") -> None:
    await admin.says("/bind")
    for choice in ("东街街道", "军门社区", purpose):
        await admin.taps(choice)


async def test_added_to_a_group_it_says_what_to_do(new_group: Phone) -> None:
    new_group.sees("我是近邻", "/bind")


@pytest.mark.staff_can(
    "Groups: bound by an administrator", wecom_webhook="no: the settings say whom it serves"
)
async def test_an_admin_chooses_community_and_purpose(new_group: Phone, resident: Phone) -> None:
    await new_group.says("/bind")
    new_group.sees("选街道")
    await new_group.taps("东街街道")
    new_group.sees("哪个社区")
    await new_group.taps("军门社区")
    new_group.sees("什么群")
    await new_group.taps("工作群")
    new_group.sees("绑定好了", "军门社区", "工作群", "/list")
    number = await files(resident)
    new_group.finds("待接单", number)


async def test_others_are_told_how_to_become_admins(desk: Desk, new_group: Phone) -> None:
    user = desk.world.add_user("路人")
    desk.world.join(new_group.chat_id, user.id)
    passer_by = Phone(desk, user.id, new_group.chat_id)
    await passer_by.says("/bind")
    passer_by.sees("只有管理员能绑定", str(user.id), "ADMIN_IDS")


async def test_the_choices_are_the_admins_alone(desk: Desk, new_group: Phone) -> None:
    user = desk.world.add_user("路人")
    desk.world.join(new_group.chat_id, user.id)
    await new_group.says("/bind")
    await Phone(desk, user.id, new_group.chat_id).taps("东街街道")
    new_group.sees("选街道")
    assert "不是给您的" in Phone(desk, user.id, new_group.chat_id).toast()


async def test_a_new_group_takes_over_from_the_one_before(
    resident: Phone, staff: Phone, new_group: Phone
) -> None:
    number = await files(resident)
    await binds(new_group)
    new_group.finds("待接单", number)
    await staff.says("/list")
    staff.sees("还没有绑定", "/bind")


async def test_bound_again_for_something_else_it_hands_back_its_work(
    resident: Phone, staff: Phone, new_group: Phone
) -> None:
    await binds(new_group)
    number = await files(resident)
    await binds(new_group, "物业维修群")
    new_group.sees("绑定好了", "物业维修群")
    scope = {"type": "chat", "chat_id": new_group.chat_id}
    listed = await new_group.world.call("getMyCommands", {"scope": scope})
    names = [command["command"] for command in listed]
    assert names == ["bind", "duty", "list", "agenda", "cancel"]
    await new_group.says("/help")
    new_group.sees("接单", "/list")
    assert "/menu" not in new_group.text_of(new_group.last)
    await new_group.says("/list")
    new_group.finds(number)


async def test_back_and_cancel_leave_it_unbound(new_group: Phone) -> None:
    await new_group.says("/bind")
    await new_group.taps("东街街道")
    await new_group.taps("返回")
    await new_group.says("/cancel")
    new_group.sees("退出来了")
    await new_group.says("/list")
    new_group.sees("还没有绑定")


async def test_without_any_group_the_admins_are_told(desk: Desk, resident: Phone) -> None:
    admin = Phone(desk, ADMIN, ADMIN)
    await admin.starts()
    for chat_id in desk.chats.values():
        desk.world.remove_bot(chat_id)
    await desk.settle()
    number = await files(resident)
    resident.sees("现在在：社区值班人员")
    admin.sees(number, "没有群可以接收", "/bind")


async def test_a_group_that_everybody_can_read_is_not_bound(desk: Desk) -> None:
    group = desk.world.add_group("军门公开群", [ADMIN], supergroup=True, username="junmen_open")
    admin = Phone(desk, ADMIN, group.id)
    await admin.says("/bind")
    admin.sees("公开群", "私密")
    await admin.says("东街街道")
    admin.does_not_see("哪个社区")


@INTERNAL
async def test_in_a_group_that_became_public_a_tap_from_outside_counts_for_nothing(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    room = desk.world.room(staff.chat_id)
    room.chat = Chat(room.chat.id, Chat.SUPERGROUP, title=room.chat.title, username="junmen_open")
    number = await files(resident)
    card = staff.finds("待接单", number)
    passer_by = desk.world.add_user("路人")
    room.members[passer_by.id] = ChatMember.LEFT  # They look in without being a member.
    desk.world.tap(passer_by.id, staff.chat_id, card.message_id, take_of(card), stale=True)
    await desk.settle()
    assert "不是给您的" in Phone(desk, passer_by.id, staff.chat_id).toast()
    staff.finds("待接单", number)
    await staff.taps("接单")
    staff.finds("接单", number)


def take_of(card: Message) -> str:
    assert card.reply_markup is not None
    return next(
        str(button.callback_data)
        for row in card.reply_markup.inline_keyboard
        for button in row
        if button.text == "接单"
    )
