"""Opening hours over midnight, parted: what belongs to the evening, what to the night after it.

`Mo-Su 18:00-02:00; PH off` is open at 01:00 on a holiday and shut at 01:00 on the day after it:
the hours after midnight are those of the day on which the evening began.
"""

import re
from functools import lru_cache

_POINT = r"\d{1,2}:\d{2}|\(?(?:sunrise|sunset|dawn|dusk)(?:[+-]\d{2}:\d{2}\))?"
_SPAN = re.compile(rf"({_POINT})\s*-\s*({_POINT})")
_SPANS = re.compile(
    rf"(?P<comment>\"[^\"]*\")|(?:{_POINT})\s*-\s*(?:{_POINT})"
    rf"(?:\s*,\s*(?:{_POINT})\s*-\s*(?:{_POINT}))*"
)
_BY_THE_SUN = {"sunrise": 6, "dawn": 6, "sunset": 18, "dusk": 18}
"""Roughly, in hours: only to see which of two comes first."""
_MIDNIGHT = 24 * 60
_NO_NIGHT = "23:59-24:00"
"""Stands where a rule has no hours after midnight, so that it still goes before earlier rules."""
LAST_MINUTE = _MIDNIGHT - 1
"""Of a night, in minutes: what lasts longer stands for none."""


@lru_cache(maxsize=2048)
def evening(hours: str) -> str:
    """`hours` (OSM's format), each span ending by midnight."""
    return _SPANS.sub(lambda found: found["comment"] or ",".join(_evenings(found[0])), hours)


@lru_cache(maxsize=2048)
def night(hours: str) -> str | None:
    """What of `hours` lies after midnight, written as if on the day it began; None for nothing.

    Stretches that last until `LAST_MINUTE` are none.
    """
    if not any(_nights(found[0]) for found in _SPANS.finditer(hours) if not found["comment"]):
        return None
    return _SPANS.sub(
        lambda found: found["comment"] or ",".join(_nights(found[0])) or _NO_NIGHT, hours
    )


def _evenings(spans: str) -> list[str]:
    return [
        f"{start}-24:00" if _crosses(start, end) else f"{start}-{end}"
        for start, end in _SPAN.findall(spans)
    ]


def _nights(spans: str) -> list[str]:
    return [
        f"00:00-{_after_midnight(end)}"
        for start, end in _SPAN.findall(spans)
        if _crosses(start, end)
    ]


def _crosses(start: str, end: str) -> bool:
    return _minutes(end) > _MIDNIGHT or _minutes(end) <= _minutes(start)


def _after_midnight(end: str) -> str:
    """26:00 is 02:00."""
    past = _minutes(end) - _MIDNIGHT
    return f"{past // 60:02}:{past % 60:02}" if past > 0 else end


def _minutes(point: str) -> int:
    by_the_sun = [hour for name, hour in _BY_THE_SUN.items() if name in point]
    if by_the_sun:
        return by_the_sun[0] * 60
    hour, _colon, minute = point.partition(":")
    return int(hour) * 60 + int(minute)
