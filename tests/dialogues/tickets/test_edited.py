"""Messages that are edited after they were taken: people are told what counts, once."""

import pytest
from telegram import Message

from tests.dialogues.channels import EDITS, STAFF
from tests.dialogues.meals.test_menu_by_staff import LUNCH, asks_for_template, sends_sheet, sheet
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF


async def says(phone: Phone, text: str, reply_to: str = "") -> Message:
    """Say it and hand back what was said."""
    replied = phone.finds(reply_to).message_id if reply_to else None
    said = phone.world.say(phone.user_id, phone.chat_id, text, reply_to=replied)
    await phone.desk.settle()
    return said


async def edits(phone: Phone, said: Message, text: str) -> None:
    phone.world.edit(phone.user_id, phone.chat_id, said.message_id, text)
    await phone.desk.settle()


@pytest.mark.parametrize(
    ("button", "prompt", "counts"),
    [
        ("办结", "写下办理结果", "居民看到的是您原来写的"),
        ("不予受理", "不受理的原因", "居民看到的是您原来写的"),
        ("问居民", "要问居民的话", "再点一次“问居民”"),
    ],
)
async def test_what_residents_were_told_is_what_was_written_first(
    resident: Phone, staff: Phone, button: str, prompt: str, counts: str
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps(button)
    said = await says(staff, "灯泡换好了", reply_to=prompt)
    await edits(staff, said, "灯泡和灯罩都换好了")
    staff.sees(counts)
    resident.does_not_see("灯罩")


async def test_a_note_says_what_it_said_first(resident: Phone, staff: Phone) -> None:
    await files(resident)
    said = await says(staff, "明天去看", reply_to="待接单")
    await edits(staff, said, "后天去看")
    staff.sees("备注里记的是您原来写的", "再记一条")


async def test_however_often_one_edits_it_is_said_once(resident: Phone, staff: Phone) -> None:
    await files(resident)
    said = await says(staff, "明天去看", reply_to="待接单")
    for text in ("后天去看", "大后天去看", "下周去看"):
        await edits(staff, said, text)
    assert sum("您原来写的" in staff.text_of(message) for message in staff.screen) == 1


async def test_what_was_refused_is_to_be_written_again(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    said = await says(staff, "换" * 3000, reply_to="写下办理结果")
    await edits(staff, said, "灯泡换好了")
    staff.sees("重新写一遍")


async def test_what_is_split_off_says_what_it_said_first(resident: Phone, staff: Phone) -> None:
    await files(resident, "楼下路灯不亮了，还有楼道里堆满了纸箱")
    await staff.taps("更多")
    await staff.taps("拆分")
    said = await says(staff, "楼道里堆满了纸箱", reply_to="写下要另外办的那一部分")
    kind = staff.choices()[0]
    await edits(staff, said, "楼道里堆满了自行车")
    staff.sees("再点一次“拆分”")
    await staff.taps(kind, on="哪一类事")
    await edits(staff, said, "楼道里堆满了三轮车")
    staff.finds("分出来的那一件写的是您原来的话")
    resident.does_not_see("三轮车")


async def test_the_reason_of_giving_back_is_what_was_written_first(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("更多")
    await staff.taps("不归我管")
    said = await says(staff, "灯杆是路灯所的", reply_to="为什么不归这里管")
    await edits(staff, said, "灯杆是公园的")
    staff.sees("原因写的是您原来的话")


async def test_small_talk_may_be_edited_in_peace(desk: Desk, resident: Phone, staff: Phone) -> None:
    desk.world.promote(staff.chat_id, desk.world.bot.id)
    await files(resident)
    said = await says(staff, "中午吃什么")
    before = len(staff.screen)
    await edits(staff, said, "中午吃面")
    assert len(staff.screen) == before


async def test_a_sheet_that_was_edited_is_not_read(canteen_staff: Phone) -> None:
    await asks_for_template(canteen_staff)
    await sends_sheet(canteen_staff, sheet(LUNCH))
    canteen_staff.finds("新放 1 餐")
    world = canteen_staff.world
    sheets = [
        message
        for message in world.history(canteen_staff.chat_id, canteen_staff.user_id)
        if message.document
    ]
    await edits(canteen_staff, sheets[-1], "新的菜单")
    canteen_staff.sees("换过的表格我没有读", "重新发一次")


@EDITS
@pytest.mark.can("Requests: an edited message is answered by how to correct it")
async def test_a_resident_hears_how_to_correct_what_was_filed(desk: Desk, resident: Phone) -> None:
    await files(resident)
    filed = [
        message
        for message in desk.world.history(resident.chat_id, resident.user_id)
        if message.text == "楼下路灯不亮了"
    ]
    await edits(resident, filed[-1], "楼下两盏路灯不亮了")
    resident.sees("记下的是您原来写的", "/my", "补充")
