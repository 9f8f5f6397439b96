"""Reading numbers, amounts, days and times out of cells, as people and spreadsheets write them.

What cannot be read raises ValueError with what to write instead, in Chinese.
"""

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from math import isfinite

from storage.folding import folded

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)?([一二三四五六日天1-7])")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")
_YUAN = re.compile(r"¥?(\d{1,5}(?:\.\d{1,20})?)元?")
_DATE = re.compile(
    r"(?:(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?|(\d{4})(\d\d)(\d\d))"
    r"(?:[ T]0?0:00(?::00)?)?"
    r"(?: ?\(?((?:星期|周|礼拜)[一二三四五六日天])\)?)?"
)
_SERIAL = re.compile(r"\d{5}")
_DAY_0 = date(1899, 12, 30)
"""From which Excel counts days."""
_SERIALS = range((date(2000, 1, 1) - _DAY_0).days, (date(2100, 1, 1) - _DAY_0).days)
_TIME = re.compile(r"(\d{1,2})(?::(\d\d)(?::00)?|[点时](?:(\d{1,2})分?|(半))?)")
_NOTHING = Decimal("0.000001")
"""Fen: what computers lose in fractions."""


def whole(value: str) -> int | None:
    """A whole number that is not negative; None where it is none."""
    number = _WHOLE.fullmatch(folded(value))
    return int(number[1]) if number else None


def number_between(value: str, lowest: float, highest: float) -> float:
    wrong = ValueError(f"要写 {lowest:g} 到 {highest:g} 的数字")
    try:
        number = float(folded(value))
    except ValueError:
        raise wrong from None
    if not isfinite(number) or not lowest <= number <= highest:
        raise wrong
    return number


def fen(value: str) -> int:
    """An amount that is written in yuan, such as 8.5, ¥8.50 or 8.399999999999999."""
    yuan = _YUAN.fullmatch(folded(value))
    if yuan is not None:
        exact = Decimal(yuan[1]) * 100
        amount = round(exact)
        if abs(exact - amount) < _NOTHING:
            return amount
    raise ValueError("要写像 10 或 9.5 这样的金额（元）")


def day(value: str) -> date:
    """2026-12-07, 2026/12/7, 2026.12.7, 2026年12月7日 (周一), 20261207, or Excel's number."""
    text = " ".join(unicodedata.normalize("NFKC", value).split())
    if _SERIAL.fullmatch(text) and int(text) in _SERIALS:
        return _DAY_0 + timedelta(days=int(text))
    wrong = ValueError("要写像 2026-10-01 这样的日期")
    parts = _DATE.fullmatch(text)
    if parts is None:
        raise wrong
    try:
        found = date(*(int(part) for part in parts.groups()[:6] if part))
    except ValueError:
        raise wrong from None
    if parts[7] and weekday(parts[7]) != found.isoweekday():
        raise ValueError(f"这一天是星期{WEEKDAYS[found.weekday()]}")
    return found


def weekday(value: str) -> int | None:
    """From 1, Monday, to 7, of 星期一, 周一, 礼拜一, 一 or 1; None where it is none."""
    said = _WEEKDAY.fullmatch(folded(value))
    if said is None:
        return None
    sign = said[1].replace("天", "日")
    return WEEKDAYS.index(sign) + 1 if sign in WEEKDAYS else int(sign)


def time_of_day(value: str) -> time:
    """09:30, 9:30:00, 9点, 9点半, 9点30分."""
    wrong = ValueError("要写像 09:30 这样的时间")
    parts = _TIME.fullmatch(folded(value))
    if parts is None:
        raise wrong
    hour, minutes, spoken, half = parts.groups()
    try:
        return time(int(hour), 30 if half else int(minutes or spoken or 0))
    except ValueError:
        raise wrong from None
