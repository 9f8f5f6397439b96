"""Announcements: who is sent what, how staff correct and recall them, and the urgent ones."""

from collections.abc import Callable

import pytest

from storage.tables import Channel
from tests.dialogues.announcements.writing import (
    WATER,
    announces,
    begins,
    names,
    reviews,
    subscribes,
)
from tests.dialogues.channels import BY_COMMAND, EDITS
from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.workbooks import workbook_of

UTILITIES = "🚰 停水停电"
AFRESH = "a message of its own"
VOID = "it stays, and a message says that it is void"


@pytest.fixture
def admin(admin_in: Callable[[str], Phone]) -> Phone:
    """In the office's group."""
    return admin_in("军门社区工作群")


@pytest.mark.can("Announcements: those of chosen topics arrive")
@pytest.mark.staff_can("Announcements: written, sent, and how many have it", **BY_COMMAND)
async def test_who_asked_for_a_topic_is_sent_it_and_nobody_else(
    staff: Phone, resident: Phone, new_resident: NewPerson
) -> None:
    neighbour = await at_home(new_resident("邻居"))
    await subscribes(resident, UTILITIES)
    private = await announces(staff)
    private.sees("开始发了", "军门社区工作群")
    resident.sees("📢", "停水停电", "军门社区", WATER)
    neighbour.does_not_see(WATER)
    await staff.desk.later(seconds=2)
    staff.finds(WATER, "社工甲")
    staff.finds("停水停电 · 军门社区 · 发完了", "发到 1/1 人")


async def test_staff_see_what_people_will_read_and_how_many_before_it_is_sent(
    staff: Phone, resident: Phone
) -> None:
    await subscribes(resident, UTILITIES)
    private = await reviews(staff)
    private.sees("居民看到的是这样", WATER, "现在是 1 人")
    resident.does_not_see(WATER)
    await private.taps("改内容")
    await private.says("改到12月1日停水。")
    private.sees("改到12月1日停水。")
    await private.taps("不发了")
    private.sees("没有发")


async def test_nobody_to_send_it_to_is_said_with_why(staff: Phone, resident: Phone) -> None:
    private = await begins(staff)
    await private.taps("没有")
    private.sees("一个人也没有", "没有订")
    assert not any("就发给" in each for each in private.choices())


async def test_what_is_said_of_safety_reaches_who_has_not_switched_it_off(
    staff: Phone, resident: Phone, new_resident: NewPerson
) -> None:
    deaf = await at_home(new_resident("邻居"))
    await subscribes(deaf, "🚨 安全")
    await announces(staff, "🚨 安全", "今晚台风，请关好门窗。")
    resident.sees("今晚台风")
    deaf.does_not_see("今晚台风")


@pytest.mark.can("Announcements: a correction", wechat=AFRESH, wecom=AFRESH)
@pytest.mark.staff_can("Announcements: corrected", **BY_COMMAND)
async def test_a_correction_takes_the_place_of_what_people_have_or_comes_after_it(
    staff: Phone, resident: Phone, messenger: Channel
) -> None:
    await subscribes(resident, UTILITIES)
    await announces(staff)
    shown = len(resident.screen)
    await staff.taps("✏️ 更正", on=WATER)
    await staff.replies("更正以后的全文", "改到12月1日停水。")
    await staff.desk.later(seconds=2)
    resident.finds("改到12月1日停水。", "更正过")
    assert len(resident.screen) == shown + (messenger is not Channel.TELEGRAM)
    staff.finds("改到12月1日停水。", "更正过")


@pytest.mark.can("Announcements: a recall", wechat=VOID, wecom=VOID)
@pytest.mark.staff_can("Announcements: recalled", **BY_COMMAND)
async def test_a_recall_takes_it_away_from_those_who_have_it(
    staff: Phone, resident: Phone, messenger: Channel
) -> None:
    await subscribes(resident, UTILITIES)
    await announces(staff)
    await staff.taps("↩️ 撤回", on=WATER)
    await staff.desk.later(seconds=2)
    if messenger is not Channel.TELEGRAM:
        resident.sees("前面这条通知撤回了，不算数", WATER)
    else:
        resident.does_not_see(WATER)
    staff.finds(WATER, "撤回了")
    await resident.says("/notices")
    resident.sees("最近没有通知")


