"""Days as people write them: 12月7号, 12.7, 下周三, 后天, 三天后, 月底, 元旦.

The lunar calendar (腊月二十三) and its feasts are not read: people are asked for the date.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from services.written.errors import NoSuchDay, TimesUnreadable
from services.written.numerals import NUMERAL, number
from storage.folding import in_simplified

CONSIDERED = 60
"""How many characters are looked at."""
HALF_A_YEAR = timedelta(days=183)
NAMES = "一二三四五六日"
"""Of the weekdays, from Monday."""

_NUMERAL = re.compile(f"(?<!第){NUMERAL}+(?=\\s*[年月日号点时分刻个小天周星礼])")
_LUNAR = re.compile(
    "农历|阴历|正月|腊月|冬月|初[一二三四五六七八九十]|除夕|春节|元宵|端午|中秋|重阳|清明|冬至"
)
_WEEKDAY = re.compile(
    r"(下下|上上|下|上|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天]|[1-7](?![\d:点时]))"
)
_YEAR = r"(20\d{2}|(?<!\d)\d{2}|[今明后])"
_OTHER_CENTURY = re.compile(r"(?<!\d)(?!20)\d{4}\s*年")
"""2126年3月6日 is a slip of the pen, and not the sixth of March of this year."""
_NO_TIME = r"(?![\d:点时])"
_NO_SPAN = r"(?!\s*(?:[-~—–]|到|至|个?半?小时))"
_DAY = r"(\d{1,2})\s*(?:日|号(?![楼院门栋座厅馆线]))"
"""3号楼 is a building."""
_BESIDE_A_CLOCK = "(?=[早晚晨夜上中下午])"

Read = Callable[[re.Match[str], date], date]


class Found(NamedTuple):
    """A day, and what was written beside it, in simplified characters and plain digits."""

    day: date
    rest: str


def day(words: str, today: date) -> date:
    """The day that `words` say, such as 1月5日 or 下周三; it may lie before `today`.

    Both are dates of the community's zone. A date without its year is the nearest one: the last
    half year's, or the next. Raises TimesUnreadable, NoSuchDay where the month is shorter.
    """
    return find(words, today).day


def find(words: str, today: date) -> Found:
    """The same, with what else was said. A weekday beside a date has to be that day's."""
    text = plain(words)
    if _LUNAR.search(text):
        raise TimesUnreadable
    weekday = _WEEKDAY.search(text)
    if weekday is not None:
        text = text.replace(weekday[0], " ", 1)
    text = in_digits(text)
    if _OTHER_CENTURY.search(text):
        raise TimesUnreadable
    for pattern, read in _READINGS if weekday is None else _BESIDE_A_WEEKDAY:
        if found := pattern.search(text):
            named = read(found, today)
            if weekday is not None and named.weekday() != _index(weekday):
                raise TimesUnreadable
            return Found(named, text.replace(found[0], " ", 1))
    if weekday is None:
        raise TimesUnreadable
    return Found(_by_weekday(weekday, today), text)


def in_digits(text: str) -> str:
    """十二月七日 as 12月7日, 三点 as 3点."""
    return _NUMERAL.sub(_digits, text)


def _digits(numeral: re.Match[str]) -> str:
    found = number(numeral[0])
    return numeral[0] if found is None else str(found)


def plain(words: str) -> str:
    """In simplified characters and plain digits."""
    return in_simplified(unicodedata.normalize("NFKC", words[:CONSIDERED]))


def months_on(day: date, count: int) -> date:
    """The same day `count` months later; of a shorter month its last."""
    year, month = _month(day, count)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _by_date(found: re.Match[str], today: date) -> date:
    year, month, day = _year(found[1], today), int(found[2]), int(found[3])
    return _of_month(month, day, today) if year is None else _date(year, month, day)


def _year(written: str | None, today: date) -> int | None:
    if written is None:
        return None
    if written in ("今", "明", "后"):
        return today.year + "今明后".index(written)
    return int(written) % 100 + 2000


def _by_month_and_day(found: re.Match[str], today: date) -> date:
    return _of_month(int(found[1]), int(found[2]), today)


def _of_month(month: int, day: int, today: date) -> date:
    """The nearest year's that has it: 29 February is there every fourth."""
    for year in (today.year - 1, today.year, today.year + 1):
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            named = date(year, month, day)
            if named >= today - HALF_A_YEAR:
                return named
    raise NoSuchDay(month, day)


