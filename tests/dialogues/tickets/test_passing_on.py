"""转派 and 不归我管: to another group, with the reason on its card."""

from collections.abc import Callable

import pytest

from services.tickets import REASON_LIMIT
from tests.dialogues.channels import BY_LINK, EVERYWHERE, MEMBERS, MENTIONS, STAFF
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF

MemberOf = Callable[[str, str], Phone]
PROPERTY, OFFICE, STREET = "军门物业维修组", "军门社区工作群", "东街街道网格中心"


@pytest.fixture
def property_team(member_of: MemberOf) -> Phone:
    return member_of(PROPERTY, "物业师傅")


async def passes_on(staff: Phone, to: str, why: str = "归他们管") -> None:
    await staff.taps("转派")
    await staff.taps(to)
    await staff.taps(why)


async def gives_back(staff: Phone, why: str = "不是我们的职责") -> None:
    await staff.taps("更多")
    await staff.taps("不归我管")
    await staff.taps(why)


@EVERYWHERE
@pytest.mark.staff_can("Requests: passed on with a reason")
@BY_LINK
async def test_passed_on_it_waits_in_the_other_group_with_the_reason(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident, photos=1)
    await staff.taps("转派")
    staff.sees("要转给谁", number)
    await staff.taps(PROPERTY)
    staff.sees(f"转给{PROPERTY}，为什么")
    await staff.taps("要他们的人手或设备")
    staff.finds(f"已转到：{PROPERTY}", number)
    property_team.finds("待接单", number, f"{OFFICE}转来：“要他们的人手或设备”")
    assert property_team.pictures() == 1
    resident.sees(number, "转给", PROPERTY)
    resident.does_not_see("人手或设备")
    await property_team.taps("接单")
    resident.sees("有人去办了")


async def test_the_reason_in_their_own_words_is_one_line(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await staff.taps("转派")
    await staff.taps(PROPERTY)
    await staff.replies("为什么", "长" * (REASON_LIMIT + 1))
    staff.sees("太长了")
    await staff.replies("为什么", "他们有<b>备件</b>\n和梯子")
    property_team.finds("转来：“他们有<b>备件</b> 和梯子”")


async def test_who_passes_it_on_goes_back_a_step_and_may_let_it_be(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident)
    await staff.taps("转派")
    await staff.taps(PROPERTY)
    await staff.replies("为什么", "0")
    staff.sees("要转给谁")
    await staff.replies("要转给谁", "返回")
    staff.sees("没有转")
    staff.finds("待接单", number)
    property_team.does_not_see(number)


async def test_who_took_it_first_stays_on_the_card_wherever_it_goes(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await passes_on(staff, PROPERTY)
    property_team.finds("待接单", f"首接：{OFFICE}")


async def test_a_colleague_takes_it_while_the_reason_is_asked(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    await staff.taps("转派")
    await staff.taps(PROPERTY)
    await colleague.taps("接单", on="待接单")
    await staff.taps("归他们管", on="为什么")
    staff.sees("社工乙 已经接单")
    staff.finds("处理中", "社工乙")


@pytest.mark.staff_can("Requests: given back")
@BY_LINK
async def test_what_is_not_theirs_goes_back_to_where_it_came_from(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident)
    await passes_on(staff, PROPERTY)
    await property_team.taps("更多")
    assert "不归我管" in property_team.choices()
    await property_team.taps("不归我管")
    property_team.sees("为什么不归这里管", number)
    await property_team.taps("不在我们的片区")
    property_team.finds(f"已转到：{OFFICE}", number)
    staff.finds("待接单", number, f"{PROPERTY}退回：“不在我们的片区”")
    resident.sees(f"换{OFFICE}来办", number)
    resident.does_not_see("片区")


async def test_what_the_office_has_first_goes_up(
    resident: Phone, staff: Phone, member_of: MemberOf
) -> None:
    street = member_of(STREET, "街道值班员")
    await files(resident)
    await gives_back(staff)
    street.finds("待接单", f"{OFFICE}退回：“不是我们的职责”")


@MEMBERS
async def test_where_there_is_nobody_to_give_it_back_to(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    for title in (PROPERTY, STREET):
        desk.world.remove_bot(desk.chats[title])
        await desk.settle()
    await files(resident)
    await staff.taps("更多")
    await staff.taps("不归我管")
    assert "没有别的群可以退" in staff.toast()


async def test_giving_back_can_be_thought_better_of(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await staff.taps("更多")
    await staff.taps("不归我管")
    await staff.replies("为什么不归这里管", "0")
    staff.sees("没有动")
    staff.finds("待接单", number)


async def test_only_who_took_it_gives_it_back(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await colleague.taps("更多")
    await colleague.taps("不归我管")
    assert "社工甲 已经接单" in colleague.toast()


@MENTIONS
async def test_small_talk_is_no_reason_where_the_bot_hears_everything(
    desk: Desk, resident: Phone, staff: Phone, property_team: Phone
) -> None:
    desk.world.privacy_mode = False
    number = await files(resident)
    await staff.taps("转派")
    await staff.taps(PROPERTY)
    await staff.says("好，我马上去")
    await staff.replies("待接单", "钥匙在门卫")
    staff.sees("记在内部备注里了")
    property_team.does_not_see(number)
    await staff.taps("更多")
    await staff.taps("不归我管")
    await staff.says("这个不是我们的吧")
    staff.finds("待接单", number)
    await staff.replies("为什么不归这里管", "灯杆是路灯所的")
    assert not desk.world.privacy_mode
    staff.finds(f"已转到：{STREET}", number)
