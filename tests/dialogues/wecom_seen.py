"""What is read on WeCom in tests: messages as one row of the outbox became them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.channels.wecom.taps import message_of
from bot.sandbox.wecom import Shown
from bot.sandbox.wecom.card_text import questions_of

_LINE = re.compile(r"^(\d+)  (.+)$", re.MULTILINE)
"""A label that is too long for a card, before it."""
_WIDE = str.maketrans("＜．", "<.")
"""Signs that would be markup, and what they are read as."""


class ToPress(NamedTuple):
    """A button, or an option of a vote, with its key; question: the vote's."""

    card: Shown
    written: str
    key: str
    question: str = ""


@dataclass(frozen=True)
class Seen:
    """A card, with the words that stand before it and further cards with more options; or words."""

    shown: Shown
    before: str = ""
    further: tuple[Shown, ...] = ()

    def with_next(self, shown: Shown) -> Seen | None:
        """Both in one, if `shown` goes on with this."""
        if _continues(self.shown, shown):
            return Seen(shown, before=self.shown.text)
        if shown.card is not None and _row_of(shown) == _row_of(self.shown):
            return replace(self, further=(*self.further, shown))
        return None

    @property
    def text(self) -> str:
        said = f"{self.before}\n{self.shown.text}"
        return said.replace("**", "").translate(_WIDE).strip()

    @property
    def to_press(self) -> dict[str, ToPress]:
        """By what it reads: long labels stand in the text."""
        numbered: dict[str, str] = dict(_LINE.findall(self.text))
        every = (each for card in (self.shown, *self.further) for each in _on(card))
        return {numbered.get(each.written, each.written): each for each in every}

    @property
    def labels(self) -> list[str]:
        return [*self.to_press]

    @property
    def is_words(self) -> bool:
        """A line of text, with nothing to press."""
        return self.shown.kind == "markdown"

    @property
    def photo(self) -> bool:
        return self.shown.kind == "image"

    @property
    def video(self) -> bool:
        return self.shown.kind == "video"

    @property
    def voice(self) -> bool:
        return self.shown.kind == "voice"

    @property
    def document(self) -> bool:
        return self.shown.kind == "file"


def _on(shown: Shown) -> Iterator[ToPress]:
    questions = questions_of(shown.card) if shown.card else []
    for each in questions:
        for option in each["option_list"]:
            yield ToPress(shown, option["text"], option["id"], each["question_key"])
    if not questions:
        for written, key in shown.buttons.items():
            yield ToPress(shown, written, key)


def _row_of(shown: Shown) -> int:
    """The number of the row, which stands in a card's id; 0 of other messages."""
    return message_of(shown.card.get("task_id", "")) if shown.card else 0


def _continues(before: Shown, card: Shown) -> bool:
    """Whether the card says, after its title, what stands before it."""
    if before.kind != "markdown" or card.card is None:
        return False
    title = card.card.get("main_title", {}).get("title", "").rstrip("…")
    return bool(title) and before.text.replace("**", "").startswith(title)
