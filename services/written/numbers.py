"""One number among words: 大约 3 个, 三, 2.5, -1."""

import re
import unicodedata

from services.written.numerals import number as spelt

_CONSIDERED = 40
"""How many characters are looked at."""
_FIGURES = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,6})?")
_UNIT = re.compile(r"\s*[个位口人次元块岁年月天日分米㎡%]+\s*$")


def number_in(text: str) -> int | float | None:
    """The number that is written, whatever stands around it; None for none, or several."""
    said = unicodedata.normalize("NFKC", text)[:_CONSIDERED].replace(",", "")
    found = _FIGURES.findall(said)
    if not found:
        return spelt(_UNIT.sub("", said).strip())
    if len(found) > 1:
        return None
    value = float(found[0])
    return int(value) if value.is_integer() else value
