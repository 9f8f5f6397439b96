"""Numbers up to 99 as they stand in people's words: 12, 十二, 一二, 拾贰."""

import re

ZEROS = "零〇"
_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾貳參陸幺", "一二三四五六七八九十二三六一")
NUMERAL = "[零〇一二两三四五六七八九十]"
"""A character of a number that is written out, as a pattern."""


def plain(text: str) -> str:
    """`text` with the numerals of cheques as the everyday ones: 贰 is 二."""
    return text.translate(_FORMAL)


def number(numeral: str) -> int | None:
    """十一 is 11, 二十 is 20, 二〇二六 is 2026, 12 is 12; None for what is no number."""
    numeral = plain(numeral)
    if re.fullmatch("[0-9]{1,9}", numeral):
        return int(numeral)
    if not re.fullmatch(f"{NUMERAL}{{1,4}}", numeral):
        return None
    tens, ten, units = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    if len(tens) > 1 or len(units) > 1 or tens in ("零", "〇", "十") or units in ("零", "〇"):
        return None
    return 10 * _DIGITS[tens or "一"] + _DIGITS[units or "零"]
