"""订餐: from the menu to the pick-up code, by those who are new and by those who eat daily."""

import pytest

from tests.dialogues.channels import KEYBOARDS
from tests.dialogues.conftest import NewPerson
from tests.dialogues.meals.eating import (
    CHICKEN,
    HAIRTAIL,
    books,
    chooses,
    code_in,
    registers,
    tells,
)
from tests.dialogues.phones import Desk, Phone


@pytest.mark.can("Meals: the menu as a picture and in words")
async def test_the_menu_comes_as_one_picture_and_in_words_for_who_wants_them(
    resident: Phone,
) -> None:
    before = len(resident.screen)
    await resident.taps("🍚 订餐")
    assert (resident.pictures(), len(resident.screen)) == (1, before + 2)
    await resident.taps("🔤 菜单文字版")
    menu = resident.finds("今天 11月23日周一", "荔枝肉套餐", "明天 11月24日周二", HAIRTAIL)
    assert "已经结束" not in resident.text_of(menu)


async def test_a_line_in_an_open_chat_registers(resident: Phone) -> None:
    await resident.says("张桂英，1944年3月，3号楼302")
    resident.sees("请看一遍", "张桂英", "1944年3月", "军门新村 · 3号楼 302")
    await resident.taps("都对")
    resident.sees("登记好了", "订哪一餐")


async def test_the_first_meal_of_somebody_new(resident: Phone) -> None:
    await registers(resident)
    resident.sees("登记好了", "订哪一餐")
    await resident.taps("明天 11月24日周二 午餐")
    resident.sees("请看一遍", "红烧带鱼、炒包菜", "1 份 × 10 元 · 付 10 元", "在食堂吃")
    resident.sees("这一餐还有", CHICKEN, "白切鸡、白灼芥蓝", "一共 10 元", "还没有核对", "银龄福卡")
    await resident.taps("就这样订")
    resident.sees("订好了", "明天 11月24日周二 午餐", HAIRTAIL, "取餐码", "付 10 元", "09:30 以前")


async def test_what_it_costs_and_why_once_staff_have_seen_the_card(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident)
    await canteen_staff.taps("核对无误")
    await chooses(resident)
    resident.sees("补贴 −3 元（80 周岁以上，区民政局） · 付 7 元", "以后调价也不变")
    assert "还没有核对" not in resident.text_of(resident.last)


@pytest.mark.can("Meals: asked for in words")
async def test_a_wish_in_words_leads_straight_to_that_menu(diner: Phone) -> None:
    await diner.says("明天午饭")
    diner.sees("请看一遍", "明天 11月24日周二 午餐", HAIRTAIL)


async def test_a_number_in_the_wish_is_not_asked_for_again(diner: Phone) -> None:
    await diner.says("订明天中饭两份")
    diner.sees("2 份 × 10 元", "一共 20 元")


async def test_a_wish_with_a_meal_alone_offers_the_days(diner: Phone) -> None:
    await diner.says("我要订晚饭")
    diner.sees("订哪一餐")
    assert all("晚餐" in label for label in diner.choices()[:3])


async def test_a_wish_is_not_lost_by_registering_first(resident: Phone) -> None:
    await resident.says("明天午饭")
    resident.sees("先登记一下", "给谁订")
    await resident.taps("我自己")
    await tells(resident, "居民甲")
    await resident.taps("都对")
    resident.sees("登记好了", "请看一遍", "明天 11月24日周二 午餐")


@pytest.mark.can("Meals: the first meal of somebody new")
async def test_a_wish_is_not_lost_by_agreeing_first(new_resident: NewPerson) -> None:
    stranger = new_resident("居民乙")
    await stranger.says("明天午饭")
    stranger.sees("您同意吗")
    await stranger.agrees()
    await stranger.says("军门新村3号楼")
    stranger.sees("给谁订")
    await stranger.taps("我自己")
    await tells(stranger, "居民乙")
    await stranger.taps("都对")
    stranger.sees("请看一遍", "明天 11月24日周二 午餐")


