"""常用答复 below 办结 and 问居民: a number takes one, one's own words are as good as ever."""

import pytest
from sqlalchemy import update

from storage.tables import CannedAnswer
from tests.dialogues.channels import BY_LINK, EVERYWHERE, STAFF
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF


@pytest.fixture
async def taken(resident: Phone, staff: Phone) -> str:
    number = await files(resident)
    await staff.taps("接单")
    return number


@pytest.mark.staff_can("Requests: a ready answer by its number")
@BY_LINK
async def test_a_number_sends_a_ready_result_with_everything_filled_in(
    taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("办结")
    staff.sees(
        "写下办理结果", "1. 军门社区 · 军门新村 · 3号楼", "灯泡换好了", "3. ", "说编号", taken
    )
    await staff.replies("写下办理结果", "1")
    resident.sees("办好了", "3号楼", "的路灯灯泡换好了", "0591-8700 0119")
    staff.finds("已办结")


@EVERYWHERE
async def test_a_ready_question_is_asked(taken: str, resident: Phone, staff: Phone) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "第二个")
    resident.sees("社区想问您一句", "是整晚不亮")
    await resident.says("整晚都不亮")
    staff.sees("整晚都不亮")


async def test_ones_own_words_are_sent_as_they_are(
    taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("办结")
    await staff.replies("写下办理结果", "1号楼的也一起换了")
    resident.sees("办好了", "1号楼的也一起换了")


async def test_a_ready_result_goes_with_pictures(taken: str, resident: Phone, staff: Phone) -> None:
    await staff.taps("办结")
    prompt = staff.finds("写下办理结果")
    await staff.photographs("2", reply_to=prompt)
    resident.finds("办好了", "路灯线路接好了，11月23日（周一）")
    assert resident.pictures() == 1


async def test_a_number_that_is_not_offered_is_asked_again(
    taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("办结")
    await staff.replies("写下办理结果", "7")
    staff.sees("没有第 7 条", "1. ")
    resident.does_not_see("办好了")
    await staff.replies("没有第 7 条", "2")
    resident.sees("办好了")


async def test_nobody_takes_what_was_shown_to_a_colleague(
    taken: str, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await staff.taps("办结")
    prompt = staff.finds("写下办理结果")
    await colleague.says("1", reply_to=prompt)
    colleague.sees("没有第 1 条")
    resident.does_not_see("办好了")


async def test_what_was_changed_meanwhile_is_not_sent_by_its_old_number(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("办结")
    async with desk.app.database.transaction() as session:
        await session.execute(
            update(CannedAnswer).where(CannedAnswer.key == "light-bulb").values(active=False)
        )
    await staff.replies("写下办理结果", "1")
    staff.sees("刚刚改过", "1. ")
    resident.does_not_see("办好了")


async def test_where_all_were_switched_off_meanwhile_no_number_is_sent(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("办结")
    async with desk.app.database.transaction() as session:
        await session.execute(update(CannedAnswer).values(active=False))
    await staff.replies("写下办理结果", "1")
    staff.sees("刚刚停用了，请自己写", "写下办理结果")
    resident.does_not_see("办好了")
    await staff.replies("刚刚停用了", "灯泡换好了")
    resident.sees("办好了", "灯泡换好了")


async def test_what_says_something_else_now_is_not_sent_unread(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("办结")
    async with desk.app.database.transaction() as session:
        await session.execute(
            update(CannedAnswer).where(CannedAnswer.key == "light-bulb").values(text="灯杆换了")
        )
    await staff.replies("写下办理结果", "1")
    staff.sees("刚刚改过", "1. 灯杆换了")
    resident.does_not_see("办好了")
    await staff.replies("刚刚改过", "1")
    resident.sees("办好了", "灯杆换了")


async def test_who_gives_it_up_sends_nothing(taken: str, resident: Phone, staff: Phone) -> None:
    await staff.taps("办结")
    await staff.replies("写下办理结果", "0")
    staff.sees("没有动")
    resident.does_not_see("办好了")
