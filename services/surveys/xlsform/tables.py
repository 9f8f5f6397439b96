"""The sheets of a file, by the columns of the convention, each cell with its place."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from services.surveys.xlsform import convention
from services.surveys.xlsform.convention import CHOICES, SETTINGS, SURVEY
from services.surveys.xlsform.not_understood import Misfit, NotUnderstood, Trouble
from storage import reading
from storage.clean_text import lines, one_line

_OURS = (SURVEY, CHOICES, SETTINGS)


@dataclass(frozen=True, slots=True)
class Column:
    place: int
    """From 1."""
    heading: str
    """As written there."""
    name: str
    """As the convention names it."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    table: "Table"
    number: int
    """As Excel counts."""
    cells: Mapping[str, str]
    """By the names of columns; those in which something stands."""

    def line(self, name: str) -> str:
        return one_line(self.cells.get(name, ""))

    def misfit(self, trouble: Trouble, name: str = "", text: str | None = None) -> Misfit:
        """About the cell in that column, or about the row."""
        column = self.table.columns.get(name)
        return Misfit(
            trouble=trouble,
            sheet=self.table.name,
            row=self.number,
            column=column.place if column else 0,
            heading=column.heading if column else "",
            text=self.line(name) if text is None else text,
        )


@dataclass(slots=True)
class Table:
    name: str
    columns: dict[str, Column] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A sheet as it was read: rows with their numbers, the headings first."""

    name: str
    rows: Sequence[tuple[int, Sequence[str]]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    filled: Collection[tuple[int, int]] = ()


def read(content: bytes) -> tuple[dict[str, Table], list[Misfit]]:
    """The tables by the convention's names, settings and choices perhaps empty, and what is wrong.

    Raises NotUnderstood where nothing can be read at all.
    """
    grids: dict[str, _Grid] = {}
    misfits = []
    found = [grid for grid in _grids(content) if grid.rows]
    for grid in found:
        name = grid.name.lower() if len(found) > 1 else SURVEY
        if name in grids or (name not in _OURS and not name.startswith("_")):
            misfits.append(Misfit(trouble=Trouble.SHEET, sheet=grid.name, text=grid.name))
        else:
            grids[name] = grid
    if SURVEY not in grids:
        raise NotUnderstood([Misfit(trouble=Trouble.NO_SURVEY), *misfits])
    headings = {name: list(_headings(grids[name], name)) for name in _OURS if name in grids}
    language = _language(grids, headings)
    tables = {}
    for name in _OURS:
        if name in grids:
            tables[name], wrong = _table(grids[name], name, headings[name], language)
            misfits += wrong
        else:
            tables[name] = Table(name)
    return tables, misfits


def _grids(content: bytes) -> list[_Grid]:
    if _has_macros(content):
        raise NotUnderstood([Misfit(trouble=Trouble.MACROS)])
    try:
        book = reading.read(content, clean=lines)
    except reading.Unreadable as reason:
        raise NotUnderstood([Misfit(trouble=Trouble.FILE, text=str(reason))]) from None
    if len(book) == 1 and not book[0].name:
        return list(_sections(book[0]))
    return [_Grid(each.name, _numbered(each.rows), each.flaws, each.filled) for each in book]


def _has_macros(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name.endswith("vbaProject.bin") for name in archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return False


def _numbered(rows: Sequence[Sequence[str]]) -> list[tuple[int, Sequence[str]]]:
    """Without the blank ones above the headings."""
    numbered = list(enumerate(rows, start=1))
    while numbered and not any(numbered[0][1]):
        del numbered[0]
    return numbered


def _sections(sheet: reading.Sheet) -> Iterator[_Grid]:
    """A CSV file holds all sheets: the first cell of a row names the one that begins there."""
    found: dict[str, list[tuple[int, Sequence[str]]]] = {}
    name = ""
    for number, cells in enumerate(sheet.rows, start=1):
        if cells and cells[0]:
            name = cells[0]
        rows = found.setdefault(name, [])
        if any(cells[1:]):
            rows.append((number, ["", *cells[1:]]))
    for name, rows in found.items():
        yield _Grid(name, rows)


def _headings(grid: _Grid, sheet: str) -> Iterator[Column]:
    cells = grid.rows[0][1] if grid.rows else ()
    for place, cell in enumerate(cells, start=1):
        if heading := one_line(cell):
            yield _column(place, heading, sheet)


def _column(place: int, heading: str, sheet: str) -> Column:
    """`label::中文 (zh)` and the older `label:Chinese` are the label in a language."""
    aliases = convention.ALIASES[sheet]
    written = convention.PREFIX.sub("", heading, count=1)
    name = written.lower().replace(" ", "_")
    if name in aliases:
        return Column(place, heading, aliases[name])
    base, colon, language = written.partition(":")
    base = base.strip().lower().replace(" ", "_")
    base = aliases.get(base, base)
    if colon and base in convention.TRANSLATED:
        return Column(place, heading, base, language.lstrip(":").strip())
    return Column(place, heading, name)


def _language(grids: Mapping[str, _Grid], headings: Mapping[str, Sequence[Column]]) -> str:
    """Chinese where it is among the form's, else the default, else the first; "" for none."""
    found = {
        column.language: None
        for name in (SURVEY, CHOICES)
        for column in headings.get(name, ())
        if column.language
    }
    chinese = [each for each in found if _is_chinese(each)]
    if chinese:
        return chinese[0]
    default = _default_language(grids.get(SETTINGS), headings.get(SETTINGS, ()))
    if default in found:
        return default
    has_plain = any(
        column.name == "label" and not column.language for column in headings.get(SURVEY, ())
    )
    return "" if has_plain else next(iter(found), "")


