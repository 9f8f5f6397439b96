"""What reaches people and groups at eleven at night, and what waits for the morning."""

import pytest
from sqlalchemy import select, update

from storage.tables import Category, OutboxMessage
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files, resolves

UNTIL_ELEVEN = {"hours": 14}
UNTIL_MORNING = {"hours": 9, "minutes": 15}


async def rings(desk: Desk, chat_id: int) -> bool:
    """Whether the latest message to the chat makes a sound."""
    async with desk.app.database.reading() as session:
        latest = await session.scalar(
            select(OutboxMessage)
            .where(OutboxMessage.chat_id == chat_id, OutboxMessage.method == "sendMessage")
            .order_by(OutboxMessage.id.desc())
            .limit(1)
        )
    assert latest is not None
    return "disable_notification" not in latest.params


async def test_what_staff_did_at_night_is_told_in_the_morning(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    desk.clock.move(**UNTIL_ELEVEN)
    await resolves(staff)
    resident.does_not_see("办好了")

    await desk.later(**UNTIL_MORNING)
    resident.sees("办好了", "灯泡换好了")


async def test_who_is_writing_to_us_at_night_hears_at_once(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    desk.clock.move(**UNTIL_ELEVEN)
    await files(resident)
    await staff.taps("接单")
    resident.sees("有人去办了")


@pytest.mark.parametrize("urgent", [False, True])
async def test_a_request_at_night_wakes_its_group_only_if_it_is_urgent(
    desk: Desk, resident: Phone, staff: Phone, urgent: bool
) -> None:
    async with desk.app.database.transaction() as session:
        lights = update(Category).where(Category.key == "streetlight")
        await session.execute(lights.values(urgent=urgent))
    desk.clock.move(**UNTIL_ELEVEN)
    await files(resident)
    staff.sees(STREET_LIGHT)
    assert await rings(desk, staff.chat_id) is urgent


async def test_danger_told_at_night_wakes_the_group_whatever_the_category(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    desk.clock.move(**UNTIL_ELEVEN)
    await files(resident, "楼下的路灯漏电")
    assert await rings(desk, staff.chat_id)


async def test_by_day_a_request_rings(desk: Desk, resident: Phone, staff: Phone) -> None:
    await files(resident)
    assert await rings(desk, staff.chat_id)
