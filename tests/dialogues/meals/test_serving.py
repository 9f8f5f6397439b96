"""At the counter: a queue ticked off by code and name, in replies."""

import pytest

from storage.tables import BookingState, Mode
from tests.dialogues.meals.kitchen import (
    UNTIL_COUNTED,
    UNTIL_CUT_OFF,
    UNTIL_LUNCH,
    ate_for_days,
    eats,
    state_of,
)
from tests.dialogues.phones import Desk, Phone


@pytest.fixture
async def lunch(desk: Desk) -> dict[str, str]:
    """Codes of who booked today's lunch, by name; it is eleven o'clock."""
    codes = {name: await eats(desk, name) for name in ("居民甲", "居民乙", "居民丙")}
    await desk.later(**UNTIL_LUNCH)
    return codes


async def test_a_queue_is_ticked_off_by_codes_in_replies(
    desk: Desk, lunch: dict[str, str], canteen_staff: Phone
) -> None:
    await canteen_staff.says("/serve")
    canteen_staff.sees("11月23日周一 午餐", "还有 3 位没取", f"{lunch['居民乙']} 居民乙")
    await canteen_staff.replies("还有 3 位", lunch["居民乙"])
    canteen_staff.sees("✅", "居民乙", "还有 2 位没取")
    await canteen_staff.replies("还有 2 位", f"{lunch['居民甲']} {lunch['居民丙']}")
    canteen_staff.sees("居民甲", "居民丙", "还有 0 位没取")
    assert await state_of(desk, lunch["居民甲"]) is BookingState.SERVED


async def test_somebody_without_their_code_is_found_by_name(
    lunch: dict[str, str], canteen_staff: Phone
) -> None:
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 3 位", "居民甲")
    canteen_staff.sees("✅", "居民甲", "还有 2 位没取")


async def test_of_namesakes_one_is_chosen_by_a_tap(
    desk: Desk, lunch: dict[str, str], canteen_staff: Phone
) -> None:
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 3 位", "居民")
    await canteen_staff.taps("取走了", on="居民丙")
    assert "居民丙 取走了" in canteen_staff.toast()
    assert await state_of(desk, lunch["居民丙"]) is BookingState.SERVED


async def test_a_code_sent_twice_says_when_it_was_ticked_and_can_be_taken_back(
    desk: Desk, lunch: dict[str, str], canteen_staff: Phone
) -> None:
    code = lunch["居民甲"]
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 3 位", code)
    await canteen_staff.replies("还有 2 位", code)
    canteen_staff.finds("居民甲", "现在是“已取餐”")
    await canteen_staff.taps("点错了，撤回")
    assert "撤回了" in canteen_staff.toast()
    assert await state_of(desk, code) is BookingState.BOOKED


async def test_the_counter_is_at_the_meal_that_is_next_and_finds_the_others_of_the_day(
    desk: Desk, canteen_staff: Phone
) -> None:
    code = await eats(desk, "居民甲")
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_COUNTED)
    await canteen_staff.says("/serve")
    canteen_staff.sees("11月23日周一 晚餐", "还有 0 位没取")
    await canteen_staff.replies("还有 0 位", code)
    canteen_staff.finds("这是11月23日周一 午餐的", "居民甲", "没有来取")
    await canteen_staff.taps("取走了")
    assert await state_of(desk, code) is BookingState.SERVED


async def test_what_nobody_booked_is_said(lunch: dict[str, str], canteen_staff: Phone) -> None:
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 3 位", "<b>9999</b>")
    canteen_staff.sees("“<b>9999</b>”今天没有订", "还有 3 位没取")
    await canteen_staff.replies("还有 3 位", "0")
    canteen_staff.sees("接着点，再发 /serve")


async def test_two_who_tick_one_code_at_once(
    desk: Desk, lunch: dict[str, str], canteen_staff: Phone
) -> None:
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 3 位", "居民")
    canteen_staff.press("取走了", on="居民甲")
    canteen_staff.press("取走了", on="居民甲")
    await desk.settle()
    assert "食堂管理员甲 点过了" in canteen_staff.toast()


@pytest.mark.parametrize(("before", "asked"), [(1, False), (2, True)])
async def test_who_did_not_come_often_is_asked_kindly_to_cancel_next_time(
    desk: Desk, resident: Phone, before: int, asked: bool
) -> None:
    """The demo canteen lets two a month go without a word."""
    await eats(desk, "居民甲", person=resident)
    await ate_for_days(desk, "居民甲", before, BookingState.MISSED)
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_COUNTED)
    if asked:
        resident.sees("您没有来吃，这个月有 3 次了", "提前发 /meals 退掉就行")
    else:
        resident.does_not_see("您没有来吃")


async def test_a_delivery_that_nobody_told_of_is_asked_about_and_settled(
    desk: Desk, canteen_staff: Phone
) -> None:
    code = await eats(desk, "居民甲", Mode.DELIVERY)
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_COUNTED)
    canteen_staff.finds("还有送餐没有人点“送到了”")
    await canteen_staff.says("/serve")
    canteen_staff.finds("送到了没有", "居民甲")
    await canteen_staff.taps("没有吃到")
    assert await state_of(desk, code) is BookingState.MISSED
