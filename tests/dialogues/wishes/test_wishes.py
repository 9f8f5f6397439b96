"""微心愿: a wish is posted, approved, claimed, and comes true."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import BY_LINK, IN_PRIVATE
from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering import helping

WISH = "想要一个放大镜看报纸"
MemberOf = Callable[[str, str], Phone]


@pytest.fixture
def volunteers(member_of: MemberOf) -> Phone:
    """Somebody in the volunteers' group, looking at it."""
    return member_of("军门社区志愿者群", "热心邻居")


@pytest.fixture
async def granter(desk: Desk, volunteers: Phone) -> Phone:
    """The same, admitted as a volunteer, looking at their own chat."""
    return await helping.in_private(desk, volunteers, "热心邻居")


async def wishes(resident: Phone, text: str = WISH) -> None:
    await resident.says("/wish", text)
    await resident.taps("就这样，许愿")


async def hangs(resident: Phone, staff: Phone, text: str = WISH) -> None:
    """Up to the wall."""
    await wishes(resident, text)
    alone = staff.in_private()
    await alone.starts()
    await staff.taps("上墙")
    await alone.taps("助困帮扶")
    await alone.taps("✅ 发布")


async def test_a_wish_goes_before_the_office_first(
    resident: Phone, staff: Phone, volunteers: Phone
) -> None:
    await resident.says("/wish")
    resident.sees("微心愿", "最多 200 个字")
    await resident.says(WISH)
    resident.sees(WISH, "不写您的名字", "军门新村")
    await resident.taps("就这样，许愿")
    resident.sees("收到您的心愿了")
    staff.sees("微心愿 · 等社区看", WISH, "居民")
    assert volunteers.screen == []


@pytest.mark.staff_can("Wishes: put on the wall", **IN_PRIVATE)
async def test_an_approved_wish_is_a_task_without_a_name(
    resident: Phone, staff: Phone, volunteers: Phone
) -> None:
    await hangs(resident, staff)
    volunteers.sees(WISH, "已认领 0/1", "12月7日 09:00 前可以认领")
    assert "居民" not in volunteers.text_of(volunteers.last)
    assert "3号楼" not in volunteers.text_of(volunteers.last)
    staff.finds("在心愿墙上", WISH)
    resident.sees("上墙了", WISH)


@pytest.mark.can("Wishes: made, granted, and heard of by both")
async def test_both_hear_of_each_other_and_the_wish_comes_true(
    resident: Phone, staff: Phone, volunteers: Phone, granter: Phone
) -> None:
    await hangs(resident, staff)
    await volunteers.taps("认领")
    resident.sees("热心邻居", "11月30日 09:00 以前会跟您联系")
    granter.finds("居民", "3号楼")
    granter.finds("请在 11月30日 09:00 以前联系")
    staff.finds("在心愿墙上", "认领：热心邻居")
    await granter.taps("已圆梦")
    granter.sees("心愿圆了")
    resident.sees("心愿圆了", WISH)
    staff.finds("微心愿 · 已圆梦")


async def test_the_wisher_may_say_so_too(
    resident: Phone, staff: Phone, volunteers: Phone, granter: Phone
) -> None:
    await hangs(resident, staff)
    await volunteers.taps("认领")
    await resident.taps("已圆梦")
    resident.sees("心愿圆了")
    granter.sees("心愿圆了", WISH)


@pytest.mark.staff_can("Wishes: declined with the reason")
@BY_LINK
async def test_a_wish_that_does_not_fit_is_answered_with_the_reason(
    resident: Phone, staff: Phone
) -> None:
    await wishes(resident, "想要一辆汽车")
    await staff.taps("不合适")
    await staff.replies("为什么不合适", "微心愿要在 200 元以内")
    resident.sees("没能上墙", "微心愿要在 200 元以内")
    staff.finds("没有上墙", "微心愿要在 200 元以内")


async def test_one_wish_at_a_time(resident: Phone) -> None:
    await wishes(resident)
    await resident.says("/wish")
    resident.sees(WISH, "等社区看")
    await resident.taps("收回心愿")
    await resident.taps("收回")
    resident.sees("收回了")
    await resident.says("/wish")
    resident.sees("您有什么小心愿")


async def test_a_wish_taken_back_leaves_the_wall(
    resident: Phone, staff: Phone, volunteers: Phone, granter: Phone
) -> None:
    await hangs(resident, staff)
    await volunteers.taps("认领")
    await resident.says("/wish")
    await resident.taps("收回心愿")
    await resident.taps("收回")
    volunteers.finds(WISH, "取消了")
    granter.finds("收回了心愿")


async def test_too_long_a_wish_is_asked_for_again(resident: Phone) -> None:
    await resident.says("/wish", "好" * 201)
    resident.sees("您写了 201 个字", "最多 200 个")


async def test_after_seven_quiet_days_granter_and_office_are_reminded_once(
    desk: Desk, resident: Phone, staff: Phone, volunteers: Phone, granter: Phone
) -> None:
    await hangs(resident, staff)
    await volunteers.taps("认领")
    await desk.later(days=7)
    granter.finds("您认领这个心愿超过七天了")
    staff.finds("认领超过七天了")
    said = len(granter.screen)
    await desk.later(hours=1)
    assert len(granter.screen) == said


@pytest.mark.staff_can(
    "Wishes: given to another volunteer", wecom_webhook="no: no wish gets on the wall there"
)
async def test_the_office_gives_a_quiet_wish_to_another(
    desk: Desk, resident: Phone, staff: Phone, volunteers: Phone, granter: Phone
) -> None:
    await hangs(resident, staff)
    await volunteers.taps("认领")
    await staff.taps("换人圆梦")
    resident.sees("又上墙了")
    volunteers.finds(WISH, "已认领 0/1")


async def test_an_unmatched_wish_is_posted_again(
    desk: Desk, resident: Phone, staff: Phone, volunteers: Phone
) -> None:
    await hangs(resident, staff)
    await desk.later(days=14)
    volunteers.finds(WISH, "没有人认领，时间过了")
    volunteers.sees(WISH, "已认领 0/1", "12月21日 09:00 前可以认领")
    staff.sees_meanwhile("已经 1 轮没有人认领")


async def test_the_menu_of_helps_leads_to_the_wishes(resident: Phone) -> None:
    await resident.says("/helps")
    await resident.taps("🌟 许个微心愿")
    resident.sees("您有什么小心愿")


async def test_the_wall_shows_what_nobody_claimed_the_longest_waiting_first(
    resident: Phone, new_resident: NewPerson, staff: Phone, volunteers: Phone
) -> None:
    await hangs(resident, staff)
    await resident.desk.later(days=15)
    neighbour = new_resident("居民乙")
    await moves_in(neighbour)
    await hangs(neighbour, staff, "想有人陪我下棋")
    await volunteers.says("/volunteers")
    await volunteers.taps("心愿墙")
    wall = volunteers.text_of(volunteers.sees("心愿墙", WISH, "下棋"))
    assert wall.index(WISH) < wall.index("下棋")


async def test_an_empty_wall_says_so(volunteers: Phone) -> None:
    await volunteers.says("/volunteers")
    await volunteers.taps("心愿墙")
    volunteers.sees("没有等人认领的心愿")


async def test_who_agrees_first_comes_to_the_wish_they_came_for(new_resident: NewPerson) -> None:
    newcomer = new_resident("新居民")
    await newcomer.says("/wish")
    newcomer.sees("您同意吗")
    await newcomer.agrees()
    await newcomer.taps("以后再说")
    newcomer.finds("随时可以在“设置”里补上")
    newcomer.sees("微心愿", "您有什么小心愿")
