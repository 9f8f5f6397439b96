"""A card changes for everybody when it is pressed, and at no other time."""

import pytest
from sqlalchemy import select

from storage.tables import Channel, Group
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.tickets.test_passing_on import PROPERTY
from tests.dialogues.wecom_phones import WecomPhone

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


@pytest.mark.staff_can(
    "Requests: more than six things to do on a card",
    telegram="as many buttons as there are",
    wecom_webhook="as many buttons as there are",
)
async def test_each_of_seven_things_to_do_with_a_request_is_there_and_works(
    resident: Phone, staff: WecomPhone
) -> None:
    await staff.in_private().says("您好")
    number = await files(resident, "楼下路灯不亮了" + "，一到晚上就黑" * 150)
    await staff.taps("接单")
    card = staff.finds("处理中", number)
    assert len(staff.labels_of(card)) == 7
    for label, said in (
        ("看全文", "一到晚上就黑"),
        ("问居民", "写下要问居民的话"),
        ("转派", "要转给谁"),
        ("不予受理", "写下不受理的原因"),
        ("转志愿者", "发到您的私聊里了"),
        ("更多", "还可以"),
        ("办结", "写下办理结果"),
    ):
        before = len(staff.screen)
        await staff.taps(label, on="处理中")
        assert any(said in each.text for each in staff.screen[before:]), label
    await staff.says("灯修好了")
    resident.finds("办好了", "灯修好了")


async def test_more_than_twenty_stand_on_several_cards(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    async with desk.app.database.transaction() as session:
        like = (await session.scalars(select(Group).where(Group.title == PROPERTY))).one()
        for each in range(1, 25):
            group = Group(
                channel=like.channel,
                chat_id=like.chat_id - each,
                title=f"第{each}家",
                area_id=like.area_id,
                purpose=like.purpose,
                bound_at=like.bound_at,
            )
            session.add(group)
    await staff.taps("更多")
    await staff.taps("吹哨")
    await staff.taps("第24家")
    assert "✅ 第24家" in staff.choices()
    await staff.taps("选好了")
    staff.sees("由哪一家牵头")
    assert "第24家" in staff.choices()


async def test_what_the_robot_says_to_who_pressed_names_them(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("更多")
    await staff.taps("可能重复")
    staff.sees("社工甲：", "没有看起来是同一件的事")
