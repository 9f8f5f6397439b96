"""重办: what did not help is opened again, first for another member, then for the level above."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import BY_LINK, CUT, MEMBERS, OVER_AGAIN, elsewhere
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import asked, rates, resolves

MemberOf = Callable[[str, str], Phone]


async def comes_back(resident: Phone) -> None:
    await rates(resident, "没有解决")
    await resident.says("换了灯泡还是不亮")


@pytest.mark.parametrize(
    ("answers", "question"),
    [(("没有解决",), "还差什么"), (("解决了", "不满意"), "哪里不满意")],
)
@pytest.mark.can("Requests: opened again, with what is missing")
@pytest.mark.staff_can("Requests: done again, with what is missing")
@BY_LINK
async def test_who_is_unhappy_says_why_and_it_stands_on_the_card_beside_the_old_result(
    desk: Desk, resident: Phone, staff: Phone, answers: tuple[str, ...], question: str
) -> None:
    number = await asked(desk, resident, staff)
    await rates(resident, *answers)
    resident.sees(question)
    assert resident.choices() == ["不说了"]
    await resident.says("换了灯泡还是不亮")
    resident.sees("重新办，您说的写在单子上了", "最晚", "给您回音", number)
    said = ("上次 社工甲 办结：“灯泡换好了”", "居民说还差：“换了灯泡还是不亮”")
    staff.finds("待接单", number, "第 1 次重办", *said, "先请别的同事接")


@OVER_AGAIN
async def test_one_event_is_one_message_to_either_side(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "没有解决")
    before = len(resident.screen), len(staff.screen)
    await resident.says("换了灯泡还是不亮")
    # The card of the group comes anew, in place of the one before.
    assert (len(resident.screen), len(staff.screen)) == (before[0] + 1, before[1])


async def test_a_picture_says_what_is_missing_too(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "没有解决")
    await resident.photographs()
    await resident.photographs()
    resident.sees("也写在单子上了")
    assert staff.pictures() == 2


async def test_nobody_who_came_is_said_with_the_first_tap(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "没有解决，也没人联系我", "不说了")
    resident.sees("重新办，最晚")
    staff.finds("第 1 次重办", "居民说没有解决，也没有人联系过")


@elsewhere(
    wechat="a tap is a message, which never comes late",
    wecom="a quote is known by the number in it, and this question has none",
)
async def test_in_the_middle_of_something_else_a_reply_says_what_is_missing(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await resident.taps("📮 我要反映")
    await rates(resident, "没有解决")
    await resident.replies("还差什么", "还是不亮")
    staff.finds("第 1 次重办", "居民说还差：“还是不亮”")


async def test_who_says_no_more_has_it_done_again_all_the_same(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "没有解决")
    await desk.later(hours=1)
    resident.sees("没有办好", "重新办")
    staff.finds("第 1 次重办", "居民说没有解决")
    await resident.says("还是不亮")
    resident.sees("也写在单子上了")
    staff.finds("居民补充：还是不亮")


@MEMBERS
async def test_the_first_redo_goes_to_another_member_first(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await asked(desk, resident, staff)
    await comes_back(resident)
    await staff.taps("接单", on="第 1 次重办")
    assert "先请其他同事接" in staff.toast()
    await colleague.taps("接单", on="第 1 次重办")
    colleague.finds("处理中", "社工乙", "第 1 次重办")


@CUT
async def test_where_nobody_else_takes_it_the_same_member_may(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await asked(desk, resident, staff)
    await comes_back(resident)
    desk.clock.move(hours=2)
    await staff.taps("接单", on="第 1 次重办")
    staff.finds("处理中", "社工甲", "第 1 次重办")


async def test_the_second_redo_goes_to_the_level_above(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone, member_of: MemberOf
) -> None:
    street = member_of("东街街道网格中心", "街道值班员")
    number = await asked(desk, resident, staff)
    await comes_back(resident)
    await resolves(colleague)
    await desk.later(hours=25)
    await comes_back(resident)
    staff.finds("已转到：东街街道网格中心", number)
    street.finds("待接单", number, "第 2 次重办", "上次 社工乙 办结")
    resident.sees(number, "东街街道网格中心")
