"""Everything that can go wrong while booking: a clear answer, and nothing typed is lost."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select, update

from storage.tables import Meal, MealSession, MealSet
from tests.dialogues.channels import CONTACTS, TAPS
from tests.dialogues.conftest import NewPerson
from tests.dialogues.meals.eating import CHICKEN, HAIRTAIL, books, chooses, registers
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone

Way = Callable[[Phone], Awaitable[None]]


async def withdraws(desk: Desk, name: str) -> None:
    """The set leaves tomorrow's lunch."""
    async with desk.app.database.transaction() as session:
        meal_set = await session.scalar(
            select(MealSet)
            .join(MealSession, MealSession.id == MealSet.session_id)
            .where(
                MealSet.name == name,
                MealSession.meal == Meal.LUNCH,
                MealSession.day > desk.clock().date(),
            )
            .order_by(MealSession.day)
        )
        assert meal_set is not None
        meal_set.withdrawn_at = desk.clock()


async def test_yesterday_cannot_be_booked(diner: Phone) -> None:
    await diner.says("订昨天的午饭")
    diner.sees("截止", "订哪一餐")


async def test_a_meal_after_cut_off_cannot_be_booked(desk: Desk, diner: Phone) -> None:
    desk.clock.move(minutes=31)
    await diner.says("今天午饭")
    diner.sees("11月23日 09:30 已经截止", "电话", "订哪一餐")
    assert not any("今天 11月23日周一 午餐" in label for label in diner.choices())


async def test_cut_off_while_somebody_chooses(desk: Desk, diner: Phone) -> None:
    await diner.says("今天午饭")
    desk.clock.move(minutes=31)
    await diner.taps("就这样订")
    diner.sees("今天 11月23日周一 午餐", "截止", "订哪一餐")


async def test_a_day_without_a_menu_is_said_to_have_none(diner: Phone) -> None:
    await diner.says("12月20日午饭")
    diner.sees("菜单还没有出来", "订哪一餐")


async def test_a_meal_that_is_not_served_that_day(diner: Phone) -> None:
    await diner.says("星期天早饭")
    diner.sees("不供应这一餐", "订哪一餐")


@pytest.mark.parametrize("count", ["99", "4", "-1", "零份", "一百"])
async def test_too_many_and_too_few_portions(diner: Phone, count: str) -> None:
    await diner.says("明天午饭")
    await diner.taps("改份数")
    await diner.says(count)
    text = diner.text_of(diner.last)
    assert "一次可以订 1 到 3 份" in text or "写数字就行" in text
    assert "订几份" in text
    await diner.says("3")
    diner.sees("请看一遍", "3 份")


async def test_ninety_nine_portions_in_a_wish(diner: Phone) -> None:
    await diner.says("明天午饭99份")
    diner.sees("一次可以订 1 到 3 份", "订几份")


async def test_a_change_to_too_many_portions_leaves_what_is_booked(diner: Phone) -> None:
    await books(diner)
    await diner.taps("看一看、改或取消")
    await diner.taps("改份数")
    await diner.says("99")
    diner.sees("一次可以订 1 到 3 份", "1 份", "取餐码")


@TAPS
async def test_a_double_tap_books_once(desk: Desk, diner: Phone) -> None:
    await chooses(diner)
    diner.press("就这样订")
    diner.press("就这样订")
    await desk.settle()
    booked = [message for message in diner.screen if "订好了" in diner.text_of(message)]
    assert len(booked) == 1
    await diner.says("/meals")
    await diner.taps("我的订餐")
    assert len([label for label in diner.choices() if "午餐" in label]) == 1


async def test_two_relatives_book_for_the_same_person(
    resident: Phone, new_resident: NewPerson, canteen_staff: Phone
) -> None:
    other = new_resident("女儿")
    await moves_in(other)
    await registers(resident, "老人甲", "我的父母")
    await canteen_staff.taps("本人同意")
    await registers(other, "老人甲", "我的父母")
    await canteen_staff.taps("本人同意", on="女儿")
    await chooses(other)
    await books(resident)
    resident.sees("订好了")
    await other.taps("就这样订")
    other.sees("已经有人帮着订了", "订哪一餐")
    await other.says("明天午饭")
    other.sees("订过了")


async def test_a_set_that_is_withdrawn_while_somebody_chooses(desk: Desk, diner: Phone) -> None:
    await diner.says("明天午饭")
    await withdraws(desk, HAIRTAIL)
    await diner.taps("就这样订")
    diner.sees("刚刚从菜单上撤下", "请看一遍", CHICKEN)
    assert HAIRTAIL not in diner.text_of(diner.last)
    await diner.taps("就这样订")
    diner.sees("订好了", CHICKEN)


async def test_a_whole_menu_that_is_withdrawn_while_somebody_chooses(
    desk: Desk, diner: Phone
) -> None:
    await diner.says("/meals")
    await diner.taps("订一餐")
    async with desk.app.database.transaction() as session:
        await session.execute(update(MealSet).values(withdrawn_at=desk.clock()))
    await diner.taps("明天 11月24日周二 午餐")
    diner.sees("刚刚撤下")


