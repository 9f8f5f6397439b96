"""/stats: the numbers of a community, and reports that come by themselves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.dialogues.channels import FORGED
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, rates
from tests.dialogues.workbooks import workbook_of

MemberOf = Callable[[str, str], Phone]


async def a_request_is_done(desk: Desk, resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    await desk.later(hours=25)
    await rates(resident, "解决了", "满意")


async def test_pictures_figures_and_a_ledger(desk: Desk, resident: Phone, staff: Phone) -> None:
    await a_request_is_done(desk, resident, staff)
    await staff.says("/stats")
    assert staff.choices() == ["本周", "上周", "本月", "上月", "别的日子", "⏰ 定时发", "返回"]
    await staff.taps("本周")
    assert staff.pictures() == 2
    staff.sees("军门社区 · 11月23日 到 11月24日", "收到 1", "办结 1", "路灯不亮 1")
    staff.sees("不满 5 份")
    await staff.taps("台账（Excel）")
    book = await workbook_of(staff)
    assert book.sheetnames == [
        *("总表", "按类别", "按网格", "按小区", "按楼栋", "按班组", "按经办人", "按天", "明细")
    ]
    figures = {row[0]: row[1] for row in book["总表"].iter_rows(min_row=3, values_only=True)}
    assert (figures["收到"], figures["办结"], figures["满意率"]) == (1, 1, None)


async def test_a_colleague_takes_the_ledger_too(staff: Phone, colleague: Phone) -> None:
    await staff.says("/stats 上周")
    await colleague.taps("台账（Excel）")
    assert "总表" in (await workbook_of(colleague)).sheetnames


async def test_nothing_happened(staff: Phone) -> None:
    await staff.says("/stats")
    await staff.taps("上周")
    assert staff.pictures() == 1
    staff.sees("这段时间没有诉求")


async def test_days_are_written(staff: Phone) -> None:
    await staff.says("/stats")
    await staff.taps("别的日子")
    await staff.replies("哪天到哪天", "11月1日到11月20日")
    staff.sees("11月1日 到 11月20日", "前一期（10月1日 到 10月20日）")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2126-01-01 到 2126-02-01", "看不懂"),
        ("11月20日到11月1日", "看不懂"),
        ("去年冬天吧", "看不懂"),
        ("2026-12-01 到 2026-12-31", "还没有到"),
        ("2020-01-01 到 2026-11-01", "最多看 366 天"),
    ],
)
async def test_days_that_cannot_be_counted(staff: Phone, written: str, told: str) -> None:
    await staff.says("/stats")
    await staff.taps("别的日子")
    await staff.replies("哪天到哪天", written)
    staff.sees(told)
    await staff.says(f"/stats {written}")
    staff.sees(told)


async def test_who_asks_for_nonsense_is_asked_again(staff: Phone) -> None:
    await staff.says("/stats 随便")
    await staff.replies("哪天到哪天", "11月16日到11月22日")
    staff.sees("军门社区 · 11月16日 到 11月22日")


async def test_going_back(staff: Phone) -> None:
    await staff.says("/stats")
    await staff.taps("返回")
    staff.sees("好的")
    await staff.says("/stats")
    await staff.taps("定时发")
    await staff.taps("返回")
    staff.sees("好的")


@FORGED
async def test_other_groups_have_no_numbers(desk: Desk, staff: Phone, member_of: MemberOf) -> None:
    patrol = member_of("东街街道城管巡查组", "城管")
    await patrol.says("/stats")
    patrol.sees("工作群里看")
    await staff.says("/stats 上周")
    data = "ledger:20261116:20261122:0"
    desk.world.tap(patrol.user_id, patrol.chat_id, patrol.last.message_id, data, stale=True)
    await desk.settle()
    assert patrol.last.document is None


@pytest.mark.parametrize("days", ["20261199:20261122", "20261122:20261101", "1:2", "x:y"])
@FORGED
async def test_a_button_that_we_did_not_make(desk: Desk, staff: Phone, days: str) -> None:
    await staff.says("/stats 上周")
    before = len(staff.screen)
    desk.world.tap(
        staff.user_id, staff.chat_id, staff.last.message_id, f"ledger:{days}:0", stale=True
    )
    await desk.settle()
    assert len(staff.screen) == before


async def test_a_street_compares_its_communities(
    desk: Desk, resident: Phone, member_of: MemberOf
) -> None:
    await files(resident)
    street = member_of("东街街道网格中心", "值班员")
    await street.says("/stats 本周")
    assert street.pictures() == 2
    street.sees("各社区", "军门社区：收到 1，办结 0")
    await street.taps("台账（Excel）")
    assert (await workbook_of(street)).sheetnames == ["总表", "按社区", "按类别", "按班组", "按天"]


async def wants(staff: Phone, what: str) -> None:
    await staff.says("/stats")
    await staff.taps("定时发")
    await staff.taps(what)


async def test_the_weekly_report_comes_on_monday_at_nine(desk: Desk, staff: Phone) -> None:
    await wants(staff, "每周一，发上周的")
    staff.sees("定时发：每周一，发上周的")
    await desk.later(days=6, hours=23, minutes=59)
    staff.sees("定时发")
    await desk.later(minutes=2)
    staff.sees("军门社区 · 11月23日 到 11月29日")
    assert staff.pictures() == 1
    await desk.later(hours=1)
    await desk.later(days=1)
    assert staff.pictures() == 1
    await staff.taps("台账（Excel）")
    assert "总表" in (await workbook_of(staff)).sheetnames


async def test_the_monthly_report_comes_on_the_first(desk: Desk, staff: Phone) -> None:
    await wants(staff, "每月1号，发上月的")
    await desk.later(days=8, minutes=1)
    staff.sees("军门社区 · 11月1日 到 11月30日")


async def test_who_wants_none_any_more_gets_none(desk: Desk, staff: Phone) -> None:
    await wants(staff, "都要")
    await staff.says("/stats")
    await staff.taps("定时发")
    staff.sees("现在：都要")
    await staff.taps("都不要")
    await desk.later(days=8, minutes=1)
    assert staff.pictures() == 0


async def test_after_an_outage_nothing_stale_comes(desk: Desk, staff: Phone) -> None:
    await wants(staff, "每周一，发上周的")
    desk.clock.now += timedelta(days=10)
    await desk.later(hours=1)
    assert staff.pictures() == 0
    await desk.later(days=4)
    staff.sees("11月30日 到 12月6日")
    assert staff.pictures() == 1
