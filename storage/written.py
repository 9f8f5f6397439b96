"""What a row of the outbox reads on a screen."""

import html
import re
from collections.abc import Mapping
from typing import Any

_TAG = re.compile(r"<[^>]*>")


def reads(params: dict[str, Any], words: str) -> bool:
    """Whether a message sent with `params` (HTML) reads `words` (plain text), or one of its album.

    Telegram trims spaces and line breaks, so they do not count. No words are like no others.
    """
    words = _squeezed(words)
    media = params.get("media")
    parts = [params, *(media if isinstance(media, list) else [])]
    return bool(words) and any(_plain(part) == words for part in parts)


def plain(params: Mapping[str, Any]) -> str:
    """All that a message sent with `params` says, without its marks."""
    written: str = params.get("text") or params.get("caption") or ""
    return html.unescape(_TAG.sub("", written))


def first_line(params: Mapping[str, Any]) -> str:
    """The first line of a message sent with `params`."""
    written: str = params.get("text") or params.get("caption") or ""
    return html.unescape(_TAG.sub("", written.strip().partition("\n")[0]))


def _plain(part: dict[str, Any]) -> str:
    return _squeezed(plain(part))


def _squeezed(words: str) -> str:
    return " ".join(words.split())
