"""Importing the tree of places."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row, chosen
from storage.reading import Book
from storage.sheets import LEVELS
from storage.tables import Area, Level

CODE, PARENT, LEVEL, NAME = "编码", "上级编码", "层级", "名称"
LATITUDE, LONGITUDE, PHONE = "纬度", "经度", "电话"
HEADINGS = (CODE, PARENT, LEVEL, NAME, LATITUDE, LONGITUDE, PHONE)
"""Positions are WGS-84 degrees."""

_RANK = {level: rank for rank, level in enumerate(Level)}


async def import_areas(session: AsyncSession, book: Book) -> Changes:
    """Add and change areas by their codes; those not in the file stay as they are.

    Raises ImportRefused with everything that is wrong, before anything is written.
    """
    rows, problems = rows_of(book, HEADINGS)
    known = {area.code: area for area in await session.scalars(select(Area))}
    wanted = {row.cells[CODE]: _values(row) for row in rows}
    refuse_repeated(rows, CODE, [row.cells[CODE] for row in rows])
    _check_tree(rows, known)
    refuse_if(problems)
    changes = Changes()
    for level in Level:
        for row in rows:
            values = wanted[row.cells[CODE]]
            if values["level"] is level:
                _put(session, known, row, values, changes)
        # The areas below need the ids of these.
        await session.flush()
    _set_paths(known.values())
    await session.flush()
    return changes


def _values(row: Row) -> dict[str, object]:
    """The columns of the table but the place in the tree."""
    latitude = row.number_between(LATITUDE, -90, 90)
    longitude = row.number_between(LONGITUDE, -180, 180)
    if bool(row.cells[LATITUDE]) != bool(row.cells[LONGITUDE]):
        row.refuse(LATITUDE, "纬度和经度要么都写，要么都空着")
    return {
        "code": row.code(CODE),
        "level": row.one_of(LEVEL, LEVELS),
        "name": row.text(NAME, 80),
        "latitude": latitude,
        "longitude": longitude,
        "phone": row.text(PHONE, 40, needed=False) or None,
    }


def _check_tree(rows: Sequence[Row], known: Mapping[str, Area]) -> None:
    levels = {code: area.level for code, area in known.items()}
    for row in rows:
        if level := chosen(row.cells[LEVEL], LEVELS):
            levels[row.cells[CODE]] = level
    for row in rows:
        level = levels.get(row.cells[CODE])
        if level is None:
            continue
        was = known.get(row.cells[CODE])
        if was is not None and was.level is not level:
            row.refuse(LEVEL, "已有的区域不能改层级，请用新的编码")
        parent = row.code(PARENT, needed=False)
        if not parent:
            if level is not Level.DISTRICT:
                row.refuse(PARENT, "只有“区”可以没有上级")
        elif parent not in levels:
            row.refuse(PARENT, f"没有编码是“{parent}”的区域")
        elif _RANK[levels[parent]] >= _RANK[level]:
            row.refuse(PARENT, f"“{parent}”的层级不比这一行高")


def _put(
    session: AsyncSession,
    known: dict[str, Area],
    row: Row,
    values: dict[str, object],
    changes: Changes,
) -> None:
    above = row.cells[PARENT]
    parent_id = known[above].id if above else None
    area = known.get(row.cells[CODE])
    if area is not None:
        changes.note(area, parent_id=parent_id, **values)
        return
    area = known[row.cells[CODE]] = Area(parent_id=parent_id, path="", **values)
    session.add(area)
    changes.added += 1


def _set_paths(areas: Iterable[Area]) -> None:
    """A moved area takes along what lies in it, whether or not that is in the file."""
    paths: dict[int | None, str] = {None: "/"}
    for area in sorted(areas, key=lambda area: _RANK[area.level]):
        path = f"{paths[area.parent_id]}{area.id}/"
        paths[area.id] = path
        if area.path != path:
            area.path = path
