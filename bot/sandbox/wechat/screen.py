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
    """An `<a>` in a text: what it reads, and where it leads."""

    text: str
    href: str


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
    links = tuple(Link(match[3], match[2]) for match in _ANCHOR.finditer(text))
    return _ANCHOR.sub(lambda match: match[3], text), links
