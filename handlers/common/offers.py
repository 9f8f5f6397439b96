"""Ready answers below a prompt: a reply that is the number of one takes it.

Which were shown, and what they said, is kept with the member's conversation for the last few
prompts: what was imported since then, or shown to a colleague, is never taken by a number that
stood for another, nor is a number sent where all were switched off.
"""

import zlib
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut, esc
from services.written import choices

SHOWN = 200
"""Characters of each: five of them and the prompt stay far below a message's 4096."""
PROMPTS = 5
_KEY = "offered"


class Offer(NamedTuple):
    """A ready answer: its row's id, and what it says (plain text)."""

    id: int
    text: str


Offers = Callable[[Talk, int], Awaitable[Sequence[Offer]]]
"""(talk, id of the card's row) → what is offered now."""


async def listed(talk: Talk, prompt: str, offered: Sequence[Offer]) -> str:
    """HTML of the offers below the prompt, such as "resolve:12"; empty where there are none."""
    shown: dict[str, list[list[object]]] = talk.data.get(_KEY, {})
    shown.pop(prompt, None)
    if offered:
        shown[prompt] = [[each.id, _print(each.text)] for each in offered]
        talk.data[_KEY] = dict(list(shown.items())[-PROMPTS:])
        await talk.keep()
    lines = [f"{n}. {esc(cut(each.text, SHOWN))}" for n, each in enumerate(offered, start=1)]
    return "\n".join([_("也可以回复数字，用现成的："), *lines]) if lines else ""


def taken(talk: Talk, prompt: str, offered: Sequence[Offer]) -> Offer | None:
    """The offer whose number was written; None where words of one's own were.

    Raises Again for a number that stands for none, or for what is offered no more.
    """
    shown: Sequence[Sequence[object]] = talk.data.get(_KEY, {}).get(prompt, ())
    may_be_one = talk.text and (shown or offered)
    number = choices.chosen(comparable(talk.text)) if may_be_one else None
    if number is None or choices.is_no_count(talk.text):
        return None
    if not 1 <= number <= len(shown):
        raise Again(_("没有第 {number} 条，请再选一次。").format(number=number))
    meant = list(shown[number - 1])
    found = next((each for each in offered if [each.id, _print(each.text)] == meant), None)
    if found is None and offered:
        raise Again(_("这一条刚刚改过，请再选一次。"))
    if found is None:
        raise Again(_("这一条刚刚停用了，请自己写。"))
    return found


def _print(text: str) -> int:
    """Which text it was, in few bytes: five of five hundred characters are not kept for it."""
    return zlib.crc32(text.encode())
