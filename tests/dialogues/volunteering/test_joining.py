"""/volunteer: joining by a QR code or from the menu, and what staff say to it."""

import pytest

from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Phone


async def applies(phone: Phone) -> None:
    """From the menu to the last question; lives in the community already."""
    await phone.says("🤝 志愿者")
    await phone.says("林师傅")
    await phone.taps("不参加队伍")


@pytest.mark.can("Volunteers: joined from the menu and admitted")
async def test_a_neighbour_joins_and_staff_admit_them(resident: Phone, staff: Phone) -> None:
    await applies(resident)
    resident.sees("称呼：林师傅", "社区：军门社区")
    await resident.taps("交上去")
    resident.sees("交上去了", "马上告诉您", "不选就是都可以")
    staff.sees("林师傅", "想做志愿者", "助老守望", "什么时候都行")
    assert staff.choices() == ["同意", "不同意"]
    await staff.taps("同意")
    staff.is_answered("同意了")
    staff.sees("✅ 同意了")
    assert staff.choices() == []
    resident.sees("军门社区同意了", "/tasks")
    await resident.taps("看看有什么任务")
    resident.sees("现在没有等人认领的任务")


async def test_staff_say_no_with_a_reason_that_is_told(resident: Phone, staff: Phone) -> None:
    await applies(resident)
    await resident.taps("交上去")
    await staff.taps("不同意")
    await staff.replies("写下原因", "请先到社区来 <见一面>")
    resident.sees("这次没有通过", "请先到社区来 <见一面>", "0591")
    staff.finds("❌ 没有同意", "见一面")
    await applies(resident)
    await resident.taps("交上去")
    staff.sees("想做志愿者")
    assert staff.choices() == ["同意", "不同意"]


async def test_whoever_taps_second_hears_that_it_is_decided(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await applies(resident)
    await resident.taps("交上去")
    staff.press("同意")
    colleague.press("同意")
    await staff.desk.settle()
    assert "已经有同事处理过了" in colleague.toast()


async def test_every_step_leads_back_and_nothing_chosen_is_lost(resident: Phone) -> None:
    await applies(resident)
    for step in ("哪支志愿队", "怎么称呼您"):
        await resident.says("0")
        resident.sees(step)


@pytest.mark.can("Volunteers: joined by the code of a team")
async def test_the_code_of_a_workplaces_team_says_where_and_with_whom(
    new_resident: NewPerson, staff: Phone
) -> None:
    """双报到: agreed first, then the home, then straight to the application."""
    phone = new_resident("报到的人")
    await phone.arrives("v_jm-hospital")
    phone.sees("军门社区", "怎么称呼您")
    await phone.taps("报到的人")
    phone.sees("队伍：双报到·市医院党支部")
    await phone.taps("交上去")
    staff.sees("双报到·市医院党支部")


async def test_the_code_of_a_compound_says_where_and_asks_whether_they_live_there(
    new_resident: NewPerson,
) -> None:
    phone = new_resident("新邻居")
    await phone.starts("v_junmen-xincun")
    await phone.agrees()
    phone.sees("军门新村", "您住在这里吗")
    await phone.taps("是，我住这里")
    phone.sees("军门社区", "怎么称呼您")


async def test_a_code_that_nobody_knows_leads_to_the_list(new_resident: NewPerson) -> None:
    phone = new_resident("远方的人")
    await phone.arrives("v_4711")
    phone.sees("请选街道")
    await phone.says("月球基地")
    phone.sees("没有找到这个社区", "请选街道")
    await phone.taps("东街街道")
    await phone.taps("军门社区")
    phone.sees("军门社区", "怎么称呼您")


async def test_a_name_that_is_too_long_is_asked_again(resident: Phone) -> None:
    await resident.says("/volunteer")
    await resident.says("称" * 41)
    resident.sees("太长", "怎么称呼您")


async def test_whoever_waits_can_fill_it_in_anew_or_take_it_back(
    resident: Phone, staff: Phone
) -> None:
    await applies(resident)
    await resident.taps("交上去")
    await resident.says("/volunteer")
    resident.sees("社区还在看", "助老守望")
    await resident.taps("重新填")
    resident.sees("怎么称呼您")
    await resident.says("/volunteer")
    await resident.taps("不报了")
    resident.sees("办好了")
    staff.finds("自己退出了")
