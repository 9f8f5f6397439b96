"""🙋 我符合吗？: what is asked, what is said, what is kept."""

import pytest

from tests.dialogues.announcements.writing import subscribes
from tests.dialogues.phones import Phone

POLICY = "高龄津贴开始办理，80岁以上的老人每月有补贴。"
GUIDE = "带身份证和银行卡，到军门社区一楼窗口。"


async def is_told_of(
    resident: Phone, staff: Phone, *, ages: str, households: tuple[str, ...]
) -> None:
    await subscribes(resident, "📜 政策")
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/announce")
    await private.taps("📜 政策")
    await private.says(POLICY)
    await private.taps("没有")
    await private.taps("有条件")
    await private.says(ages)
    for each in households:
        await private.taps(each)
    await private.taps("选好了" if households else "不看家庭情况")
    await private.says(GUIDE)
    await private.says("1")
    await private.taps("现在就发")
    private.sees("我符合吗", GUIDE)
    await private.taps("✅ 就这样发")
    await staff.desk.later(seconds=2)
    resident.sees(POLICY)
    await resident.taps("🙋 我符合吗？")


@pytest.mark.can("Announcements: “does this policy fit me?”")
async def test_who_may_qualify_hears_what_to_bring_and_where(resident: Phone, staff: Phone) -> None:
    await is_told_of(resident, staff, ages="80岁以上", households=())
    resident.sees("哪一年出生的")
    await resident.says("很早")
    resident.sees("请写四位数的年份", "哪一年出生的")
    await resident.says("1700")
    resident.sees("这个年份不对")
    await resident.says("1940")
    resident.sees("您可能符合", GUIDE, "要记下来吗")
    await resident.taps("不用记")
    resident.sees("没有记")
    await resident.taps("🙋 我符合吗？", on=POLICY)
    resident.sees("哪一年出生的")


async def test_what_was_kept_is_not_asked_again_and_can_be_seen_and_erased(
    resident: Phone, staff: Phone
) -> None:
    await is_told_of(resident, staff, ages="80岁以上", households=("老人独居",))
    await resident.says("1941年")
    resident.sees("家里有下面的情况吗")
    await resident.taps("老人独居")
    await resident.taps("选好了")
    resident.sees("您可能符合")
    await resident.taps("记下来")
    await resident.taps("🙋 我符合吗？", on=POLICY)
    resident.sees("您可能符合", GUIDE)
    await resident.says("/notices")
    await resident.taps("🙈 删掉我说过的年龄和家庭情况")
    await resident.taps("🙋 我符合吗？", on=POLICY)
    resident.sees("哪一年出生的")


async def test_the_office_sees_how_many_asked_and_nobody_what_they_heard(
    resident: Phone, staff: Phone
) -> None:
    await is_told_of(resident, staff, ages="80岁以上", households=())
    await resident.says("1940")
    await resident.taps("🙋 我符合吗？", on=POLICY)
    await staff.says("/announce")
    await staff.in_private().taps("📋 发过的通知")
    await staff.in_private().says("1")
    staff.sees(POLICY, "问“我符合吗？”1 人")
    assert "可能符合" not in staff.text_of(staff.last)


async def test_who_fails_one_condition_is_not_asked_for_the_others(
    resident: Phone, staff: Phone
) -> None:
    await is_told_of(resident, staff, ages="80岁以上", households=("老人独居",))
    await resident.says("1980")
    resident.sees("看起来不符合", "问一问社区")


async def test_who_would_rather_not_say_hears_where_to_ask(resident: Phone, staff: Phone) -> None:
    await is_told_of(resident, staff, ages="80岁以上", households=())
    await resident.taps("不想说")
    resident.sees("说不准", GUIDE)


async def test_a_policy_that_is_recalled_meanwhile_ends_its_questions(
    resident: Phone, staff: Phone
) -> None:
    await is_told_of(resident, staff, ages="80岁以上", households=())
    await staff.taps("↩️ 撤回", on=POLICY)
    await resident.says("1940")
    resident.sees("这条通知已经撤回了")
    await resident.says("1940")
    assert "撤回" not in resident.text_of(resident.last)


async def test_in_big_print_ticking_leaves_people_on_their_page(
    resident: Phone, staff: Phone
) -> None:
    await resident.says("/settings")
    await resident.taps("打开大字版")
    await is_told_of(resident, staff, ages="不看年龄", households=("租房住",))
    await resident.says("99")
    [renting] = [each for each in resident.choices() if "租房住" in each]
    await resident.taps(renting)
    assert any("✅ 租房住" in each for each in resident.choices())
    await resident.says("选好了")
    resident.sees("您可能符合")
