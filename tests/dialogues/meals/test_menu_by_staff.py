"""The canteen's staff put menus in, by sheet or as last week; close days; change portions."""

from collections.abc import AsyncGenerator, Callable
from io import BytesIO
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from sqlalchemy import func, select, update

from storage import sheets
from storage.importing.menus import HEADINGS
from storage.reading import LARGEST_SENT
from storage.tables import Area, Group, MealSet, Purpose
from tests.dialogues.channels import BOT_API, FILES_IN_PRIVATE, MEMBERS, MENTIONS
from tests.dialogues.meals.kitchen import private
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.workbooks import workbook_of

LUNCH = ["2026-12-07", "星期一", "午餐", "荔枝肉套餐", "荔枝肉、炒青菜、米饭", "10", "", "", ""]
SOFT = ["2026-12-07", "", "午餐", "软食套餐", "烂面条、蒸水蛋", "8.5", "软食、低糖", "", ""]
SUPPER = ["2026-12-07", "", "晚餐", "拌面套餐", "拌面、鱼丸汤", "8", "", "40", "10"]


@pytest.fixture
def cook(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of("军门长者食堂群", "食堂管理员")


@pytest.fixture
async def alone(cook: Phone) -> Phone:
    return await private(cook)


async def sends_sheet(phone: Phone, content: bytes, name: str = "菜单.xlsx") -> None:
    """In reply to the very last message, as asked."""
    await phone.hands_in(content, name, as_reply=True)


def sheet(*rows: list[str]) -> bytes:
    return sheets.to_workbook(sheets.write(HEADINGS, rows), "菜单")


async def living_sets(desk: Desk) -> int:
    async with desk.app.database.reading() as session:
        living = select(func.count()).where(MealSet.withdrawn_at.is_(None))
        return await session.scalar(living) or 0


async def asks_for_template(cook: Phone) -> Phone:
    """Looking at where it is handed in when it is filled in."""
    await cook.says("/menu")
    await cook.taps("📄 发菜单表格")
    await cook.taps(next(label for label in cook.choices() if label.startswith("下周")))
    return cook.where_files_arrive()


async def test_the_template_comes_back_filled_in_and_is_the_menu(cook: Phone) -> None:
    there = await asks_for_template(cook)
    cook.finds("把表格发回来")
    workbook = await workbook_of(cook)
    first = [cell.value for cell in workbook.worksheets[0][2]]
    assert first[:6] == [
        "2026-11-30",
        "星期一",
        "早餐",
        "锅边套餐",
        "鼎边锅边、小油条、茶叶蛋",
        "5",
    ]
    workbook.worksheets[0]["E2"], workbook.worksheets[0]["F2"] = "白粥、馒头、茶叶蛋", 4.5
    filled = BytesIO()
    workbook.save(filled)
    await sends_sheet(there, filled.getvalue())
    there.sees("✅ 菜单放好了：新放 0 餐，换了 1 餐，没有变的 18 餐。")


@MENTIONS
async def test_where_the_bot_hears_all_a_sheet_that_answers_nothing_is_the_menu_too(
    cook: Phone,
) -> None:
    cook.world.privacy_mode = False
    await cook.hands_in(sheet(LUNCH, SOFT, SUPPER), "菜单.xlsx")
    cook.sees("新放 2 餐")
    await cook.hands_in(sheets.write(HEADINGS, [LUNCH, SOFT, SUPPER]), "菜单.csv")
    cook.sees("新放 0 餐，换了 0 餐，没有变的 2 餐")


async def test_errors_are_told_by_row_and_cell_and_nothing_is_half_imported(
    cook: Phone, desk: Desk
) -> None:
    before = await living_sets(desk)
    there = await asks_for_template(cook)
    wrong = [
        ["2026-12-08", "星期五", "夜宵", "套餐", "面", "十元", "", "", ""],
        ["2026-11-20", "", "午餐", "套餐", "面", "10", "", "", ""],
        ["2026-11-23", "", "早餐", "套餐", "粥", "4", "", "", ""],
        ["2026-11-29", "", "晚餐", "套餐", "粥", "4", "", "", ""],
    ]
    await sends_sheet(there, sheet(LUNCH, *wrong))
    there.sees(
        "❌ 表格有 6 处要改，菜单一样都没有动",
        "第 3 行「星期」：12 月 8 日是星期二",
        "第 3 行「餐别」：只能写早餐、午餐、晚餐",
        "第 3 行「价格（元）」：要写像 10 或 9.5 这样的金额（元），现在是“十元”",
        "第 4 行「日期」：这一天已经过去了",
        "第 5 行「餐别」：这一餐的订餐已经截止",
        "第 6 行「餐别」：这一餐那天不供应",
    )
    assert await living_sets(desk) == before
    await sends_sheet(there, sheet(LUNCH))
    there.sees("新放 1 餐")


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("菜单.xls", b"\xd0\xcf\x11\xe0", "“另存为”，选 .xlsx"),
        ("菜单.xlsx", b"PK\x03\x04 broken", "这个 Excel 文件打不开"),
        ("菜单.xlsx", b"x" * (LARGEST_SENT + 1), "文件太大了"),
        ("菜单.csv", "日期,餐别,套餐\n".encode(), "缺少这一列"),
        ("签到.csv", "日期,姓名\n".encode(), "这张表格不是菜单"),
    ],
)
async def test_a_file_that_cannot_be_read_is_answered_with_what_to_do(
    cook: Phone, name: str, content: bytes, answer: str
) -> None:
    there = await asks_for_template(cook)
    await sends_sheet(there, content, name)
    there.sees(answer)


@FILES_IN_PRIVATE
async def test_a_file_that_is_no_sheet_is_told_so(cook: Phone) -> None:
    there = await asks_for_template(cook)
    await sends_sheet(there, b"%PDF", "菜单.pdf")
    there.sees("这不是表格")


async def test_a_template_as_it_came_changes_nothing(cook: Phone, desk: Desk) -> None:
    before = await living_sets(desk)
    there = await asks_for_template(cook)
    await sends_sheet(there, await cook.file())
    there.sees("新放 0 餐，换了 0 餐，没有变的 19 餐")
    assert await living_sets(desk) == before


@FILES_IN_PRIVATE
async def test_a_sheet_that_does_not_arrive_is_asked_for_again(
    cook: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: Any, **_params: Any) -> AsyncGenerator[bytes, None]:
        raise TelegramNetworkError(method=None, message="gone")  # type: ignore[arg-type]
        yield b""

    there = await asks_for_template(cook)
    with monkeypatch.context() as patch:
        patch.setattr(desk.bot.session, "stream_content", fails)
        await sends_sheet(there, sheet(LUNCH))
    there.sees("表格没有下载下来", "请再发一次")
    await sends_sheet(there, sheet(LUNCH))
    there.sees("新放 1 餐")


@MENTIONS
async def test_sheets_sent_elsewhere_are_no_menus(staff: Phone, cook: Phone, desk: Desk) -> None:
    before = await living_sets(desk)
    desk.world.privacy_mode = False
    await staff.hands_in(sheet(LUNCH), "菜单.xlsx")
    await cook.hands_in(b"%PDF", "通知.pdf")
    assert await living_sets(desk) == before
    assert not cook.screen


async def test_next_week_is_as_this_week_where_there_is_no_menu_yet(
    cook: Phone, desk: Desk
) -> None:
    there = await asks_for_template(cook)
    await sends_sheet(there, sheet(LUNCH))
    await desk.later(days=7)
    await cook.says("/menu")
    cook.sees("12月7日周一：早餐 没有菜单 · 午餐 1 套 · 晚餐 没有菜单")
    await cook.taps("🔁 照上周放菜单")
    await cook.taps(next(label for label in cook.choices() if label.startswith("下周")))
    cook.sees("✅ 照前一周放好了 18 餐。", "12月7日周一：早餐 2 套 · 午餐 1 套 · 晚餐 2 套")
    await cook.taps("🔁 照上周放菜单")
    await cook.taps(next(label for label in cook.choices() if label.startswith("下周")))
    cook.sees("这一周能订的都有菜单了，没有动。")


async def test_a_day_is_closed_in_private_and_the_group_sees_only_that(
    cook: Phone, alone: Phone
) -> None:
    await cook.says("/menu")
    await cook.taps("⛔ 停餐")
    assert "发到您的私聊里了" in cook.toast()
    await alone.taps("11月28日周六")
    await alone.taps("整天")
    await alone.says("燃气检修")
    alone.sees("⛔ 11月28日周六 整天停餐了。取消了 0 单")
    cook.sees("⛔ 11月28日周六 整天停餐了。取消了 0 单", "（食堂管理员 改的）")
    cook.does_not_see("哪一天停餐")
    await cook.says("/menu")
    cook.sees("11月28日周六：早餐停餐（燃气检修）")


async def test_a_day_is_served_after_all(cook: Phone, alone: Phone) -> None:
    await cook.says("/menu")
    await cook.taps("✅ 照常供餐")
    await alone.taps("11月29日周日")
    await alone.taps("晚餐")
    await alone.says("重阳节加餐")
    cook.sees("✅ 11月29日周日 晚餐照常供餐")
    await cook.says("/menu")
    cook.sees("11月29日周日：午餐 2 套 · 晚餐 没有菜单")


async def test_who_never_wrote_to_us_is_told_to_open_the_chat_and_taps_again(
    cook: Phone,
) -> None:
    await cook.says("/menu")
    await cook.taps("⛔ 停餐")
    assert "请先打开和我的私聊" in cook.toast()
    alone = await private(cook)
    await cook.taps("⛔ 停餐")
    alone.sees("哪一天停餐？")


async def test_closing_can_be_thought_over_and_needs_a_reason(cook: Phone, alone: Phone) -> None:
    await cook.says("/menu")
    await cook.taps("⛔ 停餐")
    await alone.taps("明天 11月24日周二")
    await alone.taps("返回")
    await alone.taps("明天 11月24日周二")
    await alone.taps("午餐")
    await alone.says("因" * 81)
    alone.sees("太长了，最多 80 个字", "午餐停餐。为什么？")
    await alone.says("0")
    await alone.says("0")
    await alone.says("0")
    alone.sees("没有动")
    await cook.says("/menu")
    cook.sees("明天 11月24日周二：早餐 2 套 · 午餐 3 套 · 晚餐 2 套")


