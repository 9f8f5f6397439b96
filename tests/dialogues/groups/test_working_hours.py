"""/hours: staff see when their community works and change it in their group."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from services import calendar
from storage.tables import Ticket
from tests.dialogues.channels import BY_COMMAND
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

LONGER = "周一到周五 8:30-12:00 14:30-20:00，周六 9:00-12:00，节假日 9:00-11:30"


async def the_ticket(desk: Desk) -> Ticket:
    async with desk.app.database.reading() as session:
        return await session.get_one(Ticket, 1)


async def in_sixteen_hours(desk: Desk) -> datetime:
    ticket = await the_ticket(desk)
    async with desk.app.database.reading() as session:
        return await calendar.due(
            session,
            start=ticket.filed_at,
            hours=16,
            urgent=False,
            area_id=ticket.community_id,
        )


async def writes(staff: Phone, words: str) -> None:
    await staff.says("/hours")
    await staff.replies("把一周的上班时间都写上", words)


@pytest.mark.staff_can("Groups: their working hours are changed", **BY_COMMAND)
async def test_staff_change_the_hours_and_what_is_new_goes_by_them(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    """Filed on a Monday at noon, it is due 16 hours of work later."""
    await files(resident)
    before = (await the_ticket(desk)).respond_by
    assert before == await in_sixteen_hours(desk)
    await staff.says("/hours")
    staff.sees("军门社区的上班时间", "周一到周五 08:30-12:00 14:30-18:00")
    await staff.replies("把一周的上班时间都写上", LONGER)
    staff.sees("周一到周五 08:30-12:00 14:30-20:00", "周六 09:00-12:00", "节假日 09:00-11:30")
    staff.sees("以后的按新的时间算")
    await staff.taps("对，就这样")
    staff.sees("改好了", "14:30-20:00")
    assert (await the_ticket(desk)).respond_by == before
    assert before - await in_sixteen_hours(desk) == timedelta(hours=16, minutes=30)


async def test_what_cannot_be_so_is_said_and_asked_again(staff: Phone) -> None:
    await writes(staff, "周一到周五 8:30-12:00，11:00-13:00")
    staff.sees("周一的 08:30-12:00 和 11:00-13:00 重叠了")
    await staff.replies("重叠了", "节假日 9:00-12:00")
    staff.sees("一段上班时间也没有")
    await staff.replies("一段上班时间也没有", "周二 18:00-8:00")
    staff.sees("周二的 18:00-08:00，下班比上班还早")
    await staff.replies("下班比上班还早", "有空就来")
    staff.sees("看不懂")
    await staff.replies("看不懂", "工作日 9点到12点")
    staff.sees("周一到周五 09:00-12:00", "对吗")


async def test_who_thinks_better_of_it_changes_nothing(staff: Phone) -> None:
    await writes(staff, LONGER)
    await staff.taps("返回")
    staff.sees("没有改")
    await staff.says("/hours")
    staff.sees("周一到周五 08:30-12:00 14:30-18:00")


async def test_staff_go_back_to_the_hours_that_hold_above(staff: Phone) -> None:
    await writes(staff, LONGER)
    await staff.taps("对，就这样")
    await writes(staff, "照上级")
    staff.sees("军门社区不再另外定上班时间", "周一到周五 08:30-12:00 14:30-18:00", "对吗")
    await staff.taps("对，就这样")
    staff.sees("改好了", "没有另外定，按通常的")


async def test_a_colleagues_small_talk_is_no_answer(staff: Phone, colleague: Phone) -> None:
    await staff.says("/hours")
    await colleague.says("周一到周五 9:00-12:00")
    colleague.does_not_see("改成这样")


async def test_a_group_of_another_team_is_told_where(
    desk: Desk, member_of: Callable[[str, str], Phone]
) -> None:
    team = member_of("军门物业维修组", "物业乙")
    await team.says("/hours")
    team.sees("在那个群里发 /hours")
