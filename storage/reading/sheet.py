"""What was read: the cells of a sheet, as text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from storage.reading.limits import MOST_COLUMNS, MOST_ROWS, Unreadable


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first one on, blank ones too; without blank rows and cells at their ends."""

    name: str
    """Its tab in a workbook; empty for a CSV file."""
    rows: Sequence[Sequence[str]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By row and column, counted from 1: why a cell has no value to go by, in Chinese."""
    filled: Collection[tuple[int, int]] = ()
    """Cells that are merged with the one above and have its value."""


Book: TypeAlias = Sequence[Sheet]
"""The sheets of a file in which something stands and that are not hidden."""


def check_place(row: int, column: int) -> None:
    """Raises Unreadable where something stands too far down or to the right."""
    if row > MOST_ROWS:
        raise Unreadable(
            f"第 {row} 行还有内容，最多读 {MOST_ROWS} 行。请删掉下面不要的行，或者分几次"
        )
    if column > MOST_COLUMNS:
        raise Unreadable(f"第 {row} 行有 {column} 列，最多读 {MOST_COLUMNS} 列。请删掉右边不要的列")


def trimmed(cells: list[str]) -> list[str]:
    """`cells` without the empty ones at the end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells
