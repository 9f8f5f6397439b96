"""Readers of forms: what people wrote as a value, or words that say how to write it."""

from collections.abc import Callable

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.talk import Talk
from storage.clean_text import one_line


def some_words(limit: int) -> Callable[[str, Talk], str]:
    """Words of at most `limit` characters, in as many lines as people like."""

    def read(said: str, talk: Talk) -> str:
        if len(said) > limit:
            raise Again(_("太长了，最多 {limit} 个字。请写短一点。").format(limit=limit))
        return said

    return read


def a_line(limit: int) -> Callable[[str, Talk], str]:
    """Words of at most `limit` characters on one line, such as a name."""
    words = some_words(limit)

    def read(said: str, talk: Talk) -> str:
        return words(one_line(said), talk)

    return read
