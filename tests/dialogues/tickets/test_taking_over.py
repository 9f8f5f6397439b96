"""A request whose taker is gone, or does not get on with it: a colleague goes on."""

from collections.abc import Callable

import pytest

from services import tickets
from storage.tables import Channel, EventKind
from tests.dialogues.channels import BY_LINK, MEMBERS, STAFF
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF


@pytest.fixture
async def taken(resident: Phone, staff: Phone) -> str:
    """The number of a request that 社工甲 took."""
    number = await files(resident)
    await staff.taps("接单")
    return number


@pytest.mark.staff_can("Requests: taken over from a colleague")
@BY_LINK
async def test_a_colleague_takes_over_and_both_are_told(
    desk: Desk, taken: str, staff: Phone, colleague: Phone, resident: Phone
) -> None:
    await colleague.taps("办结")
    assert "社工甲 已经接单" in colleague.toast()
    colleague.finds("社工乙", taken, "在社工甲手里", "要由您接手吗")
    await colleague.taps("由我接手")
    colleague.finds(taken, "由 社工乙 接手", "社工甲 不用再管")
    colleague.finds("处理中", "👤 社工乙 接单")
    await colleague.taps("办结")
    await colleague.replies("写下办理结果", "灯泡换好了")
    resident.sees("办好了", "灯泡换好了")
    async with desk.app.database.reading() as session:
        lines = await tickets.timeline(session, 1, internal=True)
    by = [line.actor_id for line in lines if line.kind is EventKind.TAKEN]
    assert by == [await staff.person_id(), await colleague.person_id()]


async def test_who_had_it_is_told_when_they_go_on(
    taken: str, staff: Phone, colleague: Phone
) -> None:
    await staff.taps("办结")
    prompt = staff.finds("写下办理结果")
    await colleague.taps("转派")
    await colleague.taps("由我接手")
    await staff.says("灯泡换好了", reply_to=prompt)
    staff.sees("社工乙 已经接单")


async def test_the_residents_hear_nothing_of_who_it_is(
    taken: str, colleague: Phone, resident: Phone
) -> None:
    before = len(resident.screen)
    await colleague.taps("办结")
    await colleague.taps("由我接手")
    assert len(resident.screen) == before
    await resident.says("/my")
    resident.does_not_see("社工")


async def test_a_colleague_who_thinks_better_of_it_changes_nothing(
    taken: str, staff: Phone, colleague: Phone, office_on: Channel
) -> None:
    await colleague.taps("不予受理")
    await colleague.taps("返回")
    if office_on == Channel.WECOM:
        colleague.finds("✔ 返回")
    else:
        assert "没有动" in colleague.toast()
    staff.finds("处理中", "👤 社工甲 接单")


async def test_who_pressed_too_late_is_not_asked_whether_to_take_over(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    staff.press("接单")
    colleague.press("接单")
    await desk.settle()
    colleague.does_not_see("接手吗")


@MEMBERS
async def test_a_taker_who_left_without_a_line_in_the_chat_is_found_gone(
    desk: Desk, taken: str, staff: Phone, colleague: Phone
) -> None:
    desk.world.leave(staff.chat_id, staff.user_id, quietly=True)
    await colleague.taps("办结")
    colleague.finds("待接单", taken)
    await colleague.taps("由我接手")
    colleague.finds("处理中", "👤 社工乙 接单")


@MEMBERS
@pytest.mark.staff_can(
    "Requests: who leaves the group hands on what they had",
    wecom_webhook="no: a webhook is told of nobody",
)
async def test_where_the_bot_administers_the_group_it_hears_who_left(
    desk: Desk, taken: str, staff: Phone, colleague: Phone
) -> None:
    desk.world.promote(staff.chat_id, desk.world.bot.id)
    desk.world.leave(staff.chat_id, staff.user_id, quietly=True)
    await desk.settle()
    colleague.finds("待接单", taken)


@MEMBERS
async def test_a_warning_finds_out_that_the_taker_is_gone(
    desk: Desk, taken: str, staff: Phone, member_of: Callable[[str, str], Phone]
) -> None:
    colleague = member_of("军门社区工作群", "社工乙")
    desk.world.leave(staff.chat_id, staff.user_id, quietly=True)
    await desk.later(days=9)
    colleague.finds("待接单", taken)
