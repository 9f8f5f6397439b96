"""When somebody is on duty, as people write it: 周一至周五 8:30-18:00, 11月30日 晚上6点到12点."""

import re
from datetime import date, time
from typing import NamedTuple

from services.written import clocks, days
from services.written.errors import TimesPast
from services.written.weekdays import weekdays

EVERY_DAY = "1234567"
_FROM_TO = re.compile(
    rf"(?<![\d:]){clocks.PATTERN}{clocks.TO}(?:次日|第二天)?\s*{clocks.PATTERN}(?!\d)"
)
_A_CLOCK = re.compile("[:点时]")


class Shift(NamedTuple):
    """On the `weekdays` ("135", from 1, Monday) of each week, or on one `day`."""

    weekdays: str
    day: date | None
    begins: time
    ends: time
    """Local times; the end is on the next day where it is not after the beginning."""


def shift(words: str, today: date) -> Shift:
    """What `words` say; without times it lasts from midnight to midnight.

    Raises TimesUnreadable, TimesPast.
    """
    text = clocks.prepared(days.in_digits(days.plain(words)))
    begins, ends, rest = _times(text)
    if each_week := weekdays(rest.strip(), EVERY_DAY):
        return Shift(each_week, None, begins, ends)
    day = days.day(rest, today)
    if day < today:
        raise TimesPast
    return Shift("", day, begins, ends)


def _times(text: str) -> tuple[time, time, str]:
    for found in _FROM_TO.finditer(text):
        if not _A_CLOCK.search(found[0]):
            continue  # Days: 周1-5.
        begins, ends = clocks.in_order(*clocks.read_both(found.groups()))
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return clocks.on_the_wall(begins), clocks.on_the_wall(ends), rest
    return time(), time(), text
