"""Times of day as people write them: 9:00, 下午两点一刻, 晚8点半, 中午, 2pm."""

import re
from collections.abc import Sequence
from datetime import time, timedelta
from typing import NamedTuple

from services.written.errors import TimesUnreadable

PATTERN = (
    r"(凌晨|清晨|大清早|早晨|早上|上午|正午|中午|下午|午后|傍晚|晚上|晚间|夜里|半夜|深夜|早|晚|夜)?"
    r"\s*(\d{1,2})(?::(\d{2})(?::00)?|\s*[点时]\s*"
    r"(?:(半)(?!个?小时)|([123])刻|(\d{1,2})(?!\s*(?:[\d.]|分钟|个|小时))分?)?[整钟]?)?"
)
GROUPS = 6
"""How many groups PATTERN has; their texts are what `read` takes."""
TO = r"\s*(?:[-~〜—–―−]|到|至)+\s*"
"""Between two clocks."""
DAY = timedelta(days=1)

_NOON = timedelta(hours=12)
_LATE = ("下午", "午后", "傍晚", "晚上", "晚间", "晚")
_NIGHT = ("夜里", "半夜", "深夜", "夜")
_MIDDAY = ("中午", "正午")
_AFTER_NOON = timedelta(hours=5)
"""中午1点 is one o'clock in the afternoon; 中午11点 is not in the night."""
_HOUR = timedelta(hours=1)
_EVENING = timedelta(hours=18)
"""From then on 12点 is midnight."""
_SMALL_HOURS = timedelta(hours=6)
_LONGEST_OVER_MIDNIGHT = timedelta(hours=12)
"""16:00-14:00 is a slip of the pen, 22:00-6:00 a night."""
_AM_PM = re.compile(r"(\d{1,2}(?::\d{2})?)\s*([ap])\.?m\b\.?", re.IGNORECASE)
_NOON_ITSELF = re.compile(r"(?:中午|正午)(?!\s*\d)")


class Clock(NamedTuple):
    """A time of day, and what was said around its figures."""

    since_midnight: timedelta
    part: str | None
    """早上, 下午 and so on."""
    spoken: bool
    """With 点, and no figure such as 09 or 14:00: then 三点 may be in the afternoon."""


def prepared(text: str) -> str:
    """`text` with 中午 as 12点 and 2pm as 下午2点; digits and characters are plain already."""
    text = _AM_PM.sub(lambda found: f"{'上午' if found[2] in 'aA' else '下午'}{found[1]}", text)
    return _NOON_ITSELF.sub("12点", text)


def read(parts: Sequence[str | None]) -> Clock:
    """The groups of PATTERN. Raises TimesUnreadable for 25:00 and 9:70."""
    part, hour, minute, half, quarters, minutes = parts
    within = int(minute or minutes or 0) + (30 if half else 0) + 15 * int(quarters or 0)
    since = timedelta(hours=int(hour or 0), minutes=within)
    if within >= 60 or since > DAY:
        raise TimesUnreadable
    return Clock(_by_part(since, part), part, minute is None and not (hour or "").startswith("0"))


def read_both(parts: Sequence[str | None]) -> tuple[Clock, Clock]:
    """The groups of PATTERN twice. Raises as `read` does."""
    return read(parts[:GROUPS]), read(parts[GROUPS:])


def on_the_wall(since_midnight: timedelta) -> time:
    """24:00 is 0:00."""
    minutes = since_midnight // timedelta(minutes=1) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def in_order(start: Clock, end: Clock) -> tuple[timedelta, timedelta]:
    """From and to. The end follows the start: 下午2点到4点, 11点到1点, 晚上11点到1点."""
    starts, ends = start.since_midnight, end.since_midnight
    if start.part is None and end.part is None and start.spoken and end.spoken:
        starts += _NOON if timedelta() < starts < _SMALL_HOURS else timedelta()
    elif start.part is None and end.part in _LATE and start.spoken and starts < _SMALL_HOURS:
        starts += _NOON
    by_noon = ends < _NOON or (starts >= _EVENING and ends < _NOON + _HOUR)
    if end.part is None and by_noon and ends < starts < ends + _NOON:
        return starts, ends + _NOON
    if ends <= starts and ends + DAY - starts <= _LONGEST_OVER_MIDNIGHT:
        return starts, ends + DAY
    return starts, ends


def _by_part(since: timedelta, part: str | None) -> timedelta:
    if part in _LATE and since < _NOON:
        return since + _NOON
    if part in _MIDDAY and since < _AFTER_NOON:
        return since + _NOON
    if part in _NIGHT and _SMALL_HOURS <= since < _NOON:
        return since + _NOON
    if part in ("晚上", "晚间", "晚", *_NIGHT) and _NOON <= since < _NOON + _HOUR:
        return since + _NOON
    return since - _NOON if part == "凌晨" and since >= _NOON else since
