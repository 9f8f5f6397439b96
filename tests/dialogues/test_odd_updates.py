"""What a client or another server can send and Telegram does not: an answer or silence, no code."""

import pytest

from tests.dialogues.odd import arrives, failures
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT

OLD_POLL = {"id": "1", "question": "几点开会"}
"""As an older server of the Bot API sends it: today's model wants more."""


async def test_a_kind_that_the_model_refuses_is_answered(desk: Desk, resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await arrives(desk, resident, poll=OLD_POLL)
    resident.sees("看不懂", "请看一遍")
    assert await failures(desk) == []


@pytest.mark.parametrize("of", ["message", "edited_message"])
async def test_without_a_sender_there_is_nobody_to_answer(
    desk: Desk, resident: Phone, staff: Phone, of: str
) -> None:
    for phone in (resident, staff):
        before = len(phone.screen)
        await arrives(desk, phone, of=of, text="/start", **{"from": None})
        assert len(phone.screen) == before
    assert await failures(desk) == []


async def test_half_a_character_is_filed_without_it(desk: Desk, resident: Phone) -> None:
    await arrives(desk, resident, text=STREET_LIGHT + "\ud83d\0")
    resident.sees("请看一遍")
    assert await failures(desk) == []
