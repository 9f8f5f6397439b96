"""When something is, as people write it: 11月28日 9:00-11:00, 周六下午2点到4点半."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
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
_FIRST_TO = re.compile(clocks.TO)
_A_CLOCK = re.compile(r"\d|[中正]午")
_SPAN = re.compile(rf"(?<![\d:]){clocks.PATTERN}{clocks.TO}{_DAY_OF_THE_END}{clocks.PATTERN}(?!\d)")
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
_A_DAY = re.compile(f"{_SEVERAL.pattern}|{_WEEKDAY}|{_NUMBER}月{_NUMBER}[日号]")
_LENGTH = r"(?:(\d{1,3})\s*分钟?|(\d{1,2}(?:\.5)?)?\s*个?\s*(半)?\s*个?\s*小时)"
_LASTING = re.compile(rf"(?<![\d:]){clocks.PATTERN}\D*?{_LENGTH}")
_A_TIME = re.compile(rf"(?<![\d:])(?=\D{{0,4}}\d{{1,2}}\s*[点时:]){clocks.PATTERN}")


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, aware, in UTC."""

    starts_at: datetime
    ends_at: datetime


class Found(NamedTuple):
    """A span, and what was written around it, in simplified characters and plain digits."""

    span: Span
    rest: str


def span(words: str, *, now: datetime, zone: ZoneInfo) -> Span:
    """What `words` say, written in `zone` at the moment `now`.

    A day without its year or month is the next such day, 周六 the next Saturday; an end before
    the start lies after midnight. Raises TimesUnreadable (NoSuchDay,
    SeveralDays), TimesPast or TimesTooFar.
    """
    return find(words, now=now, zone=zone).span


def find(words: str, *, now: datetime, zone: ZoneInfo, lasting: timedelta | None = None) -> Found:
    """The same, with what else was said; `lasting` is how long it takes where no end is said."""
    if _SEVERAL.search(days.plain(words)):
        raise SeveralDays
    today = now.astimezone(zone).date()
    on, rest = _day_of_the_start(words, today)
    starts, ends, rest = _from_and_to(clocks.prepared(rest), on, today, lasting)
    found = Span(_at(on, starts, zone), _at(on, ends, zone))
    if not timedelta() < found.ends_at - found.starts_at <= clocks.DAY:
        raise TimesUnreadable
    if found.starts_at <= now:
        raise TimesPast
    if found.starts_at > now + FAR:
        raise TimesTooFar
    return Found(found, rest + words[days.CONSIDERED :])


def without(words: str) -> str:
    """`words` less the days and times in it, where they cannot be taken."""
    text = clocks.prepared(words)
    found = _SPAN.search(text) or _A_TIME.search(text)
    text = _without(text, found) if found else text
    return _A_DAY.sub(" ", text)


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


def _from_and_to(
    text: str, on: date, today: date, lasting: timedelta | None
) -> tuple[timedelta, timedelta, str]:
    """From and to, since the day `on` began (9:00-11:00, 下午2点到4点, 9点 2小时), and the rest."""
    if both := _SPAN.search(text):
        return *_between(both.groups(), on, today), _without(text, both)
    if length := _LASTING.search(text):
        starts = clocks.read(length.groups()[: clocks.GROUPS]).since_midnight
        minutes, hours, half = length.groups()[clocks.GROUPS :]
        lasts = int(minutes) if minutes else 60 * float(hours or 0) + (30 if half else 0)
        return starts, starts + timedelta(minutes=lasts), _without(text, length)
    start = _A_TIME.search(text)
    if start is None or lasting is None:
        raise TimesUnreadable
    starts = clocks.read(start.groups()).since_midnight
    return starts, starts + lasting, _without(text, start)


def _between(parts: Sequence[str | None], on: date, today: date) -> tuple[timedelta, timedelta]:
    start = clocks.read(parts[: clocks.GROUPS])
    ending = clocks.read(parts[clocks.GROUPS + 1 :])
    named = parts[clocks.GROUPS]
    if named is None:
        return clocks.in_order(start, ending)
    days_on = _end_day(named, on, today) - on
    return start.since_midnight, days_on + ending.since_midnight


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


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
