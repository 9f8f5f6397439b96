"""The cells of one sheet of a workbook."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from storage.reading.limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_MERGED,
    TOO_LARGE,
    Budget,
    Unreadable,
)
from storage.reading.numbers import Numbers
from storage.reading.parts import BROKEN, Handler
from storage.reading.sheet import Sheet, check_place, trimmed
from storage.reading.text import Clean, Text

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_TRUE_FALSE = {"1": "是", "0": "否"}
NO_RESULT = "这一格是公式，还没有算出结果。请用 Excel 打开、存一次盘，再试一次"
MERGED = "这一格跟左边的合并了，请取消合并，每格填各自的内容"
CELL_TOO_LONG = f"太长了，最多 {LONGEST_CELL} 个字"


class Cells(Handler):
    """Collects a sheet's cells; those that are merely styled take no place."""

    def __init__(
        self, strings: Sequence[str], numbers: Numbers, budget: Budget, clean: Clean
    ) -> None:
        self._strings = strings
        self._numbers = numbers
        self._budget = budget
        self._cells: dict[int, dict[int, str]] = defaultdict(dict)
        self._flaws: dict[tuple[int, int], str] = {}
        self._filled: set[tuple[int, int]] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._value = Text(clean)
        self._in_value = self._is_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
            case "c":
                self._begin(attributes)
            case "v" | "t":
                self._in_value = True
            case "f":
                self._is_formula = True
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        match name:
            case "v" | "t":
                self._in_value = False
            case "c":
                self._put(self._value.taken())

    def text(self, data: str) -> None:
        if self._in_value:
            self._value.add(data)

    def sheet(self, name: str) -> Sheet:
        """All that was collected; what is merged downwards stands in every row of it."""
        self._fill_down()
        rows = [self._cells_of(row) for row in range(1, max(self._cells, default=0) + 1)]
        return Sheet(name, rows, self._flaws, self._filled)

    def _begin(self, attributes: dict[str, str]) -> None:
        if place := attributes.get("r"):
            self._row, self._column = _place(place)
        else:
            self._column += 1
        self._attributes, self._is_formula = attributes, False

    def _put(self, value: str) -> None:
        kind = self._attributes.get("t", "n")
        if self._is_formula and not value and kind != "str":
            self._flaw(NO_RESULT)
        elif value:
            text = self._text(kind, value)
            if text:
                check_place(self._row, self._column)
                self._cells[self._row][self._column] = text
            if len(text) > LONGEST_CELL:
                self._flaw(CELL_TOO_LONG)

    def _text(self, kind: str, value: str) -> str:
        match kind:
            case "s":
                return self._strings[int(value)] if int(value) < len(self._strings) else ""
            case "b":
                return _TRUE_FALSE.get(value, value)
            case "e":
                self._flaw(f"这一格的公式出错了（{value}），请改好再试一次")
                return ""
            case "d":
                return value.removesuffix("T00:00:00")
            case "n":
                try:
                    return self._numbers.written(value, self._attributes.get("s", ""))
                except ValueError as reason:
                    self._flaw(str(reason))
                    return ""
        self._budget.keep(value)
        return value

    def _flaw(self, text: str) -> None:
        """Its row counts as one in which something stands."""
        check_place(self._row, self._column)
        self._flaws[self._row, self._column] = text
        self._cells[self._row].setdefault(self._column, "")

    def _merge(self, where: str) -> None:
        first, _colon, last = where.partition(":")
        self._merged.append((*_place(first), *_place(last or first)))
        if len(self._merged) > MOST_MERGED:
            raise Unreadable(TOO_LARGE)

    def _fill_down(self) -> None:
        """A day that is merged over its meals is meant for each of them."""
        filled = sorted(self._cells)
        done: dict[int, int] = defaultdict(int)
        for top, left, bottom, right in sorted(self._merged):
            text = self._cells.get(top, {}).get(left)
            if text is None:
                continue
            for column in range(left + 1, min(right, MOST_COLUMNS) + 1):
                self._flaws[top, column] = MERGED
            # Ranges never overlap; in a forged file they could cost their number squared.
            after = max(top, done[left])
            for row in filled[bisect_right(filled, after) : bisect_right(filled, bottom)]:
                if left not in self._cells[row]:
                    self._cells[row][left] = text
                    self._filled.add((row, left))
            done[left] = max(bottom, done[left])

    def _cells_of(self, row: int) -> list[str]:
        cells = self._cells.get(row, {})
        return trimmed([cells.get(column, "") for column in range(1, max(cells, default=0) + 1)])


def _place(where: str) -> tuple[int, int]:
    """Row and column, from 1, of a place such as B12."""
    found = _PLACE.fullmatch(where.replace("$", ""))
    if found is None:
        raise Unreadable(BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