async def test_who_has_booked_before_has_it_as_last_time(diner: Phone) -> None:
    await books(diner, set_name=CHICKEN)
    await diner.taps("看一看、改或取消")
    await diner.taps("改怎么吃")
    await diner.taps("自己来取")
    await diner.says("12月1日午饭")
    diner.sees("请看一遍", f"午餐 · {CHICKEN}", "1 份", "自己来取")


async def test_number_mode_and_set_can_be_changed_at_the_summary(diner: Phone) -> None:
    await chooses(diner)
    await diner.taps("改份数")
    await diner.says("三份")
    diner.sees("3 份 × 10 元")
    await diner.taps("改怎么吃")
    await diner.says("2")
    diner.sees("自己来取")
    await diner.taps(f"换成{CHICKEN} 10 元")
    diner.sees(CHICKEN, "3 份", "自己来取")


async def test_the_same_as_yesterday_in_one_tap(desk: Desk, diner: Phone) -> None:
    await books(diner)
    desk.clock.move(days=2)
    await diner.says("/meals")
    diner.sees("“和昨天一样”就是", "今天 11月25日周三 午餐", "1 份", "在食堂吃")
    await diner.taps("和昨天一样")
    diner.sees("订好了", "今天 11月25日周三 午餐", "取餐码")


async def test_the_same_as_yesterday_in_words_too(desk: Desk, diner: Phone) -> None:
    await books(diner)
    desk.clock.move(days=2)
    await diner.says("和昨天一样")
    diner.sees("订好了", "今天 11月25日周三 午餐")
    await diner.says("和昨天一样")
    diner.sees("订好了", "明天 11月26日周四 午餐")


async def test_without_a_yesterday_one_chooses(diner: Phone) -> None:
    await diner.says("和昨天一样")
    diner.sees("没有订过", "订哪一餐")


