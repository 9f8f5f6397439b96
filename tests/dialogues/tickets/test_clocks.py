"""What people read when a request's time runs out: a warning, a call, the level above."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import BY_LINK, EVERYWHERE, MEMBERS, STAFF
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF


@pytest.fixture
async def taken(resident: Phone, staff: Phone) -> str:
    """A street light, filed and taken on Monday at nine: 49 hours of work are over on Wednesday."""
    number = await files(resident)
    await staff.taps("接单")
    return number


@pytest.fixture
def street(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of("东街街道网格中心", "街道甲")


@pytest.mark.staff_can("Requests: what takes too long goes up")
@BY_LINK
async def test_the_taker_is_warned_then_the_group_called_then_the_street_told(
    desk: Desk, taken: str, staff: Phone, street: Phone, resident: Phone
) -> None:
    heard = len(resident.screen)
    staff.finds("处理中", taken, "请在 12月2日 09:00 前办结")
    await desk.later(days=7, hours=7)
    staff.sees("⏳ 社工甲", "请在 12月2日 09:00 前办结", "80%")
    await desk.later(days=2)
    staff.sees("⏰ 社工甲", "应当在 12月2日 09:00 前办结", "可以接手")
    staff.finds("处理中", taken, "应当在 12月2日 09:00 前办结，已经过了")
    street.does_not_see(taken)
    await desk.later(days=1, hours=1)
    staff.sees("已经告诉东街街道网格中心")
    street.sees(taken, "路灯不亮", "军门社区工作群应当在 12月2日 09:00 前办结", "请督促一下")
    street.does_not_see("居民")
    await desk.later(days=20)
    assert sum("请督促" in street.text_of(each) for each in street.screen) == 1
    assert len(resident.screen) == heard


async def test_a_promise_and_the_time_to_solve_go_up_in_one_message(
    desk: Desk, taken: str, staff: Phone, street: Phone
) -> None:
    await staff.taps("更多")
    await staff.taps("承诺时间")
    await staff.replies("答应居民什么时候前办好", "12月1日")
    await staff.taps("记下")
    await desk.later(days=9)
    await desk.later(days=1, hours=1)
    staff.sees(
        "过了答应居民的 12月1日", "过了 12月2日 09:00 还没有办结", "已经告诉东街街道网格中心"
    )
    street.sees(taken, "答应过居民 12月1日", "应当在 12月2日 09:00 前办结", "请督促一下")
    await desk.later(days=20)
    assert sum("请督促" in street.text_of(each) for each in street.screen) == 1


async def test_the_card_says_that_the_time_stands_still_while_the_resident_is_asked(
    desk: Desk, taken: str, staff: Phone, resident: Phone
) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏？")
    staff.finds("处理中", taken, "等居民回答，办结的时间先不算")
    await desk.later(days=1)
    await resident.says("门口左边那盏")
    await staff.taps("更多")
    staff.finds("处理中", taken, "请在 12月3日 09:00 前办结")


async def test_who_does_not_answer_for_a_week_stops_nothing(
    desk: Desk, taken: str, staff: Phone
) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏？")
    await desk.later(days=7)
    staff.sees("社工甲", "居民 7 天没有回答", "接着算")


@EVERYWHERE
async def test_nobody_took_it_and_the_resident_hears_so_once(
    desk: Desk, resident: Phone, staff: Phone, street: Phone
) -> None:
    number = await files(resident)
    await desk.later(days=2, hours=2)
    await resident.looks_in()
    resident.sees("抱歉", "还没有人去办")
    staff.finds("答应居民 11月25日 11:00 前有人接单", "还没有人接")
    await desk.later(days=1)
    street.sees(number, "应当在 11月25日 11:00 前接单", "请督促一下")
    assert sum("抱歉" in resident.text_of(each) for each in resident.screen) == 1


async def test_at_night_nobody_is_called(desk: Desk, taken: str, staff: Phone) -> None:
    """Down from Wednesday's morning until its evening, the desk is up again at night."""
    await desk.later(days=7, hours=7)
    heard = len(staff.screen)
    await desk.later(days=1, hours=14)
    assert len(staff.screen) == heard
    await desk.later(hours=10)
    staff.sees("应当在 12月2日 09:00 前办结")


@MEMBERS
async def test_where_no_level_above_has_a_group_the_admins_hear_of_each_once(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    admin = Phone(desk, ADMIN, ADMIN)
    await admin.starts()
    desk.world.remove_bot(desk.chats["东街街道网格中心"])
    first = await files(resident)
    await desk.later(days=1)
    second = await files(resident, "楼道灯也不亮")
    await desk.later(days=4)
    for number in (first, second):
        staff.finds(number, "已过", "居民在等")
    await desk.later(days=3)
    assert sum("上面没有绑定的群" in staff.text_of(each) for each in staff.screen) == 2
    told = [admin.text_of(each) for each in admin.screen]
    for level in ("东街街道", "鼓楼区"):
        assert sum(f"{level}没有绑定工作群" in each for each in told) == 1
