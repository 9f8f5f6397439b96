"""What a handler may return, and how that becomes outbox rows: Bot API calls, our common tongue.

See docs/decisions/0001-bot-api-as-common-tongue.md; nothing else in `handlers` knows those calls.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from handlers.common.saying import (
    Answered,
    Button,
    Buttons,
    Commands,
    Delete,
    Document,
    Edit,
    File,
    Files,
    Key,
    Keyboard,
    Keys,
    Membership,
    NoButtons,
    Picture,
    Post,
    Say,
    Toast,
    Venue,
)
from handlers.common.scan_codes import ScanCode
from storage.media import Attachment
from storage.outbox import NOTHING_TO_PRESS, Night, Outgoing, Urgency, file_param
from storage.tables import Chat, MediaKind

ALBUM_KINDS = (MediaKind.PHOTO, MediaKind.VIDEO)
ALBUM_LIMIT = 10
"""Items of one album (Bot API: 2 to 10)."""


Item = Post | Toast
TIDYING = (Answered, NoButtons)
"""What nobody waits for."""
Reply = Item | Sequence[Item] | None
Params = dict[str, Any]


def every(reply: Reply) -> list[Item]:
    if reply is None:
        return []
    return [reply] if isinstance(reply, Item) else list(reply)


def outgoing(
    reply: Reply,
    chat: Chat,
    urgency: Urgency,
    *,
    night: Night = Night.WAITS,
    useful_until: datetime | None = None,
    tap: str = "",
) -> Iterator[Outgoing]:
    """Outbox rows for `reply` in `chat`; toasts answer `tap`."""
    for item in every(reply):
        post = item if isinstance(item, Post) else Post()
        there = post.chat or chat
        for method, params in _calls(item, there.id, tap):
            yield Outgoing(
                channel=there.channel,
                chat_id=there.id,
                method=method,
                params={name: value for name, value in params.items() if value not in (None, "")},
                urgency=urgency,
                card=post.card,
                to_the_end=post.to_the_end,
                under_card=post.under_card,
                about=post.about,
                secret=post.secret,
                night=night,
                useful_until=useful_until,
            )


def _calls(  # noqa: C901 - a list, not logic
    item: Item, chat_id: int, tap: str
) -> Iterator[tuple[str, Params]]:
    """The methods that say `item`, with their parameters; empty ones are left out."""
    here: Params = {"chat_id": chat_id}
    match item:
        case Say(text=text, keyboard=keyboard):
            markup = _markup(keyboard)
            if item.awaits_reply and markup is None:
                markup = {"force_reply": True, "selective": True}
            yield "sendMessage", here | {"text": text, "reply_markup": markup}
        case Toast(text, alert, url):
            answer = {"callback_query_id": tap, "text": text, "url": url}
            yield "answerCallbackQuery", answer | {"show_alert": alert or None}
        case Picture(file=file, caption=caption, keyboard=keyboard):
            shown = {"caption": caption, "reply_markup": _markup(keyboard)}
            yield "sendPhoto", here | {"photo": _file(file)} | shown
        case Document(file=file, caption=caption):
            yield "sendDocument", here | {"document": _file(file), "caption": caption}
        case Files(attachments=attachments, caption=caption):
            for method, params in _passed_on(attachments, caption):
                yield method, here | params
        case Venue(title=title, address=address, keyboard=keyboard):
            place = {"latitude": item.latitude, "longitude": item.longitude}
            named = {"title": title, "address": address, "reply_markup": _markup(keyboard)}
            yield "sendVenue", here | place | named
        case Edit(message_id=message_id, text=text, keyboard=keyboard):
            changed = {"text": text, "reply_markup": _markup(keyboard)}
            yield "editMessageText", here | {"message_id": message_id} | changed
        case Answered(message_id=message_id, text=text):
            answered = {"message_id": message_id, "text": text, "reply_markup": NOTHING_TO_PRESS}
            yield "editMessageText", here | answered
        case NoButtons(message_id=message_id):
            yield "editMessageReplyMarkup", here | {"message_id": message_id}
        case Delete(message_id=message_id):
            yield "deleteMessage", here | {"message_id": message_id}
        case Membership(user_id=user_id):
            yield "getChatMember", here | {"user_id": int(user_id)}
        case Commands(offered=offered):
            listed = [{"command": name, "description": does} for name, does in offered]
            yield "setMyCommands", {"commands": listed, "scope": here | {"type": "chat"}}
        case _:
            raise TypeError(f"{type(item).__name__} says nothing")


def _markup(keyboard: Keyboard | None) -> Params | None:
    match keyboard:
        case None:
            return None
        case Buttons(rows):
            shown = [[_button(each) for each in row] for row in rows if row]
            return {"inline_keyboard": shown} if shown else None
        case Keys(rows, stay):
            keys = {"keyboard": [[_key(each) for each in row] for row in rows]}
            return keys | {"resize_keyboard": True} | ({"is_persistent": True} if stay else {})
    return {"remove_keyboard": True}


def _button(button: Button) -> Params:
    does = {"url": button.url} if button.url else {"callback_data": button.data}
    return {"text": button.label} | does


def _key(key: Key) -> Params:
    return {"text": key.label} | ({"request_location": True} if key.asks_location else {})


def _file(file: File | ScanCode) -> Params:
    if isinstance(file, ScanCode):
        return file.param
    return dict(file_param(file.name, file.content))


def _passed_on(
    attachments: Sequence[Attachment], caption: str | None
) -> Iterator[tuple[str, Params]]:
    """Albums first, then voice and files."""
    pictures = [each for each in attachments if each.kind in ALBUM_KINDS]
    for first in range(0, len(pictures), ALBUM_LIMIT):
        album = pictures[first : first + ALBUM_LIMIT]
        if len(album) == 1:
            yield _alone(album[0], caption)
            continue
        media: list[Params] = [{"type": each.kind.value, "media": each.media_id} for each in album]
        if caption:
            media[0]["caption"] = caption
        yield "sendMediaGroup", {"media": media}
    for each in attachments:
        if each.kind not in ALBUM_KINDS:
            yield _alone(each, None if each.kind is MediaKind.VIDEO_NOTE else caption)


_SENT_BY = {
    MediaKind.PHOTO: "sendPhoto",
    MediaKind.VIDEO: "sendVideo",
    MediaKind.VIDEO_NOTE: "sendVideoNote",
    MediaKind.VOICE: "sendVoice",
    MediaKind.AUDIO: "sendAudio",
    MediaKind.DOCUMENT: "sendDocument",
}


def _alone(attachment: Attachment, caption: str | None) -> tuple[str, Params]:
    kind = attachment.kind
    return _SENT_BY[kind], {kind.value: attachment.media_id, "caption": caption}
