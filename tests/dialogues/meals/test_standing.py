"""固定订餐: begun once, booked as soon as there is a menu, paused and ended."""

import pytest

from tests.dialogues.meals.eating import CHICKEN
from tests.dialogues.phones import Desk, Phone


async def orders(diner: Phone) -> None:
    """Lunch on Tuesdays and Thursdays, at the canteen."""
    await diner.says("/meals")
    await diner.taps("固定订餐")
    await diner.taps("午餐")
    await diner.says("二四")
    diner.sees("请看一遍", "周二和周四的午餐", "菜单上的第一套 · 1 份 · 在食堂吃")
    await diner.taps("就这样")


async def list_of(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("固定订餐")


@pytest.mark.can("Meals: standing orders")
async def test_what_has_a_menu_is_booked_and_told_in_one_list(desk: Desk, diner: Phone) -> None:
    await orders(diner)
    diner.finds("固定订餐定好了")
    said = len(diner.screen)
    await desk.later(minutes=2)
    diner.sees("固定订餐，替居民甲订好了", "• 11月24日周二 午餐", "• 11月26日周四 午餐", "取餐码")
    assert len(diner.screen) == said + 1
    await diner.taps("📋 我的订餐")
    assert len([label for label in diner.choices() if "午餐" in label]) == 4


async def test_what_is_booked_at_once_stands_in_the_answer(desk: Desk, diner: Phone) -> None:
    await desk.later(minutes=2)
    await orders(diner)
    diner.sees("固定订餐定好了", "• 11月24日周二 午餐", "• 11月26日周四 午餐")
    said = len(diner.screen)
    await desk.later(minutes=2)
    assert len(diner.screen) == said


async def test_days_are_chosen_by_taps_too(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("固定订餐")
    await diner.taps("晚餐")
    await diner.taps("周一")
    await diner.taps("周三")
    await diner.taps("✅ 周三")
    await diner.taps("选好了")
    diner.sees("请看一遍", "周一的晚餐")


async def test_every_day_that_is_served_and_what_is_taken_as_usual_is_changed(
    diner: Phone,
) -> None:
    await diner.says("/meals")
    await diner.taps("固定订餐")
    await diner.taps("晚餐")
    await diner.taps("每天都要（周一到周六）")
    await diner.taps("换一套")
    await diner.taps("清粥套餐")
    await diner.taps("改份数")
    await diner.taps("2 份")
    await diner.taps("改怎么吃")
    await diner.taps("自己来取")
    diner.sees("周一到周六的晚餐", "清粥套餐 · 2 份 · 自己来取")


@pytest.mark.parametrize("said", ["随便", "八", "周日", "1 9"])
async def test_days_that_are_not_served_are_asked_for_again(diner: Phone, said: str) -> None:
    await diner.says("/meals")
    await diner.taps("固定订餐")
    await diner.taps("晚餐")
    await diner.says(said)
    diner.sees("没看懂", "周一到周六", "每星期哪几天")


async def test_a_pause_cancels_and_going_on_books_again(desk: Desk, diner: Phone) -> None:
    await orders(diner)
    await desk.later(minutes=2)
    await list_of(diner)
    await diner.taps("居民甲 · 午餐 · 周二和周四")
    await diner.taps("停一阵子")
    await diner.taps("一个星期")
    diner.sees("停好了", "订好的 2 餐也取消了", "11月24日周二 到 11月30日周一 停")
    await diner.taps("恢复")
    diner.sees("恢复了")


async def test_an_order_is_changed(desk: Desk, diner: Phone) -> None:
    await orders(diner)
    await list_of(diner)
    await diner.says("1")
    await diner.taps("改")
    await diner.taps("改日子")
    await diner.says("一")
    await diner.taps("就这样")
    assert "居民甲 · 午餐 · 周一" in diner.choices()
    assert len([label for label in diner.choices() if "午餐" in label]) == 1


async def test_an_order_is_ended_after_one_more_question(desk: Desk, diner: Phone) -> None:
    await orders(diner)
    await desk.later(minutes=2)
    await list_of(diner)
    await diner.says("1")
    await diner.taps("不要了")
    diner.sees("真的不要了吗")
    await diner.says("0")
    diner.sees("周二和周四的午餐")
    await diner.taps("不要了")
    await diner.says("1")
    diner.sees("不再固定订了")
    await diner.says("/meals")
    await diner.taps("我的订餐")
    diner.sees("还没有订餐")


async def test_going_back_asks_for_the_days_and_then_leaves(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("固定订餐")
    await diner.taps("午餐")
    await diner.says("二四")
    await diner.taps("改份数")
    await diner.says("0")
    diner.sees("请看一遍")
    await diner.says("0")
    diner.sees("每星期哪几天")
    await diner.says("0")
    diner.sees("要做什么")


async def test_ninety_nine_portions_every_week(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("固定订餐")
    await diner.taps("午餐")
    await diner.says("二四")
    await diner.taps("改份数")
    await diner.says("99")
    diner.sees("一次可以订 1 到 3 份", "订几份")


async def leaves_out(diner: Phone, note: str) -> None:
    await diner.says("/meals")
    await diner.taps("用餐人：加人、忌口、停餐")
    await diner.taps("居民甲（我自己）")
    await diner.taps("改忌口")
    await diner.says(note)


async def test_a_set_not_chosen_by_its_name_goes_with_the_diet_note(
    desk: Desk, diner: Phone
) -> None:
    await leaves_out(diner, "对鱼过敏")
    await orders(diner)
    await desk.later(minutes=2)
    told = diner.text_of(diner.finds("固定订餐，替居民甲订好了"))
    assert f"11月24日周二 午餐：{CHICKEN}" in told
    assert "⚠️" not in told


async def test_where_every_set_clashes_with_the_note_that_is_said(desk: Desk, diner: Phone) -> None:
    await leaves_out(diner, "对鱼过敏，不吃鸡肉，不吃豆制品")
    await orders(diner)
    await desk.later(minutes=2)
    diner.finds("固定订餐，替居民甲订好了", "11月24日周二 午餐", "⚠️ 可能有忌口的")