async def test_portions_are_changed_by_figures(cook: Phone, alone: Phone) -> None:
    await cook.says("/menu")
    await cook.taps("🔢 改份数")
    await alone.taps("明天 11月24日周二 午餐 · 已订 0/120")
    alone.sees("现在一共 120 份", "送餐 40 单")
    await alone.says("很多")
    alone.sees("没有看懂")
    await alone.says("80 / 20")
    alone.sees("✅ 明天 11月24日周二 午餐 现在一共 80 份，送餐 20 单。")
    cook.sees("现在一共 80 份，送餐 20 单。", "（食堂管理员 改的）")
    await cook.says("/menu")
    await cook.taps("🔢 改份数")
    await alone.taps("明天 11月24日周二 午餐 · 已订 0/80")
    await alone.says("90份")
    cook.sees("现在一共 90 份，送餐 20 单")


async def test_a_set_is_taken_off_the_menu(cook: Phone, alone: Phone) -> None:
    await cook.says("/menu")
    await cook.taps("➖ 下架套餐")
    await alone.taps("明天 11月24日周二 午餐")
    await alone.taps("素食套餐")
    for phone in (alone, cook):
        phone.sees("➖ 明天 11月24日周二 午餐 的 素食套餐 下架了")
    await cook.says("/menu")
    await cook.taps("📖 看一天的菜单")
    await cook.taps("明天 11月24日周二")
    cook.sees("白切鸡套餐", "可以订，订餐截止 11月24日 09:30")
    assert "素食套餐" not in cook.text_of(cook.last)
    assert cook.pictures() == 1


async def test_who_takes_off_what_a_colleague_took_off_is_told_so(
    cook: Phone, alone: Phone, member_of: Callable[[str, str], Phone]
) -> None:
    other = member_of("军门长者食堂群", "厨师")
    theirs = await private(other)
    for in_group, own in ((cook, alone), (other, theirs)):
        await in_group.says("/menu")
        await in_group.taps("➖ 下架套餐")
        await own.taps("明天 11月24日周二 午餐")
    await theirs.taps("素食套餐")
    await alone.taps("素食套餐")
    alone.sees("这个套餐已经下架了。")


@MEMBERS
async def test_who_left_the_group_changes_nothing_in_private(cook: Phone, alone: Phone) -> None:
    await cook.says("/menu")
    await cook.taps("➖ 下架套餐")
    cook.world.leave(cook.chat_id, cook.user_id)
    await cook.desk.settle()
    await alone.taps("明天 11月24日周二 午餐")
    alone.sees("您已经不在那个群里了")


async def test_menu_belongs_to_the_canteen_s_group(staff: Phone) -> None:
    await staff.says("/menu")
    staff.sees("这里不是长者食堂的群")


async def test_names_and_dishes_of_a_sheet_are_shown_as_they_were_written(cook: Phone) -> None:
    odd = ["2026-12-07", "", "午餐", "<b>A&B", "<i>汤", "10", "<u>", "", ""]
    there = await asks_for_template(cook)
    await sends_sheet(there, sheet(odd))
    await cook.desk.later(days=7)
    await cook.says("/menu")
    await cook.taps("📖 看一天的菜单")
    await cook.taps("12月7日周一")
    cook.sees("<b>A&B", "<i>汤", "<u>")


@BOT_API
async def test_the_longest_menu_of_two_days_fits_a_message(cook: Phone, resident: Phone) -> None:
    rows = [
        [
            day,
            "",
            meal,
            f"{number}" * 16,
            "、".join(["甲" * 14, "乙" * 14, "丙" * 14, "丁" * 15]),
            "199.99",
            "、".join(["戊" * 7, "己" * 7, "庚" * 8]),
            "",
            "",
        ]
        for day in ("2026-12-07", "2026-12-08")
        for meal in ("早餐", "午餐", "晚餐")
        for number in range(5)
    ]
    there = await asks_for_template(cook)
    await sends_sheet(there, sheet(*rows))
    there.sees("新放 6 餐")
    await cook.desk.later(days=13, hours=13)
    await cook.desk.later(hours=5)
    await resident.says("/meals")
    await resident.taps("🔤 菜单文字版")
    said = [len(resident.text_of(message)) for message in resident.screen]
    assert 3000 < max(said) <= 4096


async def test_the_group_is_told_what_it_is_for(cook: Phone) -> None:
    await cook.says("/help")
    cook.sees("/menu 放菜单")


async def test_a_group_without_a_canteen_is_told_what_is_missing(cook: Phone, desk: Desk) -> None:
    async with desk.app.database.transaction() as session:
        elsewhere = select(Area.id).where(Area.code == "350102001")
        moved = update(Group).where(Group.purpose == Purpose.CANTEEN)
        await session.execute(moved.values(area_id=elsewhere.scalar_subquery()))
    await cook.says("/menu")
    cook.sees("还没有录入", "canteens")