async def test_several_days_with_a_set_of_its_own_each(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("订一餐")
    await diner.taps("别的日子，或一次订好几天")
    await diner.taps("午餐")
    await diner.taps("明天 11月24日周二 午餐")
    await diner.taps("后天 11月25日周三 午餐")
    diner.sees("订哪几天")
    assert "✅ 明天 11月24日周二 午餐" in diner.choices()
    await diner.taps("选好了，一共 2 天")
    if "一天一天地挑" in diner.choices():
        await diner.taps("一天一天地挑")
    diner.sees("明天 11月24日周二 午餐")
    await diner.says("2")
    diner.sees("后天 11月25日周三 午餐")
    await diner.says("1")
    diner.sees("11月24日", CHICKEN, "11月25日", "一共 21 元")
    await diner.taps("就这样订")
    text = diner.text_of(diner.last)
    assert text.count("取餐码") == 2


async def test_several_days_by_their_numbers_and_one_set_for_all(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("订一餐")
    await diner.taps("别的日子，或一次订好几天")
    await diner.taps("晚餐")
    await diner.says("2 3")
    await diner.taps("选好了，一共 2 天")
    diner.sees("2 天，吃什么")
    await diner.taps("每天都要“清粥套餐”")
    await diner.taps("就这样订")
    assert diner.text_of(diner.last).count("清粥套餐") == 2


async def test_every_day_there_is_in_one_tap(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("订一餐")
    await diner.taps("别的日子，或一次订好几天")
    await diner.taps("晚餐")
    days = len([label for label in diner.choices() if label.endswith("晚餐")])
    await diner.taps(f"这 {days} 天都订")
    await diner.taps("每天都要“清粥套餐”")
    await diner.taps("就这样订")
    assert diner.text_of(diner.last).count("取餐码") == days


async def test_a_day_tapped_twice_is_not_chosen(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.taps("订一餐")
    await diner.taps("别的日子，或一次订好几天")
    await diner.taps("午餐")
    await diner.taps("明天 11月24日周二 午餐")
    await diner.taps("✅ 明天 11月24日周二 午餐")
    assert not any("选好了" in label for label in diner.choices())


async def test_my_meals_show_code_and_price_and_can_be_changed(diner: Phone) -> None:
    await books(diner)
    code = code_in(diner)
    await diner.says("/meals")
    await diner.taps("我的订餐")
    diner.sees("明天 11月24日周二 午餐", HAIRTAIL, code, "付 10 元")
    await diner.says("1")
    await diner.taps("改份数")
    await diner.says("2")
    diner.sees("改好了", "2 份", "付 20 元", code)
    await diner.taps("换一套")
    await diner.taps(f"{CHICKEN} 10 元")
    diner.sees("改好了", CHICKEN)
    await diner.taps("改怎么吃")
    await diner.taps("自己来取")
    diner.sees("改好了", "自己来取")


async def test_a_meal_is_cancelled_after_one_more_question(diner: Phone) -> None:
    await books(diner)
    await diner.taps("看一看、改或取消")
    await diner.taps("取消这一餐")
    diner.sees("真的要取消吗")
    await diner.says("0")
    diner.sees("取餐码")
    await diner.taps("取消这一餐")
    await diner.says("1")
    diner.sees("取消了", "还没有订餐")


async def test_a_cancelled_meal_can_be_booked_again(diner: Phone) -> None:
    await books(diner)
    await diner.taps("看一看、改或取消")
    await diner.taps("取消这一餐")
    await diner.taps("取消这一餐")
    await books(diner)
    diner.sees("订好了")


async def test_who_is_entitled_has_it_brought(resident: Phone, canteen_staff: Phone) -> None:
    await registers(resident)
    await canteen_staff.taps("核对无误")
    await chooses(resident)
    await resident.taps("改怎么吃")
    await resident.taps("送餐上门")
    resident.sees("送餐 +2 元（80 周岁以上）", "送到登记的地址", "一共 9 元")


async def test_every_step_goes_back_to_the_one_before(diner: Phone) -> None:
    await diner.says("明天午饭")
    diner.sees("请看一遍")
    await diner.says("返回")
    diner.sees("订哪一餐")
    await diner.says("0")
    diner.sees("要做什么")
    await diner.says("0")
    diner.sees("想订餐随时找我")


async def test_back_from_a_changed_number_is_the_summary(diner: Phone) -> None:
    await chooses(diner)
    await diner.taps("改份数")
    await diner.says("0")
    diner.sees("请看一遍", "1 份")


@KEYBOARDS
async def test_in_big_print_there_are_at_most_five_choices(diner: Phone) -> None:
    await diner.says("/settings")
    await diner.taps("打开大字版")
    await diner.says("/meals")
    await diner.says("1")
    choices = diner.choices()
    assert choices[0] == "1 今天 11月23日周一 午餐"
    assert choices[4:] == ["5 📅 别的日子，或一次订好几天", "0 返回"]
    await diner.says("4")
    diner.sees("请看一遍")
    assert "1 ✅ 就这样订" in diner.choices()
    await diner.says("1")
    diner.sees("取餐码")


async def test_who_looked_at_the_menu_may_simply_write_what_is_the_matter(diner: Phone) -> None:
    await diner.says("/meals")
    await diner.says("楼下路灯不亮了")
    diner.sees("请看一遍", "楼下路灯不亮了")


async def test_what_may_hold_what_one_leaves_out_is_said_and_booked_all_the_same(
    resident: Phone,
) -> None:
    await registers(resident)
    await resident.says("/cancel")
    await chooses(resident)
    assert "忌口" not in resident.text_of(resident.last)
    await resident.says("/cancel")
    await resident.says("/meals")
    await resident.taps("用餐人：加人、忌口、停餐")
    await resident.taps("居民甲（我自己）")
    await resident.taps("改忌口")
    await resident.says("对鱼过敏，不怕辣")
    await chooses(resident)
    resident.sees("⚠️ 可能有忌口的：鱼", "不一定准", "照样可以订")
    await resident.taps("就这样订")
    resident.sees("订好了")
