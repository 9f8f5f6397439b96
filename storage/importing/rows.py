"""A row of an imported file: its cells read, what is wrong with them noted in plain words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from storage.folding import folded
from storage.importing import written

T = TypeVar("T")

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
"""What a Telegram deep link may carry; the column is 40 long."""
_SHOWN = 40


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


class ImportRefused(Exception):  # noqa: N818 - a refusal, named as those of the services
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
    _spoilt: set[str] = field(default_factory=set, repr=False)

    def spoil(self, column: str, text: str) -> None:
        """Refuse a cell that has no value to go by: what else is wrong with it does not matter."""
        self.refuse(column, text)
        self._spoilt.add(column)

    def refuse(self, column: str, text: str) -> None:
        if column not in self._spoilt:
            self.problems.append(Problem(self.number, column, text))

    def text(self, column: str, limit: int, *, needed: bool = True) -> str:
        value = self.cells[column]
        if needed and not value:
            self.refuse(column, "不能空着")
        if len(value) > limit:
            self.refuse(column, f"最多 {limit} 个字，现在有 {len(value)} 个")
        return value

    def code(self, column: str, *, needed: bool = True) -> str:
        value = self.cells[column]
        if (value or needed) and not _CODE.fullmatch(value):
            self.refuse(
                column,
                f"“{_shown(value)}”不能用作编码：要 1 到 40 个字母、数字、- 或 _"
                "（在 Excel 里请先把这一列设成“文本”）",
            )
        return value

    def number_between(self, column: str, lowest: float, highest: float) -> float | None:
        value = self.cells[column]
        if not value:
            return None
        return self._read(column, lambda value: written.number_between(value, lowest, highest))

    def whole(self, column: str, lowest: int, highest: int) -> int:
        value = self.cells[column]
        number = written.whole(value)
        if number is not None and lowest <= number <= highest:
            return number
        self.refuse(column, f"要写 {lowest} 到 {highest} 的整数，现在是“{_shown(value)}”")
        return lowest

    def one_of(self, column: str, choices: Mapping[str, T]) -> T:
        value = self.cells[column]
        choice = chosen(value, choices)
        if choice is None:
            self.refuse(column, f"只能写{'、'.join(choices)}，现在是“{_shown(value)}”")
            return next(iter(choices.values()))
        return choice

    def day(self, column: str) -> date:
        return self._read(column, written.day) or date.min

    def last_day(self, column: str) -> date | None:
        """A day that may be left open."""
        return self.day(column) if self.cells[column] else None

    def time(self, column: str) -> time:
        """A time of day."""
        return self._read(column, written.time_of_day) or time()

    def fen(self, column: str) -> int:
        """An amount that is written in yuan."""
        return self._read(column, written.fen) or 0

    def _read(self, column: str, reader: Callable[[str], T]) -> T | None:
        value = self.cells[column]
        try:
            return reader(value)
        except ValueError as reason:
            self.refuse(column, f"{reason}，现在是“{_shown(value)}”")
            return None


def chosen(value: str, choices: Mapping[str, T]) -> T | None:
    """The choice that `value` says, however it is written."""
    meant = {folded(word): choice for word, choice in choices.items()}
    return meant.get(folded(value))


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}……"
