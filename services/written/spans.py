"""When something is, as people write it: 11月28日 9:00-11:00, 周六下午2点到4点半."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.written import clocks, days
from services.written.errors import SeveralDays, TimesPast, TimesTooFar, TimesUnreadable

FAR = timedelta(days=366)
"""What is further ahead than this is a slip of the pen."""
_NEXT_DAYS = ("次日", "第二天", "翌日", "隔天")
_SAME_DAYS = ("当天", "当日", "同一天")
_DAY_OF_THE_END = (
    rf"((?:{'|'.join((*_NEXT_DAYS, *_SAME_DAYS))}|明[天日]?|大?后[天日]|"
    r"(?:\d{1,2}月)?\d{1,2}[日号])(?:\s*(?:周|星期|礼拜)[一二三四五六日天])?)?\s*"
)
_TO = r"\s*(?:[-~〜—–―−]|到|至)+\s*"
_FIRST_TO = re.compile(_TO)
_A_CLOCK = re.compile(r"\d|[中正]午")
_SPAN = re.compile(rf"(?<![\d:]){clocks.PATTERN}{_TO}{_DAY_OF_THE_END}{clocks.PATTERN}(?!\d)")
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"
_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
_DATE = f"(?:{_NUMBER}月)?{_NUMBER}[日号]"
_AND = r"\s*(?:[-~〜—–―−、,，]|到|至|和|跟|及)+\s*"
_SEVERAL = re.compile(
    rf"{_WEEKDAY}(?:{_AND})?[下这本]?{_WEEKDAY}"
    rf"|{_WEEKDAY}{_AND}[一二三四五六日天](?![十点时:号日月])"
    rf"|{_DATE}{_AND}{_DATE}|每天|天天"
)
"""Days side by side; 周六23:00到周日1:00 has its times between them."""
_LENGTH = r"(?:(\d{1,3})\s*分钟?|(\d{1,2}(?:\.5)?)?\s*个?\s*(半)?\s*个?\s*小时)"
_LASTING = re.compile(rf"(?<![\d:]){clocks.PATTERN}\D*?{_LENGTH}")


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, aware, in UTC."""

    starts_at: datetime
    ends_at: datetime


def span(words: str, *, now: datetime, zone: ZoneInfo) -> Span:
    """What `words` say, written in `zone` at the moment `now`.

    A day without its year or month is the next such day, 周六 the next Saturday; an end before
    the start lies after midnight. Raises TimesUnreadable (NoSuchDay,
    SeveralDays), TimesPast or TimesTooFar.
    """
    if _SEVERAL.search(days.plain(words)):
        raise SeveralDays
    today = now.astimezone(zone).date()
    on, rest = _day_of_the_start(words, today)
    starts, ends = _from_and_to(clocks.prepared(rest), on, today)
    found = Span(_at(on, starts, zone), _at(on, ends, zone))
    if not timedelta() < found.ends_at - found.starts_at <= clocks.DAY:
        raise TimesUnreadable
    if found.starts_at <= now:
        raise TimesPast
    if found.starts_at > now + FAR:
        raise TimesTooFar
    return found


def _day_of_the_start(words: str, today: date) -> days.Found:
    """A day that stands behind “到” may be that of the end: 周六23:00 – 11月29日 01:00."""
    start, to, end = _parted(days.plain(words))
    try:
        found = days.find(start, today)
        if to and _A_CLOCK.search(found.rest):
            return days.Found(found.day, found.rest + to + days.in_digits(end))
    except TimesUnreadable:
        pass
    return days.find(words, today)


def _parted(text: str) -> tuple[str, str, str]:
    """Before, at and after the first “到”."""
    found = _FIRST_TO.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _from_and_to(text: str, on: date, today: date) -> tuple[timedelta, timedelta]:
    """From and to, since the day `on` began: 9:00-11:00, 下午2点到4点, 9点 2小时."""
    if both := _SPAN.search(text):
        parts = both.groups()
        start = clocks.read(parts[: clocks.GROUPS])
        ending = parts[clocks.GROUPS + 1 :]
        if (named := parts[clocks.GROUPS]) is not None:
            days_on = _end_day(named, on, today) - on
            return start.since_midnight, days_on + clocks.read(ending).since_midnight
        return clocks.in_order(start, clocks.read(ending))
    lasting = _LASTING.search(text)
    if lasting is None:
        raise TimesUnreadable
    starts = clocks.read(lasting.groups()[: clocks.GROUPS]).since_midnight
    minutes, hours, half = lasting.groups()[clocks.GROUPS :]
    lasts = int(minutes) if minutes else 60 * float(hours or 0) + (30 if half else 0)
    return starts, starts + timedelta(minutes=lasts)


def _end_day(named: str, on: date, today: date) -> date:
    if named.startswith(_NEXT_DAYS):
        return on + timedelta(days=1)
    return on if named.startswith(_SAME_DAYS) else days.day(_whole(named), today)


def _whole(named: str) -> str:
    """明早 has lost its 早 to the clock."""
    return "明天" if named == "明" else named


def _at(day: date, since: timedelta, zone: ZoneInfo) -> datetime:
    """By the clock on the wall; 24:00 is the next day's beginning."""
    try:
        wall = datetime.combine(day, time()) + since
    except OverflowError:
        raise TimesTooFar from None
    return wall.replace(tzinfo=zone).astimezone(UTC)
