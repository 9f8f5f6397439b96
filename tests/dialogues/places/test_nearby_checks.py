"""Once a week staff are asked about the entry that was confirmed longest ago."""

import pytest
from sqlalchemy import update

from storage.tables import Place
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.places import kites
from tests.dialogues.places.kites import FROM_HOME

SHOP = "老王风筝"


@pytest.fixture
async def shop(desk: Desk) -> int:
    """The only entry that was never confirmed."""
    await kites.set_up(desk)
    async with desk.app.database.transaction() as session:
        await session.execute(update(Place).values(confirmed_at=desk.clock()))
    return await kites.opens(desk, SHOP)


async def test_staff_are_asked_about_the_entry_nobody_confirmed(
    desk: Desk, shop: int, staff: Phone
) -> None:
    await desk.later(minutes=10)
    staff.sees("这一处还对吗", SHOP, "还没有核对过")


async def test_a_confirmed_entry_is_shown_as_such_to_residents(
    desk: Desk, shop: int, staff: Phone, resident: Phone
) -> None:
    await desk.later(minutes=10)
    await staff.taps("没变，都对")
    staff.sees("社工甲：没变")
    await resident.says("/nearby", FROM_HOME, "放风筝", "1")
    resident.sees("11月23日", "核对过")


async def test_new_hours_can_be_told_with_the_answer(
    desk: Desk, shop: int, staff: Phone, resident: Phone
) -> None:
    await desk.later(minutes=10)
    await staff.taps("时间变了")
    await staff.replies("现在几点开", "每天 8:00-20:00")
    staff.finds("社工甲：时间改好了")
    await resident.says("/nearby", FROM_HOME, "放风筝", "1")
    resident.sees("开着，到 20:00")


async def test_an_entry_that_is_gone_is_taken_off_the_map(
    desk: Desk, shop: int, staff: Phone, resident: Phone
) -> None:
    await desk.later(minutes=10)
    await staff.taps("没有了，撤下")
    await resident.says("/nearby", FROM_HOME, "放风筝")
    resident.sees("还没有登记")


async def test_nobody_is_asked_twice_in_a_week_or_on_a_day_off(
    desk: Desk, shop: int, staff: Phone
) -> None:
    await desk.later(minutes=10)
    await desk.later(days=5)
    await desk.later(days=1)
    questions = [message for message in staff.screen if "还对吗" in staff.text_of(message)]
    assert len(questions) == 1


async def test_a_question_nobody_answered_comes_again_after_a_week(
    desk: Desk, shop: int, staff: Phone
) -> None:
    await desk.later(minutes=10)
    asked = len(staff.screen)
    await desk.later(days=7)
    staff.sees(SHOP)
    assert len(staff.screen) > asked
