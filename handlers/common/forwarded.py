"""Words that were forwarded: staff see that the resident did not write them.

Who wrote them is nobody's business here.
"""

from collections.abc import Sequence

from aiogram.types import Message

from handlers.common.i18n import SOURCE, _, speaking


def marked(text: str, messages: Sequence[Message]) -> str:
    """`text` as staff read it, who speak Chinese."""
    if not text or not any(message.forward_origin for message in messages):
        return text
    return _mark() + text


def unmarked(text: str) -> str:
    """What was meant, for rules that look at the words."""
    return text.replace(_mark(), "")


def _mark() -> str:
    with speaking(SOURCE):
        return _("【转发】")
