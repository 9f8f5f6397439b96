"""The kitchen's group: the prep sheet by itself, supplements, leftovers, late changes."""

from storage.tables import BookingState, Mode
from tests.dialogues.channels import MEMBERS
from tests.dialogues.meals.kitchen import UNTIL_CUT_OFF, eats, lives_here, private, state_of
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.workbooks import workbook_of

LUNCH = "11月23日周一 午餐"


async def rows_of(phone: Phone, page: int) -> list[tuple[object, ...]]:
    """Of the Excel file that came last."""
    book = await workbook_of(phone)
    return [*book.worksheets[page].iter_rows(values_only=True)]


async def at_lunch(cook: Phone, what: str) -> None:
    """/kitchen, today's lunch, and what is to be done with it."""
    await cook.says("/kitchen")
    await cook.taps(LUNCH)
    await cook.taps(what)


async def test_the_prep_sheet_comes_by_itself_at_cut_off(desk: Desk, canteen_staff: Phone) -> None:
    code = await eats(desk, "居民甲", portions=2, diet="不吃花生")
    await eats(desk, "居民乙", Mode.DELIVERY)
    canteen_staff.does_not_see("备餐单")
    await desk.later(**UNTIL_CUT_OFF)
    sheet = canteen_staff.finds("备餐单", LUNCH)
    for fragment in (
        "一共 3 份",
        "荔枝肉套餐 3 份（在食堂吃 2 · 送餐上门 1）",
        f"{code} 荔枝肉套餐：不吃花生",
    ):
        assert fragment in canteen_staff.text_of(sheet)
    assert "居民甲" not in canteen_staff.text_of(sheet)
    people = await rows_of(canteen_staff, 1)
    assert [row[1] for row in people] == ["姓名", "居民甲", "居民乙"]
    assert (people[2][6], people[2][7]) == ("军门社区 · 军门新村 · 3号楼", 1)


async def test_the_sheet_marks_what_clashes_with_a_diet_and_names_it_first(
    desk: Desk, canteen_staff: Phone
) -> None:
    fine = await eats(desk, "居民甲", diet="不吃花生")
    clashing = await eats(desk, "居民乙", diet="不吃猪肉")
    await desk.later(**UNTIL_CUT_OFF)
    sheet = canteen_staff.finds(f"{clashing} 荔枝肉套餐：不吃猪肉 ⚠️ 可能有忌口的：猪肉")
    told = canteen_staff.text_of(sheet)
    assert told.index(clashing) < told.index(fine)
    people = await rows_of(canteen_staff, 1)
    assert [row[5] for row in people] == [
        "忌口", "不吃花生", "不吃猪肉\n⚠️ 可能有忌口的：猪肉"
    ]  # fmt: skip


async def test_the_sheet_of_a_meal_that_nobody_booked_says_so(
    desk: Desk, canteen_staff: Phone
) -> None:
    await desk.later(**UNTIL_CUT_OFF)
    canteen_staff.finds(LUNCH, "没有人订，不用做")


async def test_staff_cancel_after_cut_off_with_a_reason_and_a_supplement_follows(
    desk: Desk, canteen_staff: Phone, resident: Phone
) -> None:
    code = await eats(desk, "居民甲", person=resident)
    await eats(desk, "居民乙")
    await desk.later(**UNTIL_CUT_OFF)
    alone = await private(canteen_staff)
    await at_lunch(canteen_staff, "替人取消")
    await alone.says("9999")
    alone.sees("没有找到", "取消谁的")
    await alone.says(code)
    await alone.says("家里来人接走了")
    canteen_staff.sees("取消了", code, "改的")
    canteen_staff.does_not_see("取消谁的")
    resident.finds("家里来人接走了")
    await desk.later(minutes=2)
    canteen_staff.finds("补充单 第 1 号", f"{code} 取消：荔枝肉套餐 1 份", "一共 1 份")


async def test_staff_change_their_mind_and_nothing_is_cancelled(
    desk: Desk, canteen_staff: Phone
) -> None:
    code = await eats(desk, "居民甲")
    await desk.later(**UNTIL_CUT_OFF)
    alone = await private(canteen_staff)
    await at_lunch(canteen_staff, "替人取消")
    await alone.says(code)
    await alone.says("0")
    await alone.says("0")
    alone.sees("没有动")
    assert await state_of(desk, code) is BookingState.BOOKED


async def test_namesakes_are_asked_for_by_code(desk: Desk, canteen_staff: Phone) -> None:
    first = await eats(desk, "居民甲")
    second = await eats(desk, "居民甲乙")
    await desk.later(**UNTIL_CUT_OFF)
    alone = await private(canteen_staff)
    await at_lunch(canteen_staff, "替人取消")
    await alone.says("居民甲")
    alone.sees("请发取餐码", first, second)


async def test_staff_add_a_meal_after_cut_off(desk: Desk, canteen_staff: Phone) -> None:
    await eats(desk, "居民甲")
    await desk.later(**UNTIL_CUT_OFF)
    async with desk.app.database.transaction() as session:
        await lives_here(session, desk.clock(), "居民丙")
    alone = await private(canteen_staff)
    await at_lunch(canteen_staff, "替人加订")
    await alone.says("居民丁")
    alone.sees("没有找到叫这个名字的用餐人")
    await alone.says("居民丙")
    await alone.taps("居民丙 · 军门社区 · 军门新村 · 3号楼")
    await alone.taps("荔枝肉套餐 10 元")
    await alone.taps("1 份")
    await alone.taps("送餐上门")
    await alone.says("刚出院")
    canteen_staff.sees("加上了：居民丙 荔枝肉套餐 1 份")
    await desk.later(minutes=2)
    canteen_staff.finds("补充单 第 1 号", "新加：荔枝肉套餐 1 份 送餐上门")
    canteen_staff.finds("送餐路线 1", "一共 1 家，1 份")


async def test_leftovers_are_opened_after_cut_off_and_not_before(
    desk: Desk, canteen_staff: Phone, resident: Phone
) -> None:
    await eats(desk, "居民甲")
    await at_lunch(canteen_staff, "余餐开放")
    canteen_staff.sees("订餐还没有截止")
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("余餐开放")
    canteen_staff.sees("多出来 119 份")
    await canteen_staff.taps("3 份")
    canteen_staff.sees("开放了 3 份余餐")
    await canteen_staff.says("/kitchen")
    canteen_staff.sees("余餐还开放 3 份")


async def test_the_sheet_is_sent_again_on_request(desk: Desk, canteen_staff: Phone) -> None:
    await eats(desk, "居民甲")
    await at_lunch(canteen_staff, "备餐单再发一次")
    canteen_staff.sees("订餐截止，到时候备餐单会自己发到群里")
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("备餐单再发一次")
    sheets = [each for each in canteen_staff.screen if "🍚 备餐单" in canteen_staff.text_of(each)]
    assert len(sheets) == 2


async def test_other_groups_are_told_where_the_kitchen_is(staff: Phone) -> None:
    for command in ("/kitchen", "/serve", "/month"):
        await staff.says(command)
        staff.sees("不是长者食堂的群")


@MEMBERS
async def test_a_community_without_a_canteens_group_has_its_sheet_sent_to_who_can_bind_one(
    desk: Desk, canteen_staff: Phone
) -> None:
    await eats(desk, "居民甲")
    admin = await private(Phone(desk, 900, 900))
    desk.world.remove_bot(canteen_staff.chat_id)
    await desk.settle()
    await desk.later(**UNTIL_CUT_OFF)
    admin.finds("食堂还没有绑定群", "备餐单", "一共 1 份")
