"""Buttons below a message as numbered lines, for channels whose messages have no buttons.

    1  接单
    2  转出去
    腾讯地图：https://…
    0  返回

A standing question is asked first what a number means, see `Question.said`; these count after it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.common.i18n import _
from handlers.common.questions import BACK_NUMBER, MORE_NUMBER, MORE_WORDS, goes_back
from handlers.common.saying import Button, Buttons
from handlers.common.words import comparable, esc
from services.written import choices

AT_ONCE = 9
"""Buttons on one page."""


class Numbered:
    """The buttons of one message, in order; the one that leads back is 0, links have no number."""

    def __init__(self, buttons: Buttons) -> None:
        every = [each for row in buttons.rows for each in row]
        self._links = [each for each in every if each.url]
        self._back = next((each for each in every if goes_back(each.label)), None)
        self._presses = [each for each in every if each.data and each is not self._back]

    def lines(self, page: int = 0) -> list[str]:
        """HTML. `page` counts from 0 and goes round; numbers go on from page to page."""
        pages = -(-len(self._presses) // AT_ONCE) or 1
        first = page % pages * AT_ONCE
        shown = enumerate(self._presses[first : first + AT_ONCE], start=first + 1)
        lines = [f"{number}  {esc(each.label)}" for number, each in shown]
        lines += [f"{MORE_NUMBER}  {_(MORE_WORDS)}"] if pages > 1 else []
        lines += [f"{esc(each.label)}：{esc(each.url)}" for each in self._links]
        return lines + ([f"{BACK_NUMBER}  {esc(self._back.label)}"] if self._back else [])

    def pressed(self, said: str) -> Button | None:
        """The button that a number or a label means; a number counts on whichever page it is."""
        number = choices.chosen(comparable(said))
        if number == int(BACK_NUMBER):
            return self._back
        if number is not None and number <= len(self._presses):
            return self._presses[number - 1]
        labelled = [each for each in self._presses if comparable(each.label) == comparable(said)]
        return labelled[0] if len(labelled) == 1 else None


def buttons_of(params: Mapping[str, Any]) -> Buttons:
    """The buttons below a message that was sent with `params`, as of the Bot API."""
    rows: Sequence[Any] = (params.get("reply_markup") or {}).get("inline_keyboard", ())
    return Buttons([[_button(each) for each in row] for row in rows])


def _button(sent: Mapping[str, str]) -> Button:
    return Button(sent["text"], sent.get("callback_data", ""), sent.get("url", ""))
