"""Which of several people choose: 1, 一, ①, 1号, 第一个, 选1; or 是的 and 不是."""

import re
import unicodedata

from services.written.numerals import NUMERAL, number, plain

_NUMBER = f"([0-9]{{1,2}}|{NUMERAL}{{1,3}})"
_COUNTED = re.compile(f"(?:我?[选選]|第|我?[选選]第){_NUMBER}(?:[个個号號项項条條种種家位])?")
_BARE = re.compile(f"{_NUMBER}[号號]?")
_PLAIN_FIGURES = re.compile("0|[1-9][0-9]?")
"""A code of six figures is no choice, and 000000 is not the way back."""
_NO_COUNT = re.compile(r"[-−–+]\s*\d|\d\s*[-−–+.,:/]\s*\d")
PARTICLES = "吧呢啊呀哦"
_YES = frozenset(("是", "是的", "对", "對", "对的", "對的", "嗯", "好", "好的", "yes", "ok"))
_NO = frozenset(("不是", "不是的", "不", "不对", "不對", "否", "no"))


def without_particles(said: str) -> list[str]:
    """As it was said, then without the 吧 or 呢 that people speak behind it."""
    bare = said.rstrip(PARTICLES)
    return [said] if bare == said else [said, bare]


def is_no_count(text: str) -> bool:
    """Whether its figures are none to choose by: -1, 1.5, 9:30, 3-5."""
    return _NO_COUNT.search(unicodedata.normalize("NFKC", text)) is not None


def chosen(said: str, *, only_figures: bool = False) -> int | None:
    """The number that `said` chooses, of letters and digits only; None for what is none.

    With `only_figures` 二 and 3号 are not taken: they may be Tuesday, and a day.
    """
    if said.isdecimal() and said.isascii():
        return number(said) if _PLAIN_FIGURES.fullmatch(said) else None
    said = plain(said)
    found = _COUNTED.fullmatch(said) or (None if only_figures else _BARE.fullmatch(said))
    return number(found[1]) if found else None


def yes_or_no(said: str) -> bool | None:
    """Whether `said`, of letters and digits only, is 是的 or 不是; None for any other words."""
    spoken = without_particles(said)
    if any(each in _YES for each in spoken):
        return True
    return False if any(each in _NO for each in spoken) else None
