"""What staff write about an entry that changed: 地址 东街口12号，电话 0591-87654321，名称 ……

Each part is named, on a line of its own or after a comma; a telephone alone needs no name.
"""

import re

from services import written
from services.errors import WordsNeeded
from services.places.keeping import readable
from storage.clean_text import lines

LIMITS = {"name": 80, "address": 200, "phone": 40}
"""The columns' lengths, in characters."""

_NAMED = re.compile(
    r"(?:^|[，,。；;、\s])(?:现在|新|改成)?(地址|电话|号码|手机|名称|名字|店名|时间|营业时间)"
    r"(?:改成|换成|改为|是|为|叫)?\s*[:：]?\s*"
)
_PARTS = {
    "地址": "address",
    "电话": "phone",
    "号码": "phone",
    "手机": "phone",
    "名称": "name",
    "名字": "name",
    "店名": "name",
    "时间": "hours",
    "营业时间": "hours",
}
_A_NUMBER = re.compile(r"[\d\s()+-]{7,}")


class EntryUnreadable(WordsNeeded):
    """Neither an address, a telephone, a name nor hours is named in it."""


def read(words: str) -> dict[str, str]:
    """The new address, phone, name and hours (in OSM's format), as far as they are named.

    Raises EntryUnreadable, HoursUnreadable, WordsNeeded or TooLong.
    """
    said = lines(words)
    if _A_NUMBER.fullmatch(said):
        return {"phone": written.telephone(said, limit=LIMITS["phone"])}
    _before, *named = _NAMED.split(said)
    if not named:
        raise EntryUnreadable
    found = zip(named[::2], named[1::2], strict=True)
    return {_PARTS[name]: _checked(_PARTS[name], value) for name, value in found}


def _checked(part: str, value: str) -> str:
    value = value.strip(" ，,。；;、\n")
    if part == "hours":
        return readable(value)
    read_ = written.telephone if part == "phone" else written.line
    return read_(value, limit=LIMITS[part])
