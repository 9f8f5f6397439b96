"""By when something will be, as people write it: 周五前, 11月30日, 三天内, 明天下午3点, 月底前.

The lunar calendar is not read, nor is what names no day: 春节前, 尽快, 过几天, 6月份.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.written import clocks, days
from services.written.errors import TimesUnreadable
from storage.folding import in_simplified

FAR_AWAY = datetime.max.replace(tzinfo=UTC)
"""What a day of a later century is taken for."""
_DAY = timedelta(days=1)
_SUNDAY = 6
"""As `date.weekday` counts."""


@dataclass(frozen=True, slots=True)
class Today:
    """When and where something was written, and on which days people work there."""

    now: datetime
    zone: ZoneInfo
    works: Callable[[date], bool]

    @property
    def date(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def over(self) -> datetime:
        """When the day is over, in UTC."""
        return _at(self.date, _DAY, self)


class ByWhen(NamedTuple):
    """One time by which something will be, and where it stands in the text that was read."""

    by: datetime
    """In UTC. What is said of a day lasts until that day is over, as 以前 and 以内 include it
    (民法典 1259)."""
    start: int
    end: int
    marked: bool
    """With 前, 内 or 底: it is said as a limit."""


def plain(words: str) -> str:
    """`words` as they are searched: in simplified characters and plain digits."""
    text = _ABOUT.sub(lambda found: found[2], in_simplified(unicodedata.normalize("NFKC", words)))
    return days.in_digits(text)


def found_in(text: str, today: Today) -> Iterator[ByWhen]:
    """All that stand in `text`, which is `plain`, in their order. What is no day is left out."""
    for found in _BY_WHEN.finditer(text):
        try:
            by = _within(found, today) if found["unit"] else _by_day(found, today)
        except TimesUnreadable:
            continue
        except OverflowError:
            by = FAR_AWAY
        marked = bool(found["unit"] or found["limit"] or found["day"].endswith(("底", "末", "内")))
        yield ByWhen(by, found.start(), found.end(), marked)


def answered(words: str, today: Today) -> datetime:
    """What answers the question by when: also 三天, 30号 or 下午5点 by itself.

    Of several the last. Raises TimesUnreadable.
    """
    text = plain(words).strip(" ,。.!")
    if found := [each.by for each in found_in(text, today)]:
        return found[-1]
    if bare := _BARE_SPAN.fullmatch(text):
        return _within(bare, today)
    if clock := _BARE_CLOCK.fullmatch(text):
        return _at(today.date, _since_midnight(clock), today)
    return _at(days.day(text, today.date), _DAY, today)


_LENGTH = r"(?P<count>\d{1,3}|半)\s*个?\s*(?P<unit>小时|钟头|工作日|天|日|周|星期|礼拜|月)"
_HOUR = r"\d{1,2}(?::\d{2}|[点时](?:半|[123]刻|\d{1,2}分?)?)"
_PARTS = {"上午": 12, "早上": 12, "早": 12, "中午": 14, "下午": 18, "傍晚": 20}
"""When a part of the day is over, by the hour; any later one lasts until midnight."""
_LATE = "晚上|夜里|晚"
_ONE_DAY = (
    r"[一二三四五六日天1-7]"
    r"(?![\d一二三四五六日天]|\s*(?:到|至|[-~])\s*[周星礼]?\w*[一二三四五六日天])"
)
_OF_THIS_MONTH = (
    r"(?<![\d月第.:~—–至到-])\d{1,2}[日号](?=\s*(?:[之以]?前|左右|[上中下]午|早|晚|来|去|会|能"
    r"|可|就|再|修|换|完|恢复|到|安排|派|开|送|统一|,|。|!|;|$))"
)
"""3号 is a building and a lift, too."""
_NAMED = "|".join(
    (
        r"(?:(?:(?<!\d)\d{4}|(?<!\d)\d{2}|[今明后])年)?(?<!\d)\d{1,2}月\d{1,2}(?:[日号]|(?=[之以]?前))",
        r"(?:[这本]|下下|下)个?月\d{1,2}[日号]",
        r"(?:(?:(?<!\d)\d{4}|(?<!\d)\d{2}|[今明后])年)?(?<!\d)\d{1,2}月份?(?:底|末|[上中下]旬)",
        r"(?:[这本]|下下|下)?个?月(?:底|末)",
        r"(?:[这本]|下下|下)个?月份?之?内|(?<![个\d])月内",
        r"(?:(?<!\d)\d{4}|(?<!\d)\d{2}|[今明])年年?(?:底|末)|(?<!年)年(?:底|末)",
        r"(?<![\d半])[今本]?年之?内",
        r"(?:[这本]|下下|下)个?(?:周|星期|礼拜)(?:末|之?内|(?=[修换完处安解清]|之?前))",
        rf"(?<![上每逢到至~-])(?<!上个)(?:(?:[这本]|下下|下)个?)?(?:周|星期|礼拜){_ONE_DAY}",
        r"(?<![每个])周末",
        r"大后天|(?<![今最以之然])后天|[今明][天日]|[今明](?=早|晚|上午|中午|下午)",
        r"(?<![\d近])\d{1,2}(?:天|日|个?(?:周|星期|礼拜))[之以]?后",
        r"(?<!\d)20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
        _OF_THIS_MONTH,
        r"(?<![\d./-])\d{1,2}[./-]\d{1,2}(?=[之以]?前)",
        r"(?:元旦|国庆|劳动)节?(?=[之以]?前)",
    )
)
_BY_WHEN = re.compile(
    rf"(?<![\d近去来第半-])(?:{_LENGTH}(?:时间)?[之以]?内"
    rf"|(?P<day>{_NAMED})(?:\s*\(?(?P<weekday>(?:周|星期|礼拜)[一二三四五六日天])\)?)?"
    rf"\s*(?P<part>{'|'.join(_PARTS)}|{_LATE})?"
    rf"\s*(?:(?P<clock>{_HOUR})(?:\s*(?:到|至|[-~])\s*(?P<till>{_HOUR}))?)?"
    r"\s*(?P<office>下班)?(?:左右)?(?P<limit>[之以]?前|[之以]内)?)"
)
_BARE_SPAN = re.compile(_LENGTH)
_BARE_CLOCK = re.compile(
    rf"(?P<part>{'|'.join(_PARTS)}|{_LATE})?\s*(?P<clock>{_HOUR})(?P<till>\Z)?[之以]?前?"
)
_ABOUT = re.compile(
    "([一两二三四五六七八])([二两三四五六七八九])(?=个?(?:小时|工作日|天|日|周|星期|月))"
)
"""两三天 is three days at most."""
_BEFORE_A_FEAST = re.compile("元旦|国庆|劳动")
_WEEK = re.compile(r"(?P<which>[这本]|下下|下)?个?(?:周|星期|礼拜)(?:末|之?内)?")
_MONTH = re.compile(r"(?P<which>[这本]|下下|下)?个?月份?之?内")
_TENTH = re.compile(r"(?P<start>.*月)份?(?P<third>[上中])旬")
_OTHER_CENTURY = re.compile(r"(?!20)\d{4}(?=年)")
_LONG_AGO = date(2000, 1, 1)
_OFFICE_CLOSES = timedelta(hours=18)


def _within(found: re.Match[str], today: Today) -> datetime:
    """N hours by the clock; days, weeks and months until that day is over."""
    half = found["count"] == "半"
    count = 0 if half else int(found["count"])
    match found["unit"]:
        case "小时" | "钟头":
            return today.now + timedelta(minutes=30 if half else 60 * count)
        case "工作日":
            return _at(_after_working_days(count or 1, today), _DAY, today)
        case "月":
            ends = today.date + timedelta(days=15) if half else days.months_on(today.date, count)
            return _at(ends, _DAY, today)
        case "天" | "日" if half:
            return today.now + _DAY / 2
        case "天" | "日":
            return _at(today.date + timedelta(days=count), _DAY, today)
        case _:
            return _at(today.date + timedelta(days=4 if half else 7 * count), _DAY, today)


def _by_day(found: re.Match[str], today: Today) -> datetime:
    named = found["day"]
    on = _day(named, found["weekday"] or "", today.date)
    if _BEFORE_A_FEAST.match(named):
        on -= _DAY
    if found["clock"]:
        return _at(on, _since_midnight(found), today)
    if found["office"]:
        return _at(on, _OFFICE_CLOSES, today)
    return _at(on, timedelta(hours=_PARTS.get(found["part"] or "", 24)), today)


def _day(named: str, weekday: str, today: date) -> date:
    """The last day that `named` covers."""
    if of_year := _OTHER_CENTURY.match(named):
        if of_year[0] > "20":
            raise OverflowError
        return _LONG_AGO
    if week := _WEEK.fullmatch(named):
        ahead = _SUNDAY - today.weekday() + 7 * (week["which"] or "").count("下")
        return today + timedelta(days=ahead)
    if month := _MONTH.fullmatch(named):
        return days.day(f"{month['which'] or '本'}月底", today)
    if third := _TENTH.fullmatch(named):
        return days.day(f"{third['start']}{10 if third['third'] == '上' else 20}日", today)
    named = re.sub("年(?:年底|年末|之?内)$", "年底", named).replace("下旬", "底")
    named = re.sub("^[今明]$", r"\g<0>天", named).replace("本年", "今年")
    return days.day(f"{named}{weekday}", today)


def _since_midnight(found: re.Match[str]) -> timedelta:
    """下午3点 is at 15:00, 下午3点到5点 over at 17:00."""
    begins = _clock(f"{found['part'] or ''}{found['clock']}")
    if not found["till"]:
        return begins.since_midnight
    return clocks.in_order(begins, _clock(found["till"]))[1]


def _clock(text: str) -> clocks.Clock:
    read = re.fullmatch(clocks.PATTERN, text)
    if read is None:
        raise TimesUnreadable
    return clocks.read(read.groups())


def _after_working_days(count: int, today: Today) -> date:
    """The day of writing does not count."""
    day = today.date
    while count:
        day += _DAY
        count -= today.works(day)
    return day


def _at(day: date, since: timedelta, today: Today) -> datetime:
    return (datetime.combine(day, time(), today.zone) + since).astimezone(UTC)