@EDITS
async def test_where_it_cannot_be_taken_away_it_is_said_to_be_void(
    staff: Phone, resident: Phone
) -> None:
    await subscribes(resident, UTILITIES)
    await announces(staff)
    await staff.desk.later(hours=60)
    await staff.taps("↩️ 撤回", on=WATER)
    await staff.desk.later(seconds=2)
    resident.does_not_see(WATER)
    resident.finds("这条通知撤回了，不算数")


@EDITS
async def test_a_picture_goes_with_it_and_is_recalled_with_it(
    staff: Phone, resident: Phone
) -> None:
    await subscribes(resident, UTILITIES)
    private = await begins(staff)
    await private.photographs()
    await private.says("1")
    await private.taps("现在就发")
    private.sees("附一样东西")
    await private.taps("✅ 就这样发")
    await staff.desk.later(seconds=2)
    assert resident.pictures() == 1
    await staff.taps("↩️ 撤回", on=WATER)
    await staff.desk.later(seconds=2)
    assert resident.pictures() == 0


@pytest.mark.staff_can("Announcements: urgent, by two people", **BY_COMMAND)
async def test_what_is_urgent_needs_a_second_person_and_leaves_at_night(
    desk: Desk, admin: Phone, staff: Phone, colleague: Phone, resident: Phone
) -> None:
    await names(admin, staff, colleague)
    private = await reviews(staff, "🚨 安全", "3号楼燃气泄漏，请马上下楼。")
    await private.taps("‼️ 这是急事")
    private.sees("急：另一位指定的同事在群里点了同意")
    await desk.later(hours=13)
    await private.taps("‼️ 交给第二个人同意")
    staff.finds("燃气泄漏", "等另一位指定的同事同意")
    resident.does_not_see("燃气泄漏")
    await staff.taps("‼️ 同意，马上发")
    assert "写的人自己不能点" in staff.toast()
    await colleague.taps("‼️ 同意，马上发")
    await desk.later(seconds=2)
    resident.sees("紧急", "燃气泄漏")
    staff.finds("燃气泄漏", "社工甲", "同意：社工乙")


async def test_an_urgent_one_that_nobody_agrees_to_is_dropped_and_the_office_hears_it_at_night(
    desk: Desk, admin: Phone, staff: Phone, resident: Phone
) -> None:
    await names(admin, staff)
    private = await reviews(staff, "🚨 安全", "3号楼燃气泄漏，请马上下楼。")
    await private.taps("‼️ 这是急事")
    await desk.later(hours=13)
    await private.taps("‼️ 交给第二个人同意")
    await desk.later(hours=2, minutes=1)
    staff.finds("没有第二个人同意")
    staff.sees_meanwhile("燃气泄漏", "没有发")
    resident.does_not_see("燃气泄漏")


async def test_until_an_admin_has_named_somebody_nothing_is_urgent(
    admin: Phone, staff: Phone, colleague: Phone, resident: Phone
) -> None:
    await staff.says("/urgent")
    staff.sees("还没有指定谁能发紧急通知", "请管理员在本群发 /urgent")
    private = await reviews(staff, "🚨 安全", "3号楼燃气泄漏，请马上下楼。")
    await private.taps("‼️ 这是急事")
    private.sees("只有指定的人能写", "发 /urgent 指定", "居民看到的是这样")
    await names(admin, staff)
    admin.sees("能写、能同意紧急通知的：社工甲", "请再指定一位")
    await private.taps("‼️ 这是急事")
    await private.taps("‼️ 交给第二个人同意")
    await colleague.taps("‼️ 同意，马上发")
    assert "只有指定的人能写、能同意" in colleague.toast()
    resident.does_not_see("燃气泄漏")
    await names(admin, colleague)
    await admin.says("/urgent")
    await admin.taps("✅ 社工甲")
    await admin.taps("选好了")
    admin.sees("能写、能同意紧急通知的：社工乙")


