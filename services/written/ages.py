"""Ages of a group of people, as staff write them: 60岁以上, 60-79岁, 18岁以下, 80."""

import re
import unicodedata
from typing import NamedTuple

OLDEST = 120
_FROM = re.compile(r"(?:满)?(\d{1,3})周?岁?(?:以上|及以上|往上|\+|或以上)")
_UP_TO = re.compile(r"(?:不到|未满|不满)?(\d{1,3})周?岁?(?:以下|及以下|以内|往下)?")
_BETWEEN = re.compile(r"(\d{1,3})周?岁?(?:-|—|–|~|到|至)+(\d{1,3})周?岁?(?:之间)?")
_YOUNGER = re.compile("不到|未满|不满|以下|以内|往下")


class Ages(NamedTuple):
    """In whole years, both included; None where there is no such limit."""

    low: int | None
    high: int | None


def ages(words: str) -> Ages | None:
    """None for what is no group of ages. 70 by itself means 70 and older; 未满18岁 up to 17."""
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", words))
    if between := _BETWEEN.fullmatch(said):
        low, high = int(between[1]), int(between[2])
        return Ages(low, high) if low <= high <= OLDEST else None
    if at_least := _FROM.fullmatch(said):
        return _known(Ages(int(at_least[1]), None))
    found = _UP_TO.fullmatch(said)
    if found is None:
        return None
    age = int(found[1])
    if not _YOUNGER.search(said):
        return _known(Ages(age, None))
    # 以下 includes the number itself in law (民法典 1259); 不满 does not.
    return _known(Ages(None, age - 1 if said[0] in "不未" else age))


def _known(found: Ages) -> Ages | None:
    limit = found.high if found.low is None else found.low
    return found if limit is not None and 0 <= limit <= OLDEST else None
