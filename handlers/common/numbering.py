"""Buttons below a message as numbered lines, for channels whose messages have no buttons.

    1  接单
    2  转出去
    腾讯地图
    0  返回

A standing question counts its choices in the same way, see `Question.shown`; it is asked first what
a number means, and these count after it.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from handlers.common.i18n import in_every_language
from handlers.common.questions import BACK_NUMBER, MORE_NUMBER, MORE_WORDS, goes_back
from handlers.common.saying import Button, Buttons
from handlers.common.words import comparable, esc
from services.written import choices

_COUNTED = re.compile(r"(\d+) (.+)", re.DOTALL)
"""A label in big print, which begins with its number."""


class _Line(NamedTuple):
    number: str
    """Empty for a link."""
    label: str
    button: Button


class Numbered:
    """The buttons of one message, in order; the one that leads back is 0, links have no number.

    In big print they have their numbers already, and those are kept.
    """

    def __init__(self, buttons: Buttons) -> None:
        every = [each for row in buttons.rows for each in row]
        read = _read(every) if _are_counted(every) else _count(every)
        back = [line for line in read if line.number == BACK_NUMBER]
        self._lines = [line for line in read if line not in back] + back[:1]

    def lines(self, label: Callable[[str], str] = esc) -> list[str]:
        """HTML. label: makes it of what a button reads."""
        return [_in_html(line, label) for line in self._lines]

    def numbers(self) -> list[tuple[str, Button]]:
        """In their order, but for links."""
        return [(line.number, line.button) for line in self._lines if line.number]

    def labels(self, label: Callable[[str], str] = esc) -> list[str]:
        """The same without numbers. HTML."""
        return [_in_html(line._replace(number=""), label) for line in self._lines]

    def pressed(self, said: str) -> Button | None:
        """The button that a number or a label means."""
        typed = [line for line in self._lines if line.number]
        number = choices.chosen(comparable(said))
        counted = [line.button for line in typed if number == int(line.number)]
        if counted:
            return counted[0]
        labelled = [line.button for line in typed if comparable(line.label) == comparable(said)]
        return labelled[0] if len(labelled) == 1 else None


def buttons_of(params: Mapping[str, Any]) -> Buttons:
    """The buttons below a message that was sent with `params`, as of the Bot API, or its keys."""
    markup = params.get("reply_markup") or {}
    rows: Sequence[Any] = markup.get("inline_keyboard") or markup.get("keyboard") or ()
    return Buttons([[_button(each) for each in row] for row in rows])


def _button(sent: Mapping[str, str]) -> Button:
    return Button(sent["text"], sent.get("callback_data", ""), sent.get("url", ""))


def _are_counted(buttons: Sequence[Button]) -> bool:
    """All but the word that turns the page."""
    counted = [_COUNTED.match(each.label) for each in buttons if not _turns_page(each)]
    return bool(counted) and all(counted)


def _turns_page(button: Button) -> bool:
    return comparable(button.label) in {comparable(each) for each in in_every_language(MORE_WORDS)}


def _read(buttons: Sequence[Button]) -> list[_Line]:
    counted = [(_COUNTED.fullmatch(each.label), each) for each in buttons]
    return [
        _Line(found[1], found[2], each) if found else _Line(MORE_NUMBER, each.label, each)
        for found, each in counted
    ]


def _count(buttons: Sequence[Button]) -> list[_Line]:
    lines: list[_Line] = []
    number = 0
    for each in buttons:
        if each.url:
            lines.append(_Line("", each.label, each))
        elif goes_back(each.label):
            lines.append(_Line(BACK_NUMBER, each.label, each))
        else:
            number += 1
            lines.append(_Line(str(number), each.label, each))
    return lines


def _in_html(line: _Line, label: Callable[[str], str]) -> str:
    if line.button.url:
        return f'<a href="{html.escape(line.button.url)}">{esc(line.label)}</a>'
    read = label(line.label)
    return f"{line.number}  {read}" if line.number else f"“{read}”"
