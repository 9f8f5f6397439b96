"""Numbers as a workbook keeps them, written as its people see them."""

import re
from collections.abc import Collection
from datetime import datetime, time, timedelta
from decimal import Decimal

_NOT_SHOWN = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[\\_*].')
"""Of a number's format: words, colours and conditions, signs that are skipped or repeated."""
_UNITS = re.compile(r"[ymdhs]", re.IGNORECASE)
_EXACT = 10**15
"""Excel keeps fifteen digits and makes the others zero."""
_LAST_DAY = 2_958_465
"""9999-12-31."""

TOO_LONG = "数字超过 15 位，Excel 已经把后面几位变成了 0。请把这一列设成“文本”，再填一次"


def is_date_format(code: str) -> bool:
    return _UNITS.search(_NOT_SHOWN.sub("", code)) is not None


class Numbers:
    """How the numbers of one workbook are written."""

    def __init__(self, date_styles: Collection[str], *, since_1904: bool) -> None:
        self._dates = date_styles
        self._first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001

    def written(self, value: str, style: str) -> str:
        """A date in ISO form where the style says so, else the digits that Excel shows.

        Raises ValueError with the reason, in Chinese, where digits are lost.
        """
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self._dates and 0 <= number <= _LAST_DAY:
            return self._moment(number)
        if not abs(number) < _EXACT:
            raise ValueError(TOO_LONG)
        # 8.4 times anything is kept as 8.3999999999999995 and shown as 8.4.
        return format(Decimal(format(number, ".15g")), "f")

    def _moment(self, days: float) -> str:
        seconds = round(days * 86_400)
        moment = self._first + timedelta(seconds=seconds)
        if days < 1:
            return moment.time().isoformat(timespec="auto")
        if moment.time() == time():
            return moment.date().isoformat()
        return moment.isoformat(" ")
