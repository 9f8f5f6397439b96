"""From a file's bytes to rows under known headings."""

import csv
from collections.abc import Hashable, Iterable, Iterator, Sequence

from storage import excel, sheets
from storage.importing.rows import ImportRefused, Problem, Row


def rows_of(content: bytes, headings: Sequence[str]) -> tuple[list[Row], list[Problem]]:
    """The rows below the headings and the list in which their problems are noted.

    The headings may stand in any order. Blank rows are passed over. Raises ImportRefused when
    the file cannot be read or its headings are others.
    """
    try:
        table = sheets.read(content)
    except UnicodeDecodeError:
        raise ImportRefused(
            [Problem(0, "", "读不出里面的文字，请另存为“CSV UTF-8（逗号分隔）”")]
        ) from None
    except excel.WorkbookError:
        raise ImportRefused([Problem(0, "", "这个 Excel 文件打不开，请重新保存一次")]) from None
    except csv.Error:
        raise ImportRefused([Problem(0, "", "引号没有成对，读不下去")]) from None
    found = table[0] if table else []
    if wrong := list(_wrong_headings(found, headings)):
        raise ImportRefused(wrong)
    problems: list[Problem] = []
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cells):
            continue
        if len(cells) > len(found) and any(cells[len(found) :]):
            problems.append(Problem(number, "", "比标题多出几格，文字里的逗号要放在引号里"))
        filled = [*cells, *[""] * (len(found) - len(cells))]
        rows.append(Row(number, dict(zip(found, filled, strict=False)), problems))
    return rows, problems


def refuse_if(problems: Sequence[Problem]) -> None:
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.row))


def refuse_repeated(rows: Sequence[Row], column: str, keys: Iterable[Hashable]) -> None:
    """Two rows with one key would leave open which of them holds."""
    first: dict[Hashable, int] = {}
    for row, key in zip(rows, keys, strict=True):
        if key in first:
            row.refuse(column, f"跟第 {first[key]} 行重复了")
        first.setdefault(key, row.number)


def _wrong_headings(found: Sequence[str], wanted: Sequence[str]) -> Iterator[Problem]:
    for heading in wanted:
        if found.count(heading) != 1:
            text = "这一列出现了不止一次" if heading in found else "缺少这一列"
            yield Problem(1, heading, text)
    for heading in found:
        if heading not in wanted:
            yield Problem(1, heading, "没有这样的列")
