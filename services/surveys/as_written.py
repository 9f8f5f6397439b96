"""Choices and scales of a question, as staff write them in chat."""

import re

from services.surveys.questions import Scale
from storage.clean_text import one_line

_BEFORE_A_CHOICE = re.compile(r"^\s*(?:[A-Za-zＡ-Ｚ0-9０-９]{1,2}[.、．)）:：](?!\d)|[-•·○□☐])\s*")
_BETWEEN = re.compile(r"\s*[/／、;；|]\s*")
_OTHER = re.compile(r"其[他它](?:[:：（(_\s].*)?")
_ENDS = re.compile(r"(\d{1,2})\s*(?:-|—|–|~|到|至)+\s*(\d{1,2})分?")


def choices(text: str) -> list[str]:
    """A line each, or all on one; without the letters or figures by which they are numbered."""
    lines = [one_line(_BEFORE_A_CHOICE.sub("", each)) for each in text.splitlines()]
    found = list(dict.fromkeys(filter(None, lines)))
    if len(found) == 1:
        found = list(dict.fromkeys(filter(None, _BETWEEN.split(found[0]))))
    return found


def is_other(label: str) -> bool:
    """其他, with or without a line to fill in."""
    return _OTHER.fullmatch(label) is not None


def scale(text: str) -> Scale | None:
    """Such as 1-5 or 0 到 10; None for what is none, or ends before it begins."""
    found = _ENDS.fullmatch(text.strip())
    low, high = (int(found[1]), int(found[2])) if found else (0, 0)
    return Scale(low, high) if low < high else None
