"""People's words: made comparable, escaped, cut by characters, marked where forwarded."""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from aiogram.types import Message, User
from babel.lists import format_list

from handlers.common.i18n import SOURCE, _, current_language, speaking
from storage.clean_text import one_line
from storage.deep_links import to_person
from storage.tables import Channel, Handle

NAMELESS = "—"
"""Of somebody whom the messenger gives no name, until they say how they are called."""
LONGEST_LABEL = 64
"""Of what is remembered as a label; most have ten characters."""

_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]*)?(?:@(\w+))?\W*")


class CommandGiven(NamedTuple):
    """A message such as /menu@jinlin_bot."""

    name: str
    """In small letters; empty for "/" alone."""
    to: str | None
    """The bot it is addressed to, in small letters."""


def command_in(text: str) -> CommandGiven | None:
    """None where `text` is words; "/3号楼" is words too."""
    if not text.startswith("/"):
        return None
    found = _COMMAND.fullmatch(text.split(maxsplit=1)[0])
    if found is None:
        return None
    name, to = found.groups()
    return CommandGiven((name or "").casefold(), to.casefold() if to else None)


def comparable(text: str) -> str:
    """`text` as labels are compared: no emoji, spaces or case, full-width digits as plain ones."""
    return (_of_label if len(text) <= LONGEST_LABEL else _compared)(text)


def _compared(text: str) -> str:
    folded = unicodedata.normalize("NFKC", one_line(text)).casefold()
    return "".join(character for character in folded if character.isalnum())


_of_label = lru_cache(maxsize=4096)(_compared)
"""Labels come again with every update; what people wrote is not kept."""


def name_of(user: User) -> str:
    """As the messenger shows it; some call themselves by what nobody can see."""
    return one_line(user.full_name) or user.username or NAMELESS


def handle_of(channel: Channel, user: User) -> Handle:
    """Who `user` is on `channel`."""
    return Handle(channel, str(user.id))


def esc(text: str | None) -> str:
    """`text` of a person, safe in an HTML message."""
    return html.escape(text or "", quote=False)


def telegram_length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units, an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """`text`, shortened with an ellipsis so that Telegram counts at most `limit`."""
    if telegram_length(text) <= limit:
        return text
    kept = text[:limit]
    while telegram_length(kept) > limit - 1:
        kept = kept[:-1]
    return kept + "…"


def parts(text: str, limit: int) -> list[str]:
    """`text` whole, in pieces that Telegram counts as at most `limit` each."""
    pieces: list[str] = []
    while text:
        piece = text[:limit]
        while telegram_length(piece) > limit:
            piece = piece[:-1]
        pieces.append(piece)
        text = text[len(piece) :]
    return pieces


def listed(names: Iterable[str]) -> str:
    """Such as 周一、周二和周三, in the language that is spoken now; plain words."""
    return format_list(list(names), locale=current_language())


def mention(user_id: str | None, name: str) -> str:
    """HTML: the name, so that the messenger points the message out to whom it calls `user_id`."""
    return f'<a href="{to_person(user_id)}">{esc(name)}</a>' if user_id else esc(name)


def marked(text: str, messages: Sequence[Message]) -> str:
    """`text` as staff read it, who speak Chinese: they see that somebody else wrote what came on.

    Who that was is nobody's business here.
    """
    if not text or not any(message.forward_origin for message in messages):
        return text
    return _mark() + text


def unmarked(text: str) -> str:
    """What was meant, for rules that look at the words."""
    return text.replace(_mark(), "")


@cache
def _mark() -> str:
    with speaking(SOURCE):
        return _("【转发】")
