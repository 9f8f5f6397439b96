"""From a file's bytes to rows under known headings."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storage import reading
from storage.folding import folded
from storage.importing.rows import ImportRefused, Problem, Row
from storage.reading import Book, Sheet

_LOOKED_AT = 20
"""Rows among which the headings are looked for: titles and notes may stand above them."""


def open_book(content: bytes) -> Book:
    """The sheets of a file; see `reading.read`. Raises ImportRefused."""
    try:
        return reading.read(content)
    except reading.Unreadable as reason:
        raise ImportRefused([Problem(0, "", str(reason))]) from None


def rows_of(book: Book, headings: Sequence[str]) -> tuple[list[Row], list[Problem]]:
    """The rows below the headings and the list in which their problems are noted.

    The headings may stand on any sheet, below a title, in any order, and however they are written.
    Blank rows and blank columns without a heading are passed over. Raises ImportRefused when other
    headings are found, or two sheets are filled in.
    """
    table = _table(book, headings)
    problems: list[Problem] = []
    rows = []
    flawed = {row for row, _column in table.sheet.flaws}
    for number, cells in enumerate(table.sheet.rows[table.row :], start=table.row + 1):
        if not any(cells) and number not in flawed:
            continue
        if any(cell for place, cell in enumerate(cells) if place not in table.columns):
            problems.append(Problem(number, "", "比标题多出几格，文字里的逗号要放在引号里"))
        named = {
            heading: cells[place] if place < len(cells) else ""
            for place, heading in table.columns.items()
        }
        row = Row(number, named, problems)
        for place, heading in table.columns.items():
            if flaw := table.sheet.flaws.get((number, place + 1)):
                row.spoil(heading, flaw)
        rows.append(row)
    return rows, problems


def headings_found(book: Book, headings: Sequence[str]) -> int:
    """The most of these headings that stand in one row of a sheet."""
    known = set(headings)
    return max(
        (len(known.intersection(_best(sheet, headings).columns.values())) for sheet in book),
        default=0,
    )


def refuse_if(problems: Sequence[Problem]) -> None:
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.row))


def refuse_repeated(rows: Sequence[Row], column: str, keys: Iterable[Hashable]) -> None:
    """Two rows with one key, however it is written, would leave open which of them holds."""
    first: dict[Hashable, int] = {}
    for row, key in zip(rows, map(_comparable, keys), strict=True):
        if key in first:
            row.refuse(column, f"跟第 {first[key]} 行重复了")
        first.setdefault(key, row.number)


def _comparable(key: Hashable) -> Hashable:
    if isinstance(key, tuple):
        return tuple(map(_comparable, key))
    return folded(key) if isinstance(key, str) else key


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the headings are: on which sheet, in which row, and by their places, from 0."""

    sheet: Sheet
    row: int
    columns: Mapping[int, str]
    """As the importer names them; what it does not know, as it stands there."""

    def has_rows(self) -> bool:
        return len(self.sheet.rows) > self.row


def _table(book: Book, headings: Sequence[str]) -> _Table:
    tables = [_best(sheet, headings) for sheet in book] or [_Table(Sheet("", []), 1, {})]
    problems = {id(table): list(_wrong_headings(table, headings)) for table in tables}
    right = [table for table in tables if not problems[id(table)]]
    filled = [table for table in right if table.has_rows()]
    if len(filled) > 1:
        names = "、".join(f"“{table.sheet.name}”" for table in filled)
        raise ImportRefused([Problem(0, "", f"有几张表都填了：{names}。请只留要用的那一张")])
    if right:
        return (filled or right)[0]
    known = set(headings)
    nearest = max(tables, key=lambda table: len(known.intersection(table.columns.values())))
    raise ImportRefused(problems[id(nearest)])


def _best(sheet: Sheet, headings: Sequence[str]) -> _Table:
    """With the row that has most of the headings; the first of them where none has any."""
    known = {folded(heading): heading for heading in headings}
    best = _Table(sheet, 1, {})
    most = -1
    for number, cells in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        columns = {place: known.get(folded(cell), cell) for place, cell in enumerate(cells) if cell}
        found = len({heading for heading in columns.values() if heading in headings})
        if found > most:
            best, most = _Table(sheet, number, columns), found
    return best


def _wrong_headings(table: _Table, wanted: Sequence[str]) -> Iterator[Problem]:
    found = Counter(table.columns.values())
    for heading in wanted:
        if found[heading] != 1:
            text = "这一列出现了不止一次" if found[heading] else "缺少这一列"
            yield Problem(table.row, heading, text)
    for heading in found:
        if heading not in wanted:
            yield Problem(table.row, heading, "没有这样的列")
