"""Days of birth as people write them: 1948-3-5, 1948年3月5日, 19480305, 48.3.5."""

import re
import unicodedata
from datetime import date

_PARTED = re.compile(r"(\d{4}|\d{2})(?:年|[-./、,\s])(\d{1,2})(?:月|[-./、,\s])(\d{1,2})[日号]?")
_TOGETHER = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})")
_TOO_OLD = 110
"""Years; of two centuries that two digits may mean, the earlier one unless it makes them older."""
_NOISE = re.compile(r"^(公历|阳历|出生|生于|生日|是|[:：\s])+|(出生|生|的|[。.\s])+$")


def read(text: str, today: date) -> date | None:
    """The day that `text` names; None where it names none. It may lie after `today`."""
    said = _NOISE.sub("", unicodedata.normalize("NFKC", text).strip())
    found = _PARTED.fullmatch(said) or _TOGETHER.fullmatch(said)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    if len(found[1]) == 2:
        year += 1900 if today.year - (1900 + year) <= _TOO_OLD else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None
