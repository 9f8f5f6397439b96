"""Working hours of a week, as 周一到周五 8:30-12:00 14:30-18:00，周六 9:00-12:00."""

import re
from collections import defaultdict

from services.written import clocks, days
from services.written.errors import TimesUnreadable
from services.written.weekdays import weekdays
from storage.tables import WorkDay
from storage.working_week import OFFICE_DAYS, WEEKDAYS, Stretch, Week

_SPAN = re.compile(rf"(?<![\d:]){clocks.PATTERN}{clocks.TO}{clocks.PATTERN}(?!\d)")
_HOLIDAYS = re.compile(r"(?:法定)?(?:节假日|公休日|假日|放假)")
_FREE = re.compile(r"休息|不上班|放假休息|没有")
_AROUND = re.compile(r"[\s,，;；、。和及:：]|上班|工作(?!日)|办公")
_NO_CLOCK = re.compile(r"(?<!\d):")
"""周一：8:30-12:00."""
_EVERY = "".join(str(place) for place in range(1, 8))


def working_week(words: str) -> Week:
    """The stretches of each day; those before which no day stands are of Monday to Friday.

    Overlaps and ends before beginnings are read as they are written: `services.working_hours`
    judges them. Raises TimesUnreadable.
    """
    text = clocks.prepared(_one_line(words))
    found: dict[WorkDay, list[Stretch]] = defaultdict(list)
    on: tuple[WorkDay, ...] = OFFICE_DAYS
    at = 0
    for span in _SPAN.finditer(text):
        on = _days(text[at : span.start()]) or on
        for day in on:
            found[day].append(_stretch(span))
        at = span.end()
    if not found or not _says_nothing_more(text[at:]):
        raise TimesUnreadable
    return {day: tuple(sorted(stretches)) for day, stretches in found.items()}


def _one_line(words: str) -> str:
    """`days.plain` looks at some characters only; each sentence is short enough."""
    plain = "，".join(days.plain(part) for part in re.split(r"[\n，,;；。]+", words))
    return _NO_CLOCK.sub(" ", plain)


def _days(words: str) -> tuple[WorkDay, ...]:
    """Those named before a stretch; none where nothing is said. Raises TimesUnreadable."""
    *free, said = re.split(_FREE, words)
    for each in free:
        if not _named(each):
            raise TimesUnreadable
    return _named(said)


def _named(words: str) -> tuple[WorkDay, ...]:
    rest = _HOLIDAYS.sub("", words)
    holidays = (WorkDay.HOLIDAY,) if rest != words else ()
    if not _AROUND.sub("", rest):
        return holidays
    named = weekdays(_AROUND.sub(" ", rest), _EVERY)
    if not named:
        raise TimesUnreadable
    return (*(WEEKDAYS[int(digit) - 1] for digit in named), *holidays)


def _says_nothing_more(words: str) -> bool:
    *free, rest = re.split(_FREE, words)
    return all(_named(each) for each in free) and not _AROUND.sub("", rest)


def _stretch(span: re.Match[str]) -> Stretch:
    """What goes on after midnight comes out backwards."""
    both = clocks.read_both(span.groups())
    if any(each.part or each.spoken for each in both):
        return Stretch(*map(clocks.on_the_wall, clocks.in_order(*both)))
    return Stretch(*(clocks.on_the_wall(each.since_midnight) for each in both))
