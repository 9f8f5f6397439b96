"""Anonymous administrators and channels: nobody can tell who they are, so nothing is done."""

import pytest
from sqlalchemy import select
from telegram import Chat

from bot.rate import AT_MOST
from handlers.common.anonymous import SHARED_ACCOUNTS
from storage.tables import GroupMember
from tests.dialogues.channels import BY_NAME
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = BY_NAME
CHANNEL = Chat(-100_777, Chat.CHANNEL, title="社区频道")


async def says_anonymously(phone: Phone, text: str, reply_to: str = "") -> None:
    group = phone.world.room(phone.chat_id).chat
    replied = phone.finds(reply_to).message_id if reply_to else None
    phone.world.say_as(group, phone.chat_id, text, reply_to=replied)
    await phone.desk.settle()


async def test_an_anonymous_admin_is_told_to_switch_anonymity_off_and_not_a_shared_id(
    desk: Desk,
) -> None:
    group = desk.world.add_group("军门新工作群", [ADMIN])
    await desk.settle()
    admin = Phone(desk, ADMIN, group.id)
    await says_anonymously(admin, "/bind")
    admin.sees("匿名", "关掉", "再发一次")
    admin.does_not_see("ADMIN_IDS")
    admin.does_not_see("1087968824")
    await admin.says("/bind")
    admin.sees("选街道")


async def test_their_reply_to_a_prompt_is_not_refused_as_a_strangers(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await says_anonymously(staff, "灯泡换好了", reply_to="写下办理结果")
    staff.sees("匿名", "没有收下")
    await staff.replies("写下办理结果", "灯泡换好了")
    resident.sees("办好了", "灯泡换好了")


async def test_a_note_under_a_card_is_not_taken_from_nobody(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await says_anonymously(staff, "已看过", reply_to="待接单")
    staff.sees("匿名", "没有收下")
    staff.does_not_see("内部备注")


async def test_somebody_writing_as_a_channel_is_told_how_to_be_themselves(staff: Phone) -> None:
    staff.world.say_as(CHANNEL, staff.chat_id, "/list")
    await staff.desk.settle()
    staff.sees("频道的名义", "换成您自己")


@pytest.mark.parametrize("text", ["今天开会", "@张三 来一下", "/list@other_bot"])
async def test_small_talk_is_none_of_our_business(desk: Desk, staff: Phone, text: str) -> None:
    desk.world.promote(staff.chat_id, desk.world.bot.id)
    await says_anonymously(staff, text)
    staff.world.say_as(CHANNEL, staff.chat_id, text)
    await desk.settle()
    assert staff.screen == []


async def test_they_are_no_member_of_the_group(desk: Desk, resident: Phone, staff: Phone) -> None:
    await files(resident)
    await says_anonymously(staff, "/list")
    await says_anonymously(staff, "好的", reply_to="待接单")
    async with desk.app.database.reading() as session:
        found = await session.scalars(
            select(GroupMember).where(GroupMember.person_id.in_(SHARED_ACCOUNTS))
        )
        assert list(found) == []


async def test_one_groups_flood_does_not_silence_the_anonymous_of_another(
    desk: Desk, staff: Phone
) -> None:
    other = desk.world.add_group("闲聊群", [ADMIN])
    await desk.settle()
    for _each in range(AT_MOST + 5):
        desk.world.say_as(desk.world.room(other.id).chat, other.id, "/list")
    await desk.settle()
    await says_anonymously(staff, "/list")
    staff.sees("匿名")
