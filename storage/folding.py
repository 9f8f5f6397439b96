"""Comparing what people write: alike to them, however their keyboards and programs wrote it."""

import asyncio
import re
import unicodedata
from collections.abc import Callable
from functools import cache

NAME_LIMIT = 80
"""Characters of a person's name that are compared."""

_IN_NAMES = re.compile("[·•‧∙⋅・･.\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Dots, for which every keyboard has another sign, and what only chooses a character's look."""


def folded(text: str) -> str:
    """`text` without what full-width letters, capitals and spaces make different."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def simplified(text: str) -> str:
    """Letters, figures and characters of `text`, in simplified characters and lower case."""
    return "".join(filter(str.isalnum, in_simplified(text).casefold()))


def person(name: str) -> str:
    """The normal form of a person's name, by which one person is found under all its spellings.

    Traditional characters count as their simplified ones, dots and spaces not at all; a name of
    nothing else is compared as it is.
    """
    alike = folded(name)
    return (_IN_NAMES.sub("", in_simplified(alike)) or alike)[:NAME_LIMIT]


def in_simplified(text: str) -> str:
    """`text` with each traditional character as its simplified one."""
    return _opencc()(text)


async def load() -> None:
    """What the others need, in a thread: its tables take some 8 ms of processor, and 6 MB."""
    if not _opencc.cache_info().currsize:
        await asyncio.to_thread(_opencc)


@cache
def _opencc() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
