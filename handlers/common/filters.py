"""Filters that read like the dialogue: a choice, a label, something sent."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.common.i18n import in_every_language
from handlers.common.questions import BACK, BACK_NUMBER, BACK_WORDS, MORE
from handlers.common.talk import Talk
from handlers.common.words import command_in, comparable
from services.written.numerals import ZEROS
from storage import clean_text


class Choice(Filter):
    """An option of the standing question was chosen, by tap, number or label.

    With values, only those; without, any but "back" and "more". Hands over `choice`.
    """

    def __init__(self, *values: str) -> None:
        self.values = values

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> dict[str, Any] | bool:
        question = talk.question
        if question is None:
            return False
        if isinstance(event, CallbackQuery):
            value = question.tapped(event.data or "")
        else:
            value = question.said(event.text or "")
        if value is None or (value not in self.values if self.values else value in (BACK, MORE)):
            return False
        return {"choice": value}


class Words(Filter):
    """The message is one of these labels, in any of our languages, with or without its emoji."""

    def __init__(self, *labels: str) -> None:
        self.words = frozenset(
            comparable(words) for label in labels for words in in_every_language(label)
        )

    async def __call__(self, message: Message) -> bool:
        return comparable(message.text or "") in self.words


class NeverMind(Words):
    """What was asked for is to be let be: 0, 零 or “返回”."""

    def __init__(self) -> None:
        super().__init__(BACK_NUMBER, *ZEROS, BACK_WORDS)


class HasText(Filter):
    """A message of words that can be seen, no command."""

    async def __call__(self, message: Message) -> bool:
        text = message.text or ""
        return bool(clean_text.lines(text)) and command_in(text) is None


class IsCommand(Filter):
    """A message such as /menu. Hands over `given`."""

    async def __call__(self, message: Message) -> dict[str, Any] | bool:
        given = command_in(message.text or "")
        return {"given": given} if given else False


class HasMedia(Filter):
    """Photos, videos, a voice message or a file; see `Talk.brings_files`."""

    async def __call__(self, _message: Message, talk: Talk) -> bool:
        return talk.brings_files


class HasContact(Filter):
    """A telephone number from the address book, one's own or another's. Hands over `number`."""

    async def __call__(self, message: Message) -> dict[str, Any] | bool:
        return {"number": message.contact.phone_number} if message.contact else False


class HasLocation(Filter):
    """A shared location or venue. Hands over `latitude` and `longitude` (WGS-84 degrees)."""

    async def __call__(self, message: Message) -> dict[str, Any] | bool:
        if message.location is None:
            return False
        return {"latitude": message.location.latitude, "longitude": message.location.longitude}


class RepliesTo(Filter):
    """A reply to one of our messages about one of `kinds`, such as "ticket".

    Hands over `about`, its id.
    """

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    async def __call__(self, _message: Message, talk: Talk) -> dict[str, Any] | bool:
        kind, _colon, number = talk.replied_about.partition(":")
        return {"about": int(number)} if kind in self.kinds else False
