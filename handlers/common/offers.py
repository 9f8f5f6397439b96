"""Ready answers below a prompt: a reply that is the number of one takes it.

Which were shown is kept with the member's conversation, for the last few prompts: what was
imported since then, or shown to a colleague, is never taken by a number that stood for another.
"""

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
    shown: dict[str, list[int]] = talk.data.get(_KEY, {})
    shown.pop(prompt, None)
    if offered:
        shown[prompt] = [each.id for each in offered]
        talk.data[_KEY] = dict(list(shown.items())[-PROMPTS:])
        await talk.keep()
    lines = [f"{n}. {esc(cut(each.text, SHOWN))}" for n, each in enumerate(offered, start=1)]
    return "\n".join([_("也可以回复数字，用现成的："), *lines]) if lines else ""


def taken(talk: Talk, prompt: str, offered: Sequence[Offer]) -> Offer | None:
    """The offer whose number was written; None where words of one's own were.

    Raises Again for a number that stands for none, or for what is offered no more.
    """
    number = choices.chosen(comparable(talk.text)) if talk.text and offered else None
    if number is None or choices.is_no_count(talk.text):
        return None
    shown: Sequence[int] = talk.data.get(_KEY, {}).get(prompt, ())
    if not 1 <= number <= len(shown):
        raise Again(_("没有第 {number} 条，请再选一次。").format(number=number))
    found = next((each for each in offered if each.id == shown[number - 1]), None)
    if found is None:
        raise Again(_("这一条刚刚改过，请再选一次。"))
    return found
