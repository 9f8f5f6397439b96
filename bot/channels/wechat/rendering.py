"""What a row of the outbox reads on WeChat: words and files, and lines in place of buttons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from bot import typed_taps
from bot.channels.unchanging import is_worth_saying, only_tidies
from bot.channels.wechat.client import Kind
from bot.channels.wechat.texts import LONGEST, in_wechat, tap
from bot.sender.queue import Due
from handlers.common import menu
from handlers.common.i18n import _, in_every_language
from handlers.common.numbering import Numbered, buttons_of
from handlers.common.saying import Buttons
from handlers.common.words import comparable, esc
from storage.outbox_rows import OutboxRow

_FIELDS: Mapping[str, tuple[str, Kind]] = {
    "sendPhoto": ("photo", "image"),
    "sendVideo": ("video", "video"),
    "sendVideoNote": ("video_note", "video"),
    "sendAnimation": ("animation", "video"),
    "sendVoice": ("voice", "voice"),
    "sendAudio": ("audio", "voice"),
}
_ITEMS: Mapping[str, Kind] = {"photo": "image", "video": "video"}
_INVISIBLE = ("deleteMessage", "editMessageReplyMarkup", "setMyCommands", "getChatMember")
"""What changes nothing that can be seen in a chat where nothing changes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Words, in which buttons are read out, and files."""

    words: str = ""
    """Plain but for links, without a limit."""
    files: Sequence[tuple[Kind, Any]] = ()
    """By what WeChat calls them, or as `storage.outbox.file_param` made them."""
    documents: Sequence[Any] = ()
    """Files of other kinds, which an account cannot send."""


def shown(due: Due, *, awaited: Collection[str]) -> Shown | None:
    """None where there is nothing to say: an earlier message cannot be changed.

    awaited: what conversations in the chat wait for, see `typed_taps`; numbers answer that, and
    what came besides is answered by the words of its buttons.
    """
    row = due.row
    if row.method in _INVISIBLE or (row.method.startswith("edit") and only_tidies(row.params)):
        return None
    if due.card_message is not None and not row.to_the_end and not is_worth_saying(row):
        return None
    words = row.params.get("text") or row.params.get("caption") or _of_album(row)
    words = _apart(words, _place(row))
    read = in_wechat(_apart(words, _read_out(row, awaited, to_tap=True)))
    if len(read.encode()) > LONGEST:
        # A message more is dearer than a number to type.
        read = in_wechat(_apart(words, _read_out(row, awaited, to_tap=False)))
    files = [*_files(row)]
    documents = [row.params["document"]] if row.method == "sendDocument" else []
    return Shown(read, files, documents) if read or files or documents else None


def _apart(*paragraphs: str) -> str:
    return "\n\n".join(filter(None, paragraphs))


def _read_out(row: OutboxRow, awaited: Collection[str], *, to_tap: bool) -> str:
    """HTML. The main menu is the account's own, at the bottom of the screen.

    What is said above speaks of tapping: where nothing can be, this says what to do instead.
    """
    buttons = buttons_of(row.params)
    if not any(buttons.rows) or _is_the_menu(buttons):
        return ""
    if row.secret and not typed_taps.is_question(buttons):
        # Typed, they would have to be kept with the chat.
        return ""
    if not any(each.data or not each.url for line in buttons.rows for each in line):
        return "\n".join(Numbered(buttons).lines())
    label = partial(tap, of=row.id) if to_tap else esc
    if any(each != row.about for each in awaited) and not typed_taps.is_question(buttons):
        typed = _("这一条太长，点不了。要点哪个，就照着写：")
        tapped = _("这一条要回的话，点一下，或者照着写：")
        return "\n".join([tapped if to_tap else typed, *Numbered(buttons).labels(label)])
    typed = _("这一条太长，点不了。要点哪个，就回复它的数字：")
    tapped = _("点一下，或者回复数字：")
    return "\n".join([tapped if to_tap else typed, *Numbered(buttons).lines(label)])


def _is_the_menu(buttons: Buttons) -> bool:
    first = {comparable(each) for each in in_every_language(menu.LABELS[0])}
    return comparable(buttons.rows[0][0].label) in first


def _place(row: OutboxRow) -> str:
    """A place on the map as words; WeChat's accounts send no locations."""
    if row.method != "sendVenue":
        return ""
    return "\n".join(escape(row.params[each], quote=False) for each in ("title", "address"))


def _of_album(row: OutboxRow) -> str:
    """HTML: what stands below its pictures."""
    return "\n".join(filter(None, (each.get("caption") for each in row.params.get("media", ()))))


def _files(row: OutboxRow) -> list[tuple[Kind, Any]]:
    if row.method == "sendMediaGroup":
        return [(_ITEMS[each["type"]], each["media"]) for each in row.params["media"]]
    if row.method in _FIELDS:
        name, kind = _FIELDS[row.method]
        return [(kind, row.params[name])]
    return []
