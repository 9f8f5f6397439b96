"""Copies of a card that a killed process left behind, and what can never be sent."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from telegram import Message

from storage.outbox import Outgoing, Urgency, put
from storage.tables import Card, Channel, MessageLink, OutboxMessage
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files


async def killed_before_the_card_was_recorded(desk: Desk) -> None:
    """Its row waits again, and nobody knows of the message that was posted."""
    async with desk.app.database.transaction() as session:
        await session.execute(delete(Card).where(Card.key.startswith("ticket:")))
        await session.execute(delete(MessageLink))
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.card.startswith("ticket:"))
            .values(state="waiting", finished_at=None)
        )


def cards(staff: Phone, number: str) -> list[Message]:
    return [
        message
        for message in staff.screen
        if f"编号 {number} ·" in staff.text_of(message) and staff.buttons(message)
    ]


def press(phone: Phone, label: str, message: Message) -> None:
    button = next(each for each in phone.buttons(message) if each.text == label)
    assert isinstance(button.callback_data, str)
    phone.world.tap(phone.user_id, phone.chat_id, message.message_id, button.callback_data)


@pytest.mark.parametrize(("hours", "left"), [(1, 1), (49, 2)])
async def test_a_tap_on_a_copy_does_what_it_says_and_takes_the_copy_away(
    desk: Desk, resident: Phone, staff: Phone, hours: int, left: int
) -> None:
    number = await files(resident)
    await killed_before_the_card_was_recorded(desk)
    await desk.app.sender.work_off()
    copy, living = cards(staff, number)
    desk.clock.move(hours=hours)
    press(staff, "接单", copy)
    await desk.settle()
    shown = [each for each in staff.screen if f"编号 {number} ·" in staff.text_of(each)]
    assert len(shown) == left
    assert [card.message_id for card in cards(staff, number)] == [living.message_id]
    staff.finds("处理中", number)
    resident.finds(number, "有人去办了")


async def test_a_tap_before_the_card_is_sent_again_makes_the_copy_the_living_card(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await killed_before_the_card_was_recorded(desk)
    (only,) = cards(staff, number)
    press(staff, "接单", only)
    await desk.settle()
    (living,) = cards(staff, number)
    assert living.message_id == only.message_id
    assert "处理中" in staff.text_of(living)


async def test_a_tap_on_the_living_card_changes_nothing_about_it(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    (card,) = cards(staff, number)
    desk.clock.move(hours=1)
    await staff.taps("接单")
    assert [each.message_id for each in cards(staff, number)] == [card.message_id]


@pytest.mark.refused("Unsupported start tag")
async def test_admins_learn_once_of_what_can_never_be_sent(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    admin = Phone(desk, ADMIN, ADMIN)
    await admin.starts()
    broken = Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=staff.chat_id,
        method="sendMessage",
        params={"chat_id": staff.chat_id, "text": "<nonsense>"},
        urgency=Urgency.NOTICE,
    )
    for _each in range(2):
        async with desk.app.database.transaction() as session:
            await put(session, [broken], desk.clock() - timedelta(seconds=1))
        await desk.app.sender.work_off()
    told = [each for each in admin.screen if "发不出去" in admin.text_of(each)]
    assert len(told) == 1
    assert "军门社区工作群" in admin.text_of(told[0])
