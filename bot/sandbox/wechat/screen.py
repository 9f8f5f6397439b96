"""What a phone shows of its conversation with the account: bubbles that never change."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.sandbox.wechat.media import Media

UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"
"""What WeChat shows itself, by "system", when a callback was not answered or answered oddly."""

By = Literal["person", "account", "system"]
Via = Literal["", "passive", "custom", "template", "subscription"]

_ANCHOR = re.compile(
    r"""<a\s[^<>]*?href\s*=\s*(["'])([^"'<>]*)\1[^<>]*>((?:(?!<a\s).)*?)</a>""",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Link:
    """An `<a>` in a text: what it reads, where it leads, and where in the shown text it begins."""

    text: str
    href: str
    start: int


@dataclass(frozen=True)
class Item:
    """One line of a msgmenu that can be clicked."""

    id: str
    content: str


@dataclass(frozen=True)
class Bubble:
    """kind: text, image, voice, video, shortvideo, location, link, news, msgmenu, template.

    text: what can be read, `<a>` shown as its words. place: latitude and longitude, GCJ-02. url:
    where a tap on the bubble leads. rows: the labels and values of a template.
    """

    at: datetime
    by: By
    via: Via
    kind: str
    text: str = ""
    media: Media | None = None
    links: tuple[Link, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    place: tuple[float, float] | None = None
    url: str = ""


def rendered(text: str) -> tuple[str, tuple[Link, ...]]:
    """A text as a phone shows it, and its links. Only `<a href>` is rendered; all else, entities
    too, is shown as it was sent.
    """
    shown, links, end = "", [], 0
    for match in _ANCHOR.finditer(text):
        shown += text[end : match.start()]
        links.append(Link(match[3], match[2], len(shown)))
        shown += match[3]
        end = match.end()
    return shown + text[end:], tuple(links)
