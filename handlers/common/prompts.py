"""Asking a colleague for words: in a group only a reply to our question is an answer to it."""

from aiogram.types import ForceReply

from handlers.common.i18n import _
from handlers.common.sending import Sending
from handlers.common.talk import Talk
from handlers.common.words import esc


def ask_colleague(talk: Talk, about: str, words: str, *, under_card: str | None = None) -> Sending:
    """Ask whoever pressed or wrote for `words` (HTML); a reply is about `about`, as "help:12"."""
    text = _("{name}，{words}\n不办了就回复“0”。").format(
        name=f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>', words=words
    )
    asked = talk.say(text, ForceReply(selective=True))
    return Sending(method=asked, about=about, under_card=under_card)
