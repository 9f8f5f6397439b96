"""Residents in the single chat: what is there instead of what WeCom does not have."""

import re

import pytest

from storage.tables import Channel
from tests.dialogues.meals.eating import registers
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.places import kites
from tests.dialogues.places.kites import FROM_HOME, KITES
from tests.dialogues.volunteering.serving import claimed, volunteers

pytestmark = pytest.mark.on(Channel.WECOM)


async def test_more_than_six_choices_are_answered_by_number_word_and_tap(
    resident: Phone,
) -> None:
    await resident.says("/helps")
    offered = resident.choices()
    assert len(offered) > 6
    for answer in ("7", offered[6]):
        await resident.says("/helps")
        await resident.says(answer)
        said = resident.text_of(resident.last)
        await resident.says("/helps")
        await resident.taps(offered[6])
        assert resident.text_of(resident.last) == said


async def test_what_is_ticked_changes_on_its_card(resident: Phone) -> None:
    await resident.says("/notices")
    await resident.taps("选要收哪些")
    asked = len(resident.screen)
    await resident.taps("🚰 停水停电")
    assert len(resident.screen) == asked
    assert any(label.startswith("✅ 🚰") for label in resident.choices())


async def test_what_has_no_room_on_its_card_is_asked_once_more_below(
    resident: Phone,
) -> None:
    await registers(resident, "居民甲")
    await resident.says("/cancel", "/meals")
    await resident.taps("订一餐")
    await resident.taps("别的日子，或一次订好几天")
    await resident.taps("午餐")
    asked = len(resident.screen)
    for day in ("明天 11月24日周二 午餐", "后天 11月25日周三 午餐"):
        await resident.taps(day)
        resident.finds("订哪几天", "接着看下面这一条")
        assert f"✅ {day}" in resident.choices()
    assert len(resident.screen) == asked + 2
    assert len([each for each in resident.screen[asked - 1 :] if resident.buttons(each)]) == 1


async def test_nobody_is_asked_for_a_location(desk: Desk, resident: Phone) -> None:
    await kites.set_up(desk)
    await kites.opens(desk, "老王风筝", metres_north=200)
    await resident.says("/nearby")
    assert not any("位置" in label for label in resident.choices())
    await resident.says("1")
    resident.sees("要找什么")


async def test_a_place_is_a_link_to_the_map(desk: Desk, resident: Phone) -> None:
    await kites.set_up(desk)
    await kites.opens(desk, "老王风筝", metres_north=200)
    await resident.says("/nearby", FROM_HOME)
    await resident.taps("玩乐")
    await resident.taps(KITES)
    await resident.says("1")
    assert re.search(r"\[老王风筝\]\(https://\S+\)", resident.text_of(resident.finds("](https")))


async def test_a_volunteer_checks_in_by_a_code_at_once(desk: Desk, resident: Phone) -> None:
    await volunteers(desk, resident)
    await claimed(desk, resident)
    await desk.later(hours=1)
    await resident.taps("我到了，签到")
    resident.sees("签到码", "六位数字")
    await resident.says("不知道")
    resident.sees("这里要六位数字的签到码")


async def test_staff_tell_who_has_left_the_enterprise(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await resident.says("楼下路灯不亮了")
    await resident.says("1")
    await resident.leaves()
    await staff.taps("接单")
    await desk.later(hours=25)
    staff.finds("没告诉到的，1 件", "居民", "有人去办了")


async def test_nobody_is_told_to_mention_us_there(resident: Phone, staff: Phone) -> None:
    await resident.says("楼下路灯不亮了")
    await resident.says("1")
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏？")
    resident.finds("是哪一盏？")
    resident.does_not_see("@")
    resident.does_not_see("回复这条消息")
