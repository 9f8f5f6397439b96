"""Days of birth as people write them: 1948-3-5, 1948年3月5日, 19480305, 48.3.5; or the month alone.

Of whom only the month is known, its first day stands for it: 1948年3月 is 1 March 1948.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from services.written.numerals import NUMERAL, number

_TOO_OLD = 110
"""Years; of two centuries that two digits may mean, the earlier one unless it makes them older."""
_FIGURES = 4
"""Of a year that is written alone."""
_NOISE = re.compile(r"^(公历|阳历|出生|生于|生日|是|[:：\s])+|(出生|生|的|[。.\s])+$")
_LUNAR = re.compile("农历|農曆|阴历|陰曆|正月|腊月|臘月|冬月|初[一二三四五六七八九十]")
_COUNT = f"\\d{{1,2}}|{NUMERAL}{{1,3}}"
_SPELT = re.compile(
    rf"(?<!\d)(\d{{4}}|\d{{2}}|{NUMERAL}{{2,4}})\s*年\s*({_COUNT})\s*月(?:份)?"
    rf"(?:\s*({_COUNT})\s*[日号號](?![楼樓])|(\d{{1,2}})(?!\d|[号號][楼樓]))?"
)
_PARTED = re.compile(r"(\d{4}|\d{2})(?:年|[-./、,\s])(\d{1,2})(?:月|[-./、,\s])(\d{1,2})[日号]?")
_TOGETHER = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-./、,\s]?(\d{1,2})")
_IN_FIGURES = re.compile(
    r"(?<![\d.-])((?:19|20)\d{2})"
    r"(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?|(0[1-9]|1[0-2])([0-2]\d|3[01])?)(?!\d)"
)
"""Without 年 and 月, among other words."""


def read(text: str, today: date) -> date | None:
    """The day that `text` names; None where it names none. It may lie after `today`.

    Lunar months are not read: the card that staff look at has the date that counts.
    """
    said = _NOISE.sub("", unicodedata.normalize("NFKC", text).strip())
    if _LUNAR.search(text):
        return None
    for pattern in (_PARTED, _TOGETHER, _SPELT, _MONTH):
        found = pattern.fullmatch(said)
        if found is not None and (day := _day(found.groups(), today)) is not None:
            return day
    return None


def year(text: str, today: date) -> int | None:
    """The year that `text` names, alone or with a month and a day; None where it names none."""
    if (day := read(text, today)) is not None:
        return day.year
    said = _NOISE.sub("", unicodedata.normalize("NFKC", text).strip()).removesuffix("年")
    return number(said) if len(said) == _FIGURES else None


def find(text: str, today: date) -> tuple[date | None, str]:
    """The day of birth among other words, and `text` with a space in its place."""
    for pattern in () if _LUNAR.search(text) else (_SPELT, _IN_FIGURES):
        if (found := pattern.search(text)) is not None:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return _day(found.groups(), today), rest
    return None, text


def _day(parts: Sequence[str | None], today: date) -> date | None:
    """Of a year, a month and a day if there is one; of the parts that may hold them some do."""
    written, *others = [part for part in parts if part is not None]
    year, *rest = [number(part) for part in (written, *others)]
    if year is None or None in rest:
        return None
    if year < 100:
        year += 1900 if today.year - (1900 + year) <= _TOO_OLD else 2000
    month, day = (*rest, 1)[:2]
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
