"""Questions of which several options hold at once: each tap turns one on or off, until it is done.

@drawing.step(part="chosen")
async def who(talk: Talk, draft: Drawing) -> Ask:
    options = [Option(str(each.id), marked(each.name, each.id in draft.goers)) for each in ...]
    return await ticking(talk, drawing.state("who"), text, options, Option(DONE, _("选好了")))
"""

from collections.abc import Sequence
from typing import TypeVar

from aiogram.fsm.state import State

from handlers.common.questions import Ask, Option
from handlers.common.talk import Talk
from handlers.common.words import listed

V = TypeVar("V")


async def ticking(
    talk: Talk,
    state: State,
    text: str,
    options: Sequence[Option],
    done: Option,
    *,
    columns: int = 1,
    back: bool = True,
    name: str = "",
) -> Ask:
    """The question `text` (HTML) as it is asked in `state`; see `Ask` for the rest.

    It takes the place of itself, at the page where somebody ticked: ten taps leave one, not ten.
    Once it is done, it says what was ticked.
    """
    ticked = [each.label.removeprefix(_ON) for each in options if each.label.startswith(_ON)]
    done = done._replace(answer=listed(ticked))
    # In big print the choices come page by page: the way on stands on the first.
    shown = [done, *options] if talk.person.big_print else [*options, done]
    stood = await talk.asked_in(state, name)
    page = stood.page if stood else 0
    return Ask(text, shown, columns=columns, back=back, page=page, as_one=True, name=name)


_ON, _OFF = "✅ ", "⬜️ "


def marked(label: str, on: bool) -> str:
    return f"{_ON if on else _OFF}{label}"


def toggled(chosen: Sequence[V], value: V) -> list[V]:
    """`chosen` with `value` where it was not among them, or without it."""
    others = [each for each in chosen if each != value]
    return others if value in chosen else [*chosen, value]
