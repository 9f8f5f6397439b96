"""Reading what arrives: cleaned, bounded, and without what the model refuses."""

import json
from typing import Any

import pytest
from aiogram import Bot

from bot.reading import DEEPEST, LARGEST_ID, Arrival, MalformedError, read

BOT = Bot("42:TEST")
PERSON = {"id": 7, "is_bot": False, "first_name": "居民"}
MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1_800_000_000,
    "chat": {"id": 7, "type": "private"},
    "from": PERSON,
}
OLD_POLL = {"id": "1", "question": "几点开会"}
"""Without the parts that today's polls must have."""


def reading(**update: Any) -> Arrival:
    return read({"update_id": 1} | update, BOT)


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _level in range(depth):
        value = {"deeper": value}
    return value


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "update",
        7,
        [],
        {},
        {"update_id": None},
        {"update_id": "1"},
        {"update_id": True},
        {"update_id": 1.0},
        {"update_id": -1},
        {"update_id": LARGEST_ID + 1},
        {"update_id": 1, "message": nested(DEEPEST)},
    ],
    ids=lambda raw: str(raw)[:30],
)
def test_what_is_no_update_is_refused(raw: object) -> None:
    with pytest.raises(MalformedError):
        read(raw, BOT)


@pytest.mark.parametrize("unfit", ["\0", "\ud83d"], ids=ascii)
def test_what_cannot_be_stored_is_cleaned_from_every_field_people_fill(unfit: str) -> None:
    said = f"路灯{unfit}坏了"
    sender = PERSON | {"first_name": said, "last_name": said, "username": said}
    chat = MESSAGE["chat"] | {"title": said}
    tap = {"id": "1", "chat_instance": "1", "from": sender, "data": said}
    message = MESSAGE | {"from": sender, "chat": chat, "text": said, "caption": said}
    raw = reading(message=message, callback_query=tap, inline_query={"query": said}).raw
    assert raw["message"]["text"] == raw["message"]["caption"] == "路灯坏了"
    assert raw["message"]["from"]["first_name"] == raw["message"]["chat"]["title"] == "路灯坏了"
    assert raw["callback_query"]["data"] == raw["inline_query"]["query"] == "路灯坏了"
    assert json.dumps(raw, ensure_ascii=False).encode().count(b"\0") == 0


def test_whole_characters_stay_as_they_are() -> None:
    said = json.loads(r'"\ud83d\ude00 👨‍👩‍👧 𫰡\n"')
    assert reading(message=MESSAGE | {"text": said}).raw["message"]["text"] == said


def test_a_message_loses_only_what_the_model_refuses() -> None:
    quoted = MESSAGE | {"poll": OLD_POLL}
    update = reading(message=MESSAGE | {"text": "好的", "reply_to_message": quoted}).update
    assert update is not None
    assert update.message is not None
    assert update.message.text == "好的"
    assert update.message.reply_to_message is None


def test_a_tap_under_what_the_model_refuses_is_still_a_tap() -> None:
    tap = {"id": "9", "from": PERSON, "chat_instance": "1", "data": "pick:1:1"}
    update = reading(callback_query=tap | {"message": MESSAGE | {"poll": OLD_POLL}}).update
    assert update is not None
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert update.callback_query.message.chat.id == 7


@pytest.mark.parametrize(
    "message", [{}, "words", MESSAGE | {"date": "yesterday"}, MESSAGE | {"chat": {}}], ids=str
)
def test_what_is_refused_as_a_whole_is_only_noted(message: object) -> None:
    assert reading(message=message).update is None