@pytest.mark.staff_can("Announcements: for later, and dropped", **BY_COMMAND)
async def test_one_for_later_waits_and_can_be_dropped(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    await subscribes(resident, UTILITIES)
    private = await begins(staff)
    await private.taps("没有")
    await private.says("1")
    await private.says("昨天 9:00")
    private.sees("过")
    await private.says("明天 9:00")
    await private.taps("✅ 就这样发")
    resident.does_not_see(WATER)
    staff.finds(WATER, "发")
    await staff.taps("🗑 不发了", on=WATER)
    await desk.later(days=1)
    resident.does_not_see(WATER)


@pytest.mark.can(
    "Announcements: after days of silence",
    wechat="held until they write, unless a template is allowed",
)
@pytest.mark.staff_can("Announcements: repeated", **BY_COMMAND)
async def test_one_that_repeats_is_sent_again(desk: Desk, staff: Phone, resident: Phone) -> None:
    await subscribes(resident, UTILITIES)
    private = await reviews(staff)
    await private.taps("改重复")
    await private.taps("每周一")
    await private.taps("✅ 就这样发")
    await desk.later(seconds=2)
    await desk.later(days=7, minutes=1)
    await desk.later(seconds=2)
    await resident.looks_in()
    assert sum(WATER in resident.text_of(each) for each in resident.screen) == 2
    await staff.taps("不再重复")
    await desk.later(days=7, minutes=1)
    await desk.later(seconds=2)
    await resident.looks_in()
    assert sum(WATER in resident.text_of(each) for each in resident.screen) == 2


@pytest.mark.parametrize("wrong", ["不是网址", "javascript:alert(1)", "ftp://example.org/a"])
async def test_what_is_no_link_is_asked_for_again(staff: Phone, wrong: str) -> None:
    private = await begins(staff)
    await private.says(wrong)
    private.sees("不是网址", "要附上什么吗")


async def test_too_long_a_text_is_asked_for_again(staff: Phone) -> None:
    private = await begins(staff, text="水" * 601)
    private.sees("最多 600 个字")


@pytest.mark.staff_can("Announcements: the figures of a year as a workbook", **BY_COMMAND)
async def test_what_was_sent_is_found_again_with_what_came_of_it(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    await staff.in_private().says("/start")
    await staff.says("/announce")
    private = staff.in_private()
    await private.taps("📋 发过的通知")
    private.sees("还没有发过通知")
    await subscribes(resident, UTILITIES)
    await announces(staff)
    await resident.says("通知")
    for _twice in range(2):
        await resident.says("1")
    await staff.says("/announce")
    await private.taps("📋 发过的通知")
    await private.says("1")
    private.sees("卡片在“军门社区工作群”里")
    staff.sees(WATER, "发到 1/1 人", "点开再看 1 人")
    await staff.taps("↩️ 撤回", on=WATER)
    await desk.later(seconds=2)
    await desk.later(seconds=2)
    staff.finds("· 撤回了", "撤回了，从 1 人那里收了回来")
    await staff.says("/announce")
    await private.taps("📋 发过的通知")
    await private.taps("📊 一年的数字，一张表")
    [page] = await workbook_of(private)
    titles, row = ([cell.value for cell in page[at]] for at in (2, 3))
    told = dict(zip(titles, row, strict=True))
    assert (told["内容"], told["状态"], told["谁写的"]) == (WATER, "撤回了", "社工甲")
    assert (told["要发给"], told["发到"], told["点开再看"], told["撤回时收了回来"]) == (1, 1, 1, 1)


async def at_home(person: Phone) -> Phone:
    """Known and at home in the community."""
    await moves_in(person)
    return person
