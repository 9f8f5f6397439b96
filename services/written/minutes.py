"""Minutes as people write them: 90, 90分钟, 1小时30分, 1.5小时, 一个半小时, 半小时."""

import re
import unicodedata

_WRITTEN = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:\.\d)?)(?:小时|h)(?P<half>半)?)?"
    r"(?:(?P<minutes>\d{1,4})(?:分钟|分|min)?)?"
)
_NUMERALS = str.maketrans("一二两三四五六七八九", "1223456789")
HALF = 30


def minutes_in(text: str) -> int | None:
    """Whole minutes, or nothing where it is no length of time."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    plain = plain.translate(_NUMERALS).replace("个半小时", "小时半").replace("个小时", "小时")
    if plain == "半小时":
        return HALF
    found = _WRITTEN.fullmatch(plain)
    if found is None or not any(found.groups()):
        return None
    hours = round(float(found["hours"] or 0) * 60)
    return hours + (HALF if found["half"] else 0) + int(found["minutes"] or 0)
