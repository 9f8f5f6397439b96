"""The draft of a request, as conversations that were under way before an update kept it."""

from typing import Any

import pytest
from aiogram.types import Message

from handlers.tickets.draft import Draft, Full
from services.tickets import ATTACHMENT_LIMIT, TEXT_LIMIT
from storage.media import Attachment
from storage.tables import MediaKind
from tests.handlers.form_talk import CHAT, NOW, USER, a_talk


async def kept_as(data: dict[str, Any]) -> Draft:
    talk = await a_talk(Message(message_id=1, date=NOW, chat=CHAT, from_user=USER, text="…"))
    talk.data["draft"] = data
    return Draft.of(talk)


@pytest.mark.parametrize("part", ["told", "compared"])
async def test_no_is_read_as_not_answered_yet(part: str) -> None:
    draft = await kept_as({"texts": ["路灯坏了"], part: False})
    assert draft.text == "路灯坏了"
    assert getattr(draft, part) is None


@pytest.mark.parametrize("part", ["told", "compared"])
async def test_yes_stays(part: str) -> None:
    assert getattr(await kept_as({part: True}), part) is True


@pytest.mark.parametrize(
    ("text", "files", "full"),
    [
        ("路灯坏了", ATTACHMENT_LIMIT, None),
        ("路灯坏了", ATTACHMENT_LIMIT + 1, Full.FILES),
        ("坏" * (TEXT_LIMIT + 1), 1, Full.TEXT),
    ],
)
def test_what_there_is_no_room_for_is_named(text: str, files: int, full: Full | None) -> None:
    photos = [Attachment(MediaKind.PHOTO, str(number)) for number in range(files)]
    assert Draft().put_in(text, photos) is full
