"""Calls of the Bot API as what WeCom can say: markdown, cards, files.

Files stand in `params` by their media_id on WeCom; see `MEDIA_KINDS` for what to upload them as.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from bot.channels.wecom.cards import OPTIONS, Card, draw, end_of, notice, with_links
from bot.channels.wecom.keys import says
from bot.channels.wecom.uploads import MediaKind
from handlers.common.i18n import _
from handlers.common.maps import tencent
from handlers.common.numbering import buttons_of
from handlers.common.saying import Button
from handlers.common.words import esc

Content = dict[str, Any]
"""msgtype and what belongs to it, for aibot_send_msg; a card also for aibot_respond_msg."""
Params = Mapping[str, Any]

MEDIA_KINDS: Mapping[str, MediaKind] = {
    "photo": "image",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
    "audio": "file",
    "animation": "file",
    "document": "file",
}
"""By the Bot API's parameter. A voice message must be AMR; of another kind it is sent as a file."""
_SENDS = {
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendVideoNote": "video_note",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendAnimation": "animation",
    "sendDocument": "document",
}


class UnsayableError(Exception):
    """WeCom has nothing that does what this call does."""


class Update(NamedTuple):
    """card: for aibot_respond_update_msg. rest: markdown of all that is not whole on it."""

    card: Card
    rest: str | None


def markdown_of(words: str) -> Content:
    """words: WeCom's markdown."""
    return {"msgtype": "markdown", "markdown": {"content": words}}


def contents(method: str, params: Params, new_task_id: Callable[[], str]) -> list[Content]:
    """What is to be sent, in order. Raises UnsayableError.

    new_task_id: of 1 to 128 of 0-9A-Za-z_-@, one that this robot never used.
    """
    if (parameter := _SENDS.get(method)) is not None:
        media = _media(MEDIA_KINDS[parameter], params[parameter])
        return [media, *_texts(params.get("caption") or "", params, new_task_id)]
    match method:
        case "sendMessage":
            return _texts(params["text"], params, new_task_id)
        case "sendMediaGroup":
            return _album(params["media"])
        case "sendVenue":
            return _texts(venue(params), params, new_task_id)
    raise UnsayableError(method)


def update(params: Params, task_id: str, page: str) -> Update:
    """How a card that was tapped looks after an editMessageText.

    page: what a card without buttons opens. Raises UnsayableError for more than twenty buttons.
    """
    buttons = _buttons(params)
    presses = [each for each in buttons if each.data]
    if len(presses) > OPTIONS:
        raise UnsayableError("more buttons than a card has")
    words = params.get("text") or params.get("caption") or ""
    drawn = draw(words, buttons) if presses else notice(words, buttons, page)
    (card,) = drawn.cards
    end = {"sub_title_text": end_of(words)} if drawn.before is not None else {}
    return Update(card | end | {"task_id": task_id}, drawn.before)


def moved_on(card: Card, page: str) -> Card:
    """What was tapped, where it goes on in a message below."""
    said = notice(card["main_title"]["title"], (), page)
    below = {"sub_title_text": _("👇 接着看下面这一条。"), "task_id": card["task_id"]}
    return said.cards[0] | below


def _texts(html: str, params: Params, new_task_id: Callable[[], str]) -> list[Content]:
    buttons = _buttons(params)
    if not any(each.data for each in buttons):
        words = with_links(html, buttons)
        return [markdown_of(words)] if words else []
    drawn = draw(html, buttons)
    before = [markdown_of(drawn.before)] if drawn.before is not None else []
    cards = [card | {"task_id": new_task_id()} for card in drawn.cards]
    return before + [{"msgtype": "template_card", "template_card": card} for card in cards]


def _buttons(params: Params) -> Sequence[Button]:
    """Below the message, or under the input field, where pressing says the label."""
    keyboard = (params.get("reply_markup") or {}).get("keyboard", ())
    keys = [key for row in keyboard for key in row]
    return [
        *(button for row in buttons_of(params).rows for button in row),
        *(Button(key["text"], says(key["text"])) for key in keys),
    ]


def _album(media: Sequence[Params]) -> list[Content]:
    files = [_media(MEDIA_KINDS[each["type"]], each["media"]) for each in media]
    captions = "\n".join(each["caption"] for each in media if each.get("caption"))
    return files + ([markdown_of(with_links(captions, []))] if captions else [])


def venue(params: Params) -> str:
    """HTML: the title is a link to the map."""
    title, address = params["title"], params["address"]
    url = tencent(params["latitude"], params["longitude"], title)
    return f'<a href="{esc(url)}">{esc(title)}</a>\n{esc(address)}'


def _media(kind: MediaKind, media_id: str) -> Content:
    return {"msgtype": kind, kind: {"media_id": media_id}}
