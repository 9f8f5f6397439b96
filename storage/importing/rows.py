"""A row of an imported file: its cells read, what is wrong with them noted in plain words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from math import isfinite
from typing import TypeVar

T = TypeVar("T")

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
"""What a Telegram deep link may carry; the column is 40 long."""
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")
"""Excel gives a time its seconds."""
_YUAN = re.compile(r"(\d{1,5})(?:\.(\d{1,2})0*)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be imported, in the words of those who filled it in."""

    row: int
    """As the spreadsheet numbers it: the headings are row 1. 0 means the whole file."""
    column: str
    """The heading; empty where the whole row is meant."""
    text: str

    def __str__(self) -> str:
        row = f"第 {self.row} 行" if self.row else "整个文件"
        return f"{row}{f'「{self.column}」' if self.column else ''}：{self.text}"


class ImportRefused(Exception):  # noqa: N818 - a refusal, worded as those of the services
    """Nothing was imported; `problems` lists every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(slots=True)
class Row:
    """A row below the headings. The readers note a problem and return something harmless."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(repr=False)

    def refuse(self, column: str, text: str) -> None:
        self.problems.append(Problem(self.number, column, text))

    def text(self, column: str, limit: int, *, needed: bool = True) -> str:
        value = self.cells[column]
        if needed and not value:
            self.refuse(column, "不能空着")
        if len(value) > limit:
            self.refuse(column, f"最多 {limit} 个字，现在有 {len(value)} 个")
        if _CONTROL.search(value):
            self.refuse(column, "里面有换行或看不见的字符")
        return value

    def code(self, column: str, *, needed: bool = True) -> str:
        value = self.cells[column]
        if (value or needed) and not _CODE.fullmatch(value):
            self.refuse(
                column,
                f"“{value}”不能用作编码：要 1 到 40 个字母、数字、- 或 _"
                "（在 Excel 里请先把这一列设成“文本”）",
            )
        return value

    def number_between(self, column: str, lowest: float, highest: float) -> float | None:
        value = self.cells[column]
        return self._read(column, value, _between(lowest, highest)) if value else None

    def whole(self, column: str, lowest: int, highest: int) -> int:
        value = self.cells[column]
        if value.isascii() and value.isdigit() and lowest <= int(value[:9]) <= highest:
            return int(value)
        self.refuse(column, f"要写 {lowest} 到 {highest} 的整数，现在是“{value}”")
        return lowest

    def one_of(self, column: str, choices: Mapping[str, T]) -> T:
        value = self.cells[column]
        if value not in choices:
            self.refuse(column, f"只能写{'、'.join(choices)}，现在是“{value}”")
        return choices.get(value, next(iter(choices.values())))

    def day(self, column: str) -> date:
        value = self.cells[column]
        return self._read(column, value, _day) or date.min

    def last_day(self, column: str) -> date | None:
        """A day that may be left open."""
        return self.day(column) if self.cells[column] else None

    def time(self, column: str) -> time:
        """A time of day."""
        value = self.cells[column]
        return self._read(column, value, _time) or time()

    def fen(self, column: str) -> int:
        """An amount that is written in yuan."""
        return self._read(column, self.cells[column], _fen) or 0

    def _read(self, column: str, value: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(value)
        except ValueError as reason:
            self.refuse(column, f"{reason}，现在是“{value}”")
            return None


def _between(lowest: float, highest: float) -> Callable[[str], float]:
    def read(value: str) -> float:
        wrong = ValueError(f"要写 {lowest:g} 到 {highest:g} 的数字")
        try:
            number = float(value)
        except ValueError:
            raise wrong from None
        if not isfinite(number) or not lowest <= number <= highest:
            raise wrong
        return number

    return read


def _day(value: str) -> date:
    wrong = ValueError("要写像 2026-10-01 这样的日期")
    parts = _DATE.fullmatch(value)
    if parts is None:
        raise wrong
    try:
        return date(*map(int, parts.groups()))
    except ValueError:
        raise wrong from None


def _time(value: str) -> time:
    wrong = ValueError("要写像 09:30 这样的时间")
    parts = _TIME.fullmatch(value)
    if parts is None:
        raise wrong
    try:
        return time(int(parts[1]), int(parts[2]))
    except ValueError:
        raise wrong from None


def _fen(value: str) -> int:
    if not value.isascii() or _YUAN.fullmatch(value) is None:
        raise ValueError("要写像 10 或 9.5 这样的金额（元）")
    return int(Decimal(value) * 100)