def _is_chinese(language: str) -> bool:
    folded = language.lower()
    return "中文" in folded or "chinese" in folded or "(zh" in folded or folded.startswith("zh")


def _default_language(grid: _Grid | None, columns: Sequence[Column]) -> str:
    place = next((each.place for each in columns if each.name == "default_language"), None)
    if grid is None or place is None:
        return ""
    values = [cells[place - 1] for _number, cells in grid.rows[1:] if len(cells) >= place]
    return one_line(values[0]) if values else ""


def _table(
    grid: _Grid, sheet: str, headings: Sequence[Column], language: str
) -> tuple[Table, list[Misfit]]:
    table = Table(grid.name, _chosen(headings, language))
    misfits = list(_flaws(grid, {each.place: each.heading for each in headings}))
    misfits += _doubles(grid, headings)
    for name in convention.NEEDED[sheet]:
        if name not in table.columns:
            missing = Misfit(trouble=Trouble.NO_COLUMN, sheet=table.name, heading=name)
            misfits.append(missing)
    names = {each.place: each for each in headings}
    strange: set[int] = set()
    for number, cells in grid.rows[1:]:
        if any(cells):
            row = Row(table, number, _named(cells, table.columns))
            table.rows.append(row)
            misfits += _strange(row, cells, names, sheet, strange)
    return table, misfits


def _chosen(headings: Sequence[Column], language: str) -> dict[str, Column]:
    """Of the columns that mean the same that in the language, else the one without any."""
    found: dict[str, Column] = {}
    for each in sorted(headings, key=lambda each: (each.language != language, each.language != "")):
        found.setdefault(each.name, each)
    return found


def _doubles(grid: _Grid, headings: Sequence[Column]) -> Iterator[Misfit]:
    seen: set[tuple[str, str]] = set()
    for each in headings:
        if (each.name, each.language) in seen:
            yield Misfit(
                trouble=Trouble.TWO_COLUMNS,
                sheet=grid.name,
                row=grid.rows[0][0],
                column=each.place,
                heading=each.heading,
                text=each.heading,
            )
        seen.add((each.name, each.language))


def _named(cells: Sequence[str], columns: Mapping[str, Column]) -> dict[str, str]:
    return {
        name: cells[column.place - 1]
        for name, column in columns.items()
        if column.place <= len(cells) and cells[column.place - 1]
    }


def _flaws(grid: _Grid, headings: Mapping[int, str]) -> Iterator[Misfit]:
    filled = dict.fromkeys(grid.filled, "")
    for (row, column), text in (filled | dict(grid.flaws)).items():
        yield Misfit(
            trouble=Trouble.CELL if text else Trouble.MERGED,
            sheet=grid.name,
            row=row,
            column=column,
            heading=headings.get(column, ""),
            text=text,
        )


def _strange(
    row: Row,
    cells: Sequence[str],
    columns: Mapping[int, Column],
    sheet: str,
    said: set[int],
) -> Iterator[Misfit]:
    """Cells below no heading, and the first of each column outside the subset."""
    known = (*convention.READ[sheet], *convention.LEFT_OUT[sheet])
    for place, cell in enumerate(cells, start=1):
        column = columns.get(place)
        if not cell or place in said or (column and column.name in known):
            continue
        said.add(place)
        yield Misfit(
            trouble=Trouble.COLUMN if column else Trouble.NO_HEADING,
            sheet=row.table.name,
            row=row.number,
            column=place,
            heading=column.heading if column else "",
            text=one_line(cell),
        )