def _by_day(found: re.Match[str], today: date) -> date:
    """The next with this number: the 31st is not in every month."""
    for ahead in range(3):
        year, month = _month(today, ahead)
        if 1 <= int(found[1]) <= monthrange(year, month)[1]:
            named = date(year, month, int(found[1]))
            if named >= today:
                return named
    raise NoSuchDay(today.month, int(found[1]))


def _by_next_month(found: re.Match[str], today: date) -> date:
    return _date(*_month(today, found[1].count("下")), int(found[2]))


def _by_month_end(found: re.Match[str], today: date) -> date:
    year, month = _month(today, (found[1] or "").count("下"))
    return date(year, month, monthrange(year, month)[1])


def _by_end_of_month(found: re.Match[str], today: date) -> date:
    """Of the year that is said, else of the nearest, as in `_of_month`."""
    year, month = _year(found[1], today), int(found[2])
    if not 1 <= month <= 12:
        raise NoSuchDay(month, 31)
    years = (today.year - 1, today.year, today.year + 1) if year is None else (year,)
    ends = [date(each, month, monthrange(each, month)[1]) for each in years]
    return next(end for end in ends if year is not None or end >= today - HALF_A_YEAR)


def _by_years_end(found: re.Match[str], today: date) -> date:
    return date(_year(found[1], today) or today.year, 12, 31)


def _by_word(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_FROM_TODAY[found[1]])


def _by_days_ahead(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=int(found[1]) * (1 if found[2] in ("天", "日") else 7))


def _by_weekday(found: re.Match[str], today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if found[1] is None:
        return today + timedelta(days=(_index(found) - today.weekday()) % 7)
    weeks = found[1].count("下") - found[1].count("上")
    return monday + timedelta(weeks=weeks, days=_index(found))


def _index(weekday: re.Match[str]) -> int:
    """As `date.weekday` counts."""
    named = weekday[2].replace("天", "日")
    return int(named) - 1 if named.isdecimal() else NAMES.index(named)


def _month(today: date, ahead: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return year, month + 1


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(month, day) from None


_FROM_TODAY = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_FEASTS = {"元旦": (1, 1), "妇女节": (3, 8), "劳动节": (5, 1), "儿童节": (6, 1), "国庆": (10, 1)}
_BESIDE_A_WEEKDAY: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(r"(?<!\d)(20\d{2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)日?"), _by_date),
    (re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"), _by_date),
    (re.compile(rf"(下下|下|这|本)个?月\s*{_DAY}"), _by_next_month),
    (
        re.compile(
            rf"(?:{_YEAR}\s*年\s*)?(?<!\d)(\d{{1,2}})\s*月\s*(\d{{1,2}})(?:\s*[日号]|{_NO_TIME})"
        ),
        _by_date,
    ),
    (re.compile(rf"(?<![\d:])(\d{{1,2}})\s*[./-]\s*{_DAY}"), _by_month_and_day),
    (re.compile(r"(?<!\d)(\d{1,2})\s*(天|日|个?(?:周|星期|礼拜))(?:之|以)?后"), _by_days_ahead),
    (
        re.compile(rf"(?:{_YEAR}\s*年\s*)?(?<!\d)(\d{{1,2}})\s*月份?(?:底|末)"),
        _by_end_of_month,
    ),
    (re.compile(r"(下下|下|这|本)?个?月(?:底|末)"), _by_month_end),
    (re.compile(rf"{_YEAR}?年(?:底|末)"), _by_years_end),
    (re.compile(rf"(?<!\d){_DAY}"), _by_day),
    (
        re.compile(rf"(大前|大后|昨|今|明|(?<!以)后|(?<!提)前)(?:[天日儿]|{_BESIDE_A_CLOCK})"),
        _by_word,
    ),
    (
        re.compile(f"({'|'.join(_FEASTS)})节?"),
        lambda found, today: _of_month(*_FEASTS[found[1]], today),
    ),
    (
        re.compile(rf"(?<![\d.:/-])(\d{{1,2}})\s*[./]\s*(\d{{1,2}}){_NO_TIME}{_NO_SPAN}"),
        _by_month_and_day,
    ),
)
_READINGS = (
    *_BESIDE_A_WEEKDAY,
    (
        re.compile(rf"(?<![\d.:/-])(\d{{1,2}})-(\d{{1,2}}){_NO_TIME}(?![./-]){_NO_SPAN}"),
        _by_month_and_day,
    ),
)
