"""/month: sums, the file, closing, and taking a charge back."""

import pytest

from storage.tables import Mode
from tests.dialogues.meals.kitchen import UNTIL_CUT_OFF, UNTIL_LUNCH, eats
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.workbooks import workbook_of


@pytest.fixture
async def month(desk: Desk, canteen_staff: Phone) -> list[str]:
    """居民甲 ate, 居民乙 did not come; it is the first of December. Their codes."""
    codes = [await eats(desk, "居民甲"), await eats(desk, "居民乙", portions=2)]
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_LUNCH)
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 2 位", codes[0])
    await desk.later(days=8)
    return codes


async def closes(cook: Phone) -> None:
    await cook.says("/month")
    await cook.taps("2026年11月")
    await cook.taps("结账")
    await cook.taps("确定结账")


async def test_the_month_is_told_in_sums_and_as_a_file(
    desk: Desk, month: list[str], canteen_staff: Phone
) -> None:
    await canteen_staff.says("/month")
    await canteen_staff.taps("2026年11月")
    canteen_staff.sees("还没有结账", "3 份，其中没来取的 2 份", "餐费 30 元", "居民应付")
    await canteen_staff.taps("发表格")
    book = await workbook_of(canteen_staff)
    assert book.sheetnames == ["按人", "按档次", "按补贴来源", "明细"]
    assert [row[0] for row in book["按人"].iter_rows(values_only=True)] == [
        "姓名",
        "居民乙",
        "居民甲",
        "一共",
    ]


async def test_a_month_is_closed_after_one_more_question(
    month: list[str], canteen_staff: Phone
) -> None:
    await closes(canteen_staff)
    canteen_staff.finds("2026年11月结好账了")
    await canteen_staff.says("/month")
    await canteen_staff.taps("2026年11月")
    canteen_staff.sees("由 食堂管理员甲 结账")
    assert canteen_staff.choices() == ["📄 发表格", "↩️ 冲正", "返回"]


async def test_the_present_month_cannot_be_closed(desk: Desk, canteen_staff: Phone) -> None:
    await eats(desk, "居民甲")
    await canteen_staff.says("/month")
    await canteen_staff.taps("2026年11月")
    assert canteen_staff.choices() == ["📄 发表格", "返回"]


async def test_a_charge_is_taken_back_with_a_reason(month: list[str], canteen_staff: Phone) -> None:
    await closes(canteen_staff)
    await canteen_staff.says("/month")
    await canteen_staff.taps("2026年11月")
    await canteen_staff.taps("冲正")
    await canteen_staff.replies("谁的账", "没这个人")
    canteen_staff.sees("没有这个人能冲正的账")
    await canteen_staff.replies("谁的账", "居民乙")
    [label, _back] = canteen_staff.choices()
    assert label == "11月23日周一午餐 居民乙"
    await canteen_staff.taps(label)
    await canteen_staff.replies("为什么冲正", "那天住院")
    canteen_staff.sees("冲正好了", "记在2026年12月的账上")
    await canteen_staff.says("/month")
    await canteen_staff.taps("2026年12月")
    canteen_staff.sees("-2 份", "餐费 -20 元")


async def test_a_meal_nobody_settled_keeps_the_month_open(desk: Desk, canteen_staff: Phone) -> None:
    await eats(desk, "居民甲", Mode.DELIVERY)
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(days=8)
    await closes(canteen_staff)
    canteen_staff.sees("还有 1 份餐没有说", "/serve")


async def test_before_anything_was_booked_there_are_no_accounts(canteen_staff: Phone) -> None:
    await canteen_staff.says("/month")
    canteen_staff.sees("还没有账")
