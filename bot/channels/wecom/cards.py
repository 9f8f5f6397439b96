"""Text with buttons as WeCom's cards: https://developer.work.weixin.qq.com/document/path/101061

Up to six buttons are a button_interaction. More are options of which one is chosen
(vote_interaction): a second tap, but all of them are seen. The client cuts what is too long, so
what does not fit on a card stands in a message before it. Long labels stand in the text, and the
buttons have their numbers.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bot.channels.wecom.keys import CHOSEN
from bot.channels.wecom.markdown import link, links_in, markdown, plain
from handlers.common.i18n import _
from handlers.common.numbering import Numbered
from handlers.common.saying import Button, Buttons

Card = dict[str, Any]

TITLE, SUBTITLE = 26, 112
"""Characters, as WeCom advises; so are the others."""
BUTTON_LABEL, OPTION_LABEL, LINK_LABEL = 10, 11, 13
BUTTONS, OPTIONS, LINKS = 6, 20, 3

_NO_WORDS = "👇"


class Drawn(NamedTuple):
    """before: markdown that stands before the cards, None where all of it is on the first.

    cards: at least one, without task_id.
    """

    before: str | None
    cards: list[Card]


def draw(html: str, buttons: Sequence[Button]) -> Drawn:
    """A text with what can be pressed below it: at least one button that is no link."""
    presses = _presses(buttons)
    limit = BUTTON_LABEL if len(presses) <= BUTTONS else OPTION_LABEL
    keyed = [(each.label, each.data) for each in presses]
    if any(len(label) > limit for label, _data in keyed):
        numbers = numbered(buttons)
        html = "\n".join([html, *numbers.lines()])
        keyed = [(number, each.data) for number, each in numbers.numbers()]
    before, head = _laid_out(html, buttons)
    return Drawn(before, [head | kind for kind in _kinds(keyed)])


def numbered(buttons: Sequence[Button]) -> Numbered:
    """What can be pressed on a card, by the numbers that it may show and people may type."""
    return Numbered(Buttons([_presses(buttons)]))


def notice(html: str, buttons: Sequence[Button], page: str) -> Drawn:
    """A card without buttons but links; a press anywhere else opens `page`, which it must have."""
    before, head = _laid_out(html, buttons)
    opens = {"card_type": "text_notice", "card_action": {"type": 1, "url": page}}
    return Drawn(before, [head | opens])


def with_links(html: str, links: Sequence[Button]) -> str:
    """Markdown, a line for each link."""
    lines = [markdown(html), *(link(each.label, each.url) for each in links)]
    return "\n".join(line for line in lines if line)


def _presses(buttons: Sequence[Button]) -> list[Button]:
    """WeCom takes each key once."""
    return list({each.data: each for each in buttons if each.data}.values())


def _laid_out(html: str, buttons: Sequence[Button]) -> tuple[str | None, Card]:
    """What stands before the card, and the card down to its buttons."""
    links = [each for each in buttons if each.url]
    on_card = all(len(each.label) <= LINK_LABEL for each in links)
    inside = [Button(_cut(label, LINK_LABEL), url=url) for label, url in links_in(html).items()]
    on_card = on_card and len(links) + len(inside) <= LINKS
    first, _sep, rest = (plain(html).strip() or _NO_WORDS).partition("\n")
    title = _cut(first, TITLE)
    below = rest.strip() if title == first else f"{first}\n{rest}".strip()
    card: Card = {"main_title": {"title": title}}
    if on_card and (links or inside):
        jumps = [*inside, *links]
        card["jump_list"] = [{"type": 1, "title": each.label, "url": each.url} for each in jumps]
    if on_card and len(below) <= SUBTITLE:
        return None, card | ({"sub_title_text": below} if below else {})
    return with_links(html, [] if on_card else links), card


def end_of(html: str) -> str:
    """As much as a card has room for of what is too long for it: its end, where news stand."""
    return f"…{plain(html).strip()[1 - SUBTITLE :]}"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _kinds(keyed: Sequence[tuple[str, str]]) -> Iterator[Card]:
    """By label and key. Of more than twenty there are several cards."""
    if len(keyed) <= BUTTONS:
        listed = [{"text": label, "style": 1, "key": key} for label, key in keyed]
        yield {"card_type": "button_interaction", "button_list": listed}
        return
    for first in range(0, len(keyed), OPTIONS):
        options = [{"id": key, "text": label} for label, key in keyed[first : first + OPTIONS]]
        yield {
            "card_type": "vote_interaction",
            "checkbox": {"question_key": "q", "mode": 0, "option_list": options},
            "submit_button": {"text": _("确定"), "key": CHOSEN},
        }
