"""From what handlers return to the outbox's rows: Bot API calls."""

from typing import Any

import pytest

from handlers.common.saying import (
    Button,
    Buttons,
    Delete,
    Document,
    Edit,
    File,
    Files,
    Key,
    Keys,
    Membership,
    NoButtons,
    NoKeys,
    Picture,
    Say,
    Toast,
    Venue,
)
from handlers.common.sending import Reply, outgoing
from storage.media import Attachment
from storage.outbox import Outgoing, Urgency, file_of
from storage.tables import Channel, Chat, MediaKind

HERE = Chat(Channel.TELEGRAM, 7)


def rows(reply: Reply) -> list[Outgoing]:
    return list(outgoing(reply, HERE, Urgency.ANSWER, tap="tap"))


def call(reply: Reply) -> tuple[str, dict[str, Any]]:
    """The method and its parameters apart from the chat."""
    [row] = rows(reply)
    assert row.chat == HERE
    assert row.params.pop("chat_id", HERE.id) == HERE.id
    return row.method, row.params


def test_nothing_is_no_row() -> None:
    assert rows(None) == rows([]) == []


def test_several_things_leave_in_their_order() -> None:
    assert [row.params["text"] for row in rows([Say("一"), Toast("二"), Say("三")])] == [*"一二三"]


def test_the_sender_is_told_what_it_has_to_know() -> None:
    [row] = rows(Say("…", card="boat:1", to_the_end=True, under_card="sea:1", about="boat:1"))
    assert (row.card, row.to_the_end, row.under_card, row.about) == (
        "boat:1",
        True,
        "sea:1",
        "boat:1",
    )


@pytest.mark.parametrize(
    ("keyboard", "markup"),
    [
        (
            Buttons([[Button("好", "x")]]),
            {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]},
        ),
        (
            Buttons([[], [Button("看", url="u")]]),
            {"inline_keyboard": [[{"text": "看", "url": "u"}]]},
        ),
        (Keys([[Key("好")]]), {"keyboard": [[{"text": "好"}]], "resize_keyboard": True}),
        (
            Keys([[Key("我在这里", asks_location=True)]], stay=True),
            {
                "keyboard": [[{"text": "我在这里", "request_location": True}]],
                "resize_keyboard": True,
                "is_persistent": True,
            },
        ),
        (NoKeys(), {"remove_keyboard": True}),
    ],
)
def test_a_keyboard_stands_below_the_words(keyboard: Any, markup: dict[str, Any]) -> None:
    assert call(Say("…", keyboard)) == ("sendMessage", {"text": "…", "reply_markup": markup})


@pytest.mark.parametrize("keyboard", [None, Buttons([]), Buttons([[]])])
def test_without_buttons_there_is_no_keyboard(keyboard: Buttons | None) -> None:
    assert call(Say("…", keyboard)) == ("sendMessage", {"text": "…"})


def test_a_reply_is_opened_where_words_are_awaited_and_nothing_can_be_pressed() -> None:
    opened = {"force_reply": True, "selective": True}
    assert call(Say("…", awaits_reply=True))[1]["reply_markup"] == opened
    with_buttons = Say("…", Buttons([[Button("好", "x")]]), awaits_reply=True)
    assert "inline_keyboard" in call(with_buttons)[1]["reply_markup"]


@pytest.mark.parametrize(
    ("toast", "params"),
    [
        (Toast(), {}),
        (Toast("好"), {"text": "好"}),
        (Toast("不行", alert=True), {"text": "不行", "show_alert": True}),
        (Toast(url="https://example.org"), {"url": "https://example.org"}),
    ],
)
def test_a_toast_answers_the_tap(toast: Toast, params: dict[str, Any]) -> None:
    assert call(toast) == ("answerCallbackQuery", {"callback_query_id": "tap", **params})


@pytest.mark.parametrize(
    ("shown", "method", "field"),
    [
        (Picture(File("a.jpg", b"a"), "看"), "sendPhoto", "photo"),
        (Document(File("a.jpg", b"a"), "看"), "sendDocument", "document"),
    ],
)
def test_a_file_of_ours_lies_in_the_row(shown: Any, method: str, field: str) -> None:
    called, params = call(shown)
    assert (called, params["caption"]) == (method, "看")
    assert file_of(params[field]) == ("a.jpg", b"a")


def test_a_place_has_its_name_and_its_buttons() -> None:
    venue = Venue(26.08, 119.3, "食堂", "军门路", Buttons([[Button("地图", url="u")]]))
    method, params = call(venue)
    assert method == "sendVenue"
    assert (params["latitude"], params["longitude"]) == (26.08, 119.3)
    assert (params["title"], params["address"]) == ("食堂", "军门路")
    assert params["reply_markup"]["inline_keyboard"][0][0]["url"] == "u"


@pytest.mark.parametrize(
    ("changed", "method", "params"),
    [
        (Edit(3, "新的"), "editMessageText", {"message_id": 3, "text": "新的"}),
        (NoButtons(3), "editMessageReplyMarkup", {"message_id": 3}),
        (Delete(3), "deleteMessage", {"message_id": 3}),
        (Membership("9"), "getChatMember", {"user_id": 9}),
    ],
)
def test_what_changes_or_asks_names_what_it_is_about(
    changed: Any, method: str, params: dict[str, Any]
) -> None:
    assert call(changed) == (method, params)


def files(*kinds: MediaKind) -> list[Attachment]:
    return [Attachment(kind, f"media:{number}") for number, kind in enumerate(kinds)]


def test_pictures_leave_as_albums_of_at_most_ten_and_the_rest_alone() -> None:
    passed_on = files(MediaKind.VOICE, *[MediaKind.PHOTO] * 11, MediaKind.VIDEO_NOTE)
    album, last, voice, note = rows(Files(passed_on, "编号 5", under_card="ticket:5"))
    assert {row.under_card for row in (album, last, voice, note)} == {"ticket:5"}
    assert len(album.params["media"]) == 10
    assert album.params["media"][0] == {"type": "photo", "media": "media:1", "caption": "编号 5"}
    assert album.params["media"][1] == {"type": "photo", "media": "media:2"}
    assert (last.method, last.params["photo"], last.params["caption"]) == (
        "sendPhoto",
        "media:11",
        "编号 5",
    )
    assert (voice.method, voice.params["voice"]) == ("sendVoice", "media:0")
    assert (note.method, "caption" in note.params) == ("sendVideoNote", False)


def test_no_files_are_no_rows() -> None:
    assert rows(Files([])) == []
