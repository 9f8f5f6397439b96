"""Every kind of message that aiogram knows: what people send is answered, the rest is silence."""

import pytest
from aiogram.enums import ContentType
from aiogram.types import Message

from handlers.fallback import NOTED
from tests.dialogues.any_message import least_of
from tests.dialogues.channels import BOT_API, CORRECTIONS
from tests.dialogues.odd import arrives, failures
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT

CONTENT = frozenset(
    {
        ContentType.TEXT,
        ContentType.RICH_MESSAGE,
        ContentType.PHOTO,
        ContentType.LIVE_PHOTO,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.ANIMATION,
        ContentType.VOICE,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.PAID_MEDIA,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.CONTACT,
        ContentType.LOCATION,
        ContentType.VENUE,
        ContentType.POLL,
        ContentType.CHECKLIST,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.INVOICE,
        ContentType.GIVEAWAY,
        ContentType.UNKNOWN,
    }
)
"""Somebody sent it, so it is answered, at least by saying that we cannot use it.

UNKNOWN is what our version of the Bot API does not know: more likely said than noted.
"""

MIGRATION = {ContentType.MIGRATE_TO_CHAT_ID, ContentType.MIGRATE_FROM_CHAT_ID}
"""Not for private chats; what they do to a group is tested with groups."""


def test_every_kind_is_either_said_or_noted() -> None:
    assert set(ContentType) - {ContentType.ANY} == CONTENT | NOTED
    assert not CONTENT & NOTED


@pytest.mark.parametrize("kind", sorted(CONTENT | NOTED))
def test_the_least_message_is_of_its_kind(kind: ContentType) -> None:
    chat = {"id": 7, "type": "private"}
    message = Message.model_validate({"message_id": 1, "date": 1, "chat": chat} | least_of(kind))
    assert message.content_type == kind


@BOT_API
async def test_service_messages_are_met_with_silence(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    for asked in (False, True):
        if asked:
            await resident.says(STREET_LIGHT)
            await staff.says("/bind")
        for phone in (resident, staff):
            desk.clock.move(minutes=1)
            before = len(phone.screen)
            for kind in sorted(NOTED - MIGRATION):
                await arrives(desk, phone, **least_of(kind))
                assert len(phone.screen) == before, kind
    await resident.says("1")
    resident.sees("提交好了")
    assert await failures(desk) == []


@BOT_API
async def test_what_people_send_is_answered(desk: Desk, resident: Phone) -> None:
    for kind in sorted(CONTENT):
        await resident.says("/cancel")
        before = resident.last.message_id
        await arrives(desk, resident, **least_of(kind))
        assert resident.last.message_id > before, kind
    assert await failures(desk) == []


@BOT_API
async def test_what_people_send_is_answered_while_something_is_asked(
    desk: Desk, resident: Phone
) -> None:
    await resident.says(STREET_LIGHT)
    for kind in sorted(CONTENT):
        before = resident.last.message_id
        await arrives(desk, resident, **least_of(kind))
        assert resident.last.message_id > before, kind
        resident.sees("请看一遍")
    assert await failures(desk) == []


@BOT_API
async def test_a_live_location_is_answered_once(desk: Desk, resident: Phone) -> None:
    location = {"latitude": 26.0853, "longitude": 119.2965, "live_period": 900}
    await arrives(desk, resident, location=location)
    before = len(resident.screen)
    for step in range(3):
        moved = location | {"latitude": 26.0853 + step / 10_000}
        await arrives(desk, resident, of="edited_message", location=moved)
    assert len(resident.screen) == before


@CORRECTIONS
async def test_edited_words_are_answered(desk: Desk, resident: Phone) -> None:
    await arrives(desk, resident, of="edited_message", text="三号楼")
    resident.sees("重新发一遍")