@pytest.mark.parametrize(
    "born", ["不记得了", "1948-2-30", "2048-1-1", "1790-1-1", "1948", "农历三月"]
)
async def test_a_birthday_that_is_none_is_asked_for_again(resident: Phone, born: str) -> None:
    await resident.says("/meals")
    await resident.taps("我自己")
    await resident.says("居民甲")
    await resident.says(born)
    resident.sees("日期", "居民甲是哪年哪月出生的")
    await resident.says("48.3.5")
    resident.sees("几单元几室")


async def test_a_place_nobody_knows_and_a_number_that_is_none(resident: Phone) -> None:
    await resident.says("/meals")
    await resident.taps("我的父母")
    await resident.says("老人甲 1943-3-5", "月亮上")
    resident.sees("没有找到这个地方", "住在哪里")
    await resident.says("军门新村3号楼", "501", "打不通的")
    resident.sees("不像电话号码", "老人甲的电话")


@pytest.mark.parametrize("whose", [None, "女儿"])
@CONTACTS
@pytest.mark.can("Meals: a telephone number as a contact")
async def test_a_contact_is_the_telephone(desk: Desk, resident: Phone, whose: str | None) -> None:
    await resident.says("/meals")
    await resident.taps("我自己")
    await resident.says("居民甲 1943-3-5 3号楼2单元501")
    await resident.taps("✏️ 改电话")
    desk.world.send_contact(resident.user_id, resident.chat_id, "+86 139 0000 0000", whose)
    await desk.settle()
    resident.sees("请看一遍", "☎️ 13900000000")


async def test_going_back_while_registering_asks_for_the_line_again(resident: Phone) -> None:
    await resident.says("/meals")
    await resident.taps("我自己")
    await resident.says("居民甲 1943年3月", "0")
    resident.sees("请写一行")
    await resident.says("居民乙 1943年3月 2单元501")
    resident.sees("请看一遍", "居民乙", "1943年3月", "3号楼 2单元501")
    await resident.says("0", "0")
    resident.sees("给谁订")


async def test_who_left_while_registering_goes_on_where_they_were(resident: Phone) -> None:
    await resident.says("/meals")
    await resident.taps("我自己")
    await resident.says("居民甲 1943年3月", "/cancel", "/meals")
    await resident.taps("我自己")
    resident.sees("您上次填了一半", "几单元几室")
    await resident.says("/cancel", "/meals")
    await resident.taps("我的父母")
    resident.sees("请写一行：用餐人")


async def to_whose(resident: Phone) -> None:
    await resident.says("/meals")


async def to_line(resident: Phone) -> None:
    await to_whose(resident)
    await resident.taps("我的父母")


async def to_birthday(resident: Phone) -> None:
    await to_line(resident)
    await resident.says("老人甲")


async def to_where(resident: Phone) -> None:
    await to_birthday(resident)
    await resident.says("1943-3")


async def to_door(resident: Phone) -> None:
    await to_where(resident)
    await resident.says("1")


async def to_phone(resident: Phone) -> None:
    await to_door(resident)
    await resident.says("501")


async def to_soonest(resident: Phone) -> None:
    await registers(resident)


async def to_days(resident: Phone) -> None:
    await registers(resident)
    await resident.taps("别的日子，或一次订好几天")
    await resident.taps("午餐")


async def to_summary(resident: Phone) -> None:
    await registers(resident)
    await resident.taps("明天 11月24日周二 午餐")


async def to_mode(resident: Phone) -> None:
    await to_summary(resident)
    await resident.taps("改怎么吃")


STEPS: dict[str, tuple[Way, str]] = {
    "whose": (to_whose, "给谁订"),
    "line": (to_line, "请写一行"),
    "birthday": (to_birthday, "哪年哪月出生"),
    "where": (to_where, "住在哪里"),
    "door": (to_door, "几单元几室"),
    "phone": (to_phone, "老人甲的电话"),
    "soonest": (to_soonest, "订哪一餐"),
    "days": (to_days, "订哪几天"),
    "mode": (to_mode, "怎么吃"),
    "summary": (to_summary, "请看一遍"),
}


@pytest.mark.parametrize("step", [step for step in STEPS if step != "whose"])
async def test_a_sticker_is_answered_and_the_question_stands(resident: Phone, step: str) -> None:
    lead, question = STEPS[step]
    await lead(resident)
    await resident.sends("sticker")
    resident.sees("看不懂", question)


@pytest.mark.parametrize("step", STEPS)
async def test_what_is_long_or_empty_to_the_eye_breaks_nothing(resident: Phone, step: str) -> None:
    lead, _question = STEPS[step]
    await lead(resident)
    await resident.says("<字>&" * 1250)
    await resident.says("\u200b", "。", "😀")
    resident.does_not_see("代码")
