"""When a task is, as people write it: 11月28日 9:00-11:00, 明天9点到11点, 周六下午2点到4点半."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from opencc import OpenCC

from services.errors import Refusal

CONSIDERED = 60
"""How many characters are looked at."""
FAR = timedelta(days=366)
"""A task further ahead than this is a slip of the pen."""

_DIGITS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_NUMERAL = re.compile(r"[零一二两三四五六七八九十]+(?=[年月日号点时分刻个小])")
_WEEKDAY = re.compile(r"(下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])")
_NEAR = re.compile(r"大后天|今天|今日|今(?=晚)|明天|明日|明(?=晚)|后天")
_FROM_TODAY = {"今": 0, "明": 1, "后": 2, "大": 3}
_DATE = re.compile(
    r"(?:(20\d{2})\s*[-/年.]\s*)?(?<!\d)(\d{1,2})\s*[-/月.]\s*(\d{1,2})\s*[日号]|"
    r"(?:(20\d{2})\s*[-/年.]\s*)?(?<!\d)(\d{1,2})\s*[/月]\s*(\d{1,2})(?![\d:点时])|"
    r"(20\d{2})-(\d{1,2})-(\d{1,2})(?!\d)"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[日号]")
_CLOCK = (
    r"(早上|早晨|清晨|上午|中午|下午|傍晚|晚上|晚)?\s*(\d{1,2})"
    r"(?::(\d{2})|[点时]\s*(?:(半)(?!个?小时)|([123])刻|(\d{1,2})(?!\s*(?:\d|分钟|个|小时))分?)?整?)?"
)
_TO = r"\s*(?:-|~|—|–|到|至)+\s*"
_SPAN = re.compile(rf"(?<!\d){_CLOCK}{_TO}{_CLOCK}(?!\d)")
_LENGTH = r"(?:(\d{1,3})\s*分钟|(\d{1,2})?\s*个?\s*(半)?\s*个?\s*小时)"
_LASTING = re.compile(rf"(?<!\d){_CLOCK}\D*?{_LENGTH}")
_LATE = ("下午", "傍晚", "晚上", "晚")
_NOON = timedelta(hours=12)
_AFTER_NOON = timedelta(hours=5)
"""中午1点 is one o'clock in the afternoon; 中午11点 is not in the night."""


class TimesUnreadable(Refusal):
    """Not a day with a time from and to."""


class TimesPast(Refusal):
    """It begins in the past."""


class TimesTooFar(Refusal):
    """It is more than a year ahead."""


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, aware, in UTC."""

    starts_at: datetime
    ends_at: datetime


def span(words: str, *, now: datetime, zone: ZoneInfo) -> Span:
    """What `words` say, written in `zone` at the moment `now`.

    A day without its year or month is the next such day, 周六 the next Saturday. Raises
    TimesUnreadable, TimesPast or TimesTooFar.
    """
    on, rest = _day(_plain(words), now.astimezone(zone).date())
    starts, ends = _clocks(rest)
    found = Span(_at(on, starts, zone), _at(on, ends, zone))
    if found.starts_at >= found.ends_at:
        raise TimesUnreadable
    if found.starts_at <= now:
        raise TimesPast
    if found.starts_at > now + FAR:
        raise TimesTooFar
    return found


def day(words: str, today: date) -> date:
    """The day that `words` say, such as 1月5日, 下周三 or 2027-01-05. Raises TimesUnreadable."""
    return _day(_plain(words), today)[0]


def _plain(words: str) -> str:
    """In simplified characters and plain digits."""
    plain: str = _to_simplified().convert(unicodedata.normalize("NFKC", words[:CONSIDERED]))
    return plain


def _day(text: str, today: date) -> tuple[date, str]:
    """The day and what was written beside it. A weekday beside a date has to be that day's."""
    weekday = _WEEKDAY.search(text)
    if weekday is not None:
        text = text.replace(weekday[0], " ", 1)
    text = _NUMERAL.sub(lambda numeral: str(_number(numeral[0])), text)
    for pattern, read in ((_DATE, _by_date), (_DAY, _by_day), (_NEAR, _by_word)):
        if found := pattern.search(text):
            day = read(found, today)
            if weekday is not None and day.weekday() != _index(weekday):
                raise TimesUnreadable
            return day, text.replace(found[0], " ", 1)
    if weekday is None:
        raise TimesUnreadable
    return _by_weekday(weekday, today), text


def _by_date(found: re.Match[str], today: date) -> date:
    year, month, day = next(
        found.group(first, first + 1, first + 2) for first in (1, 4, 7) if found[first + 1]
    )
    if year is not None:
        return _date(int(year), int(month), int(day))
    this_year = _date(today.year, int(month), int(day))
    return this_year if this_year >= today else _date(today.year + 1, int(month), int(day))


def _by_day(found: re.Match[str], today: date) -> date:
    day = int(found[1])
    if day >= today.day:
        return _date(today.year, today.month, day)
    year, month = divmod(today.year * 12 + today.month, 12)
    return _date(year, month + 1, day)


def _by_word(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_FROM_TODAY[found[0][0]])


def _by_weekday(found: re.Match[str], today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    match found[1]:
        case None:
            return today + timedelta(days=(_index(found) - today.weekday()) % 7)
        case "下":
            monday += timedelta(weeks=1)
        case "下下":
            monday += timedelta(weeks=2)
    return monday + timedelta(days=_index(found))


def _index(weekday: re.Match[str]) -> int:
    """As `date.weekday` counts."""
    return "一二三四五六日".index(weekday[2].replace("天", "日"))


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise TimesUnreadable from None


def _clocks(text: str) -> tuple[timedelta, timedelta]:
    """From and to, since the day began: 9:00-11:00, 下午2点到4点, 9点 2小时."""
    if both := _SPAN.search(text):
        starts = _clock(both.groups()[:6])
        ends = _clock(both.groups()[6:])
        if both[7] is None and ends < starts and ends < _NOON:
            ends += _NOON
        return starts, ends
    lasting = _LASTING.search(text)
    if lasting is None:
        raise TimesUnreadable
    starts = _clock(lasting.groups()[:6])
    minutes, hours, half = lasting.groups()[6:]
    lasts = int(minutes) if minutes else 60 * int(hours or 0) + (30 if half else 0)
    return starts, starts + timedelta(minutes=lasts)


def _clock(parts: tuple[str | None, ...]) -> timedelta:
    part, hour, minute, half, quarters, minutes = parts
    within = int(minute or minutes or 0) + (30 if half else 0) + 15 * int(quarters or 0)
    since = timedelta(hours=int(hour or 0), minutes=within)
    if since < _NOON and (part in _LATE or (part == "中午" and since < _AFTER_NOON)):
        since += _NOON
    if within >= 60 or since > timedelta(days=1):
        raise TimesUnreadable
    return since


def _at(day: date, since: timedelta, zone: ZoneInfo) -> datetime:
    """By the clock on the wall; 24:00 is the next day's beginning."""
    wall = datetime.combine(day, time()) + since
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _number(numeral: str) -> int:
    """十一 is 11, 二十 is 20, 二〇二六 is not written here."""
    tens, ten, units = numeral.rpartition("十")
    if ten:
        return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(units, 0) if units else 0)
    return int("".join(str(_DIGITS[digit]) for digit in numeral))


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
