"""The sheets of a file, by the columns of the convention, each cell with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.surveys.xlsform import convention, grids
from services.surveys.xlsform.convention import CHOICES, SETTINGS, SURVEY
from services.surveys.xlsform.grids import Grid
from services.surveys.xlsform.not_understood import Misfit, NotUnderstood, Trouble
from storage.clean_text import one_line

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
    columns: Mapping[str, Column]
    """From which each of them was taken."""

    def line(self, name: str) -> str:
        return one_line(self.cells.get(name, ""))

    def misfit(self, trouble: Trouble, name: str = "", text: str | None = None) -> Misfit:
        """About the cell in that column, or about the row."""
        column = self.columns.get(name) or self.table.columns.get(name)
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


def read(content: bytes) -> tuple[dict[str, Table], list[Misfit]]:
    """The tables by the convention's names, settings and choices perhaps empty, and what is wrong.

    Raises NotUnderstood where nothing can be read at all.
    """
    found, misfits = _ours([grid for grid in grids.read(content) if grid.rows])
    if SURVEY not in found:
        raise NotUnderstood([Misfit(trouble=Trouble.NO_SURVEY), *misfits])
    headings = {name: list(_headings(grid, name)) for name, grid in found.items()}
    default = _default_language(found.get(SETTINGS), headings.get(SETTINGS, ()))
    tables = {name: Table(name) for name in _OURS}
    for name, grid in found.items():
        tables[name], wrong = _table(grid, name, headings[name], default)
        misfits += wrong
    return tables, misfits


def _ours(found: Sequence[Grid]) -> tuple[dict[str, Grid], list[Misfit]]:
    """Sheets by the convention's names; the only one is the survey, whatever its name."""
    ours: dict[str, Grid] = {}
    misfits = []
    for grid in found:
        name = grid.name.lower() if len(found) > 1 else SURVEY
        if name in _OURS and name not in ours:
            ours[name] = grid
        elif not name.startswith("_"):
            misfits.append(Misfit(trouble=Trouble.SHEET, sheet=grid.name, text=grid.name))
    return ours, misfits


def _headings(grid: Grid, sheet: str) -> Iterator[Column]:
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


def _is_chinese(language: str) -> bool:
    folded = language.lower()
    return "中文" in folded or "chinese" in folded or "(zh" in folded or folded.startswith("zh")


def _default_language(grid: Grid | None, columns: Sequence[Column]) -> str:
    place = next((each.place for each in columns if each.name == "default_language"), None)
    if grid is None or place is None:
        return ""
    values = [cells[place - 1] for _number, cells in grid.rows[1:] if len(cells) >= place]
    return one_line(values[0]) if values else ""


def _table(
    grid: Grid, sheet: str, headings: Sequence[Column], default: str
) -> tuple[Table, list[Misfit]]:
    preferred = _preferred(headings, default)
    table = Table(grid.name, {each.name: each for each in reversed(preferred)})
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
            columns = _filled(cells, preferred)
            named = {name: cells[column.place - 1] for name, column in columns.items()}
            row = Row(table, number, named, columns)
            table.rows.append(row)
            misfits += _strange(row, cells, names, sheet, strange)
    return table, misfits


def _preferred(headings: Sequence[Column], default: str) -> list[Column]:
    """Chinese before the form's default language, and that before others."""
    return sorted(
        headings,
        key=lambda each: (
            not _is_chinese(each.language),
            each.language != default,
            each.language != "",
        ),
    )


def _doubles(grid: Grid, headings: Sequence[Column]) -> Iterator[Misfit]:
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


def _filled(cells: Sequence[str], preferred: Sequence[Column]) -> dict[str, Column]:
    """By their names the columns in which something stands: what a language lacks, in the next."""
    found: dict[str, Column] = {}
    for column in preferred:
        if column.place <= len(cells) and cells[column.place - 1]:
            found.setdefault(column.name, column)
    return found


def _flaws(grid: Grid, headings: Mapping[int, str]) -> Iterator[Misfit]:
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
    """Cells below no heading, and the first of each column outside the subset.

    Columns for oneself begin with `_`, as sheets do.
    """
    known = (*convention.READ[sheet], *convention.LEFT_OUT[sheet])
    for place, cell in enumerate(cells, start=1):
        column = columns.get(place)
        if not cell or place in said:
            continue
        if column and (column.name in known or column.name.startswith("_")):
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
