"""Doors as staff write them into a list: 3栋 301 林阿姨; 3-2-301 林阿姨; 3号楼 消防通道; 配电房."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, areas_in_words
from services.areas_in_words import BUILDING, Named
from services.visits.rounds import DOOR_LIMIT, NAME_LIMIT, Door
from services.written.numerals import NUMERAL
from storage.clean_text import one_line
from storage.reading import Book
from storage.tables import Area, Level, VisitKind

LINES_READ = 2_000
"""Of a file: four times as many as a list may have doors."""
_BY_FIGURES = re.compile(r"^\s*(\d{1,3})\s*[-－—–]\s*(?:(\d{1,2})\s*[-－—–]\s*)?(\d{2,5})(?!\d)")
"""3-301, 3-2-301: building, staircase, door."""
_FIGURES = "[A-Za-z]?(?<![0-9])[0-9]{1,5}(?![0-9])[A-Za-z]?"
"""Not part of a telephone number."""
_PART = f"(?:{_FIGURES}|{NUMERAL}{{1,3}}(?=单元|單元|梯|层|層))"
_DOOR = re.compile(rf"(?:\s*{_PART}(?:单元|單元|梯|层|層|楼|樓|室|房|户|戶|号|號)?[-－—–]?)+")
_BETWEEN = re.compile(r"^[\s,，、;；:：|]+|[\s,，、;；:：|]+$")
_SEPARATORS = re.compile(r"[\s,，、;；:：|]+")
_A_PLACE = re.compile(
    "(?:新村|小区|小區|花园|花園|公寓|社区|社區|大院|宿舍|家园|家園|大厦|大廈|山庄|山莊|广场|廣場)$"
    "|.{3}[苑里弄巷路街坊村城期区院园]$|[路街巷弄里村][0-9]{1,5}[号號]$"
)
"""Of three characters it is a name as well: 王小路."""
_HEADINGS = frozenset(
    [
        "序号",
        "楼栋",
        "地点",
        "地址",
        "住址",
        "门牌",
        "门牌号",
        "房号",
        "室号",
        "姓名",
        "户主",
        "称呼",
    ]
)


@dataclass(frozen=True, slots=True)
class Read:
    """What the lines say; nothing of them is lost."""

    doors: Sequence[Door]
    unknown: Sequence[str]
    """Lines with a building that the tree does not have: they are among the doors all the same."""
    unread: Sequence[str]
    """Lines of visits that name no building: they are not."""
    repeated: int
    """Lines left out because the same door stands in the list before."""


def same_door(door: str) -> str:
    """What is equal for the same door, however it was written: 301室 is 301."""
    plain = unicodedata.normalize("NFKC", door).casefold()
    return re.sub(r"[\s\-—–]|室|房|户$|号$", "", plain)


def lines_of(text: str) -> list[str]:
    """Those in which something stands."""
    return [line for each in text.splitlines() if (line := one_line(each))]


def lines_in(book: Book) -> list[str]:
    """The rows of a file as lines, without headings and running numbers."""
    found = []
    for sheet in book:
        numbered = False
        for cells in islice(sheet.rows, LINES_READ):
            filled = [one_line(cell) for cell in cells if one_line(cell)]
            if filled and set(filled) <= _HEADINGS:
                numbered = filled[0] == "序号"
                continue
            line = " ".join(filled[1:] if numbered else filled)
            found += [line] if line else []
    return found


async def read(
    session: AsyncSession,
    lines: Sequence[str],
    around: Area,
    kind: VisitKind,
    before: Sequence[Door] = (),
) -> Read:
    """What `lines` say of places in `around`; `before` are doors that are on the list already.

    Of a visit the words behind the door are who lives there; of an inspection all words behind
    the building are the point. A line such as 军门新村： holds for the buildings below it.
    """
    within = around
    known = {(each.area_id, same_door(each.door)) for each in before}
    places: dict[tuple[int, str], Named | None] = {}
    doors: list[Door] = []
    unknown: list[str] = []
    unread: list[str] = []
    repeated = 0
    for line in lines:
        if (heading := await _heading(session, line, around, kind)) is not None:
            within = heading
            continue
        words = _spelt_out(line)
        building = BUILDING.search(words)
        if building is None and kind is VisitKind.VISIT:
            unread.append(line)
            continue
        head, rest = (words[: building.end()], words[building.end() :]) if building else (words, "")
        at = (within.id, head)
        if at not in places:
            places[at] = await areas_in_words.place_in(session, head, within)
        named = places[at]
        if named is None or not named.area.path.startswith(around.path):
            unknown.append(line)
            named = None
        head, before_it = await _parted(session, head, named)
        door = _door(named, head, before_it, rest, around, kind)
        key = (door.area_id, same_door(door.door))
        if key in known:
            repeated += 1
            continue
        known.add(key)
        doors.append(door)
    return Read(doors, unknown, unread, repeated)


async def _heading(session: AsyncSession, line: str, around: Area, kind: VisitKind) -> Area | None:
    """The compound that a line names and nothing else; of an inspection that may be a point."""
    if kind is VisitKind.INSPECTION and not line.endswith((":", "：")):
        return None
    name = _bare(line)
    if BUILDING.search(name):
        return None
    named = await areas_in_words.place_in(session, name, around)
    is_below = named is not None and named.area.path.startswith(around.path)
    return named.area if named and is_below and named.area.name == name else None


def _spelt_out(line: str) -> str:
    """3-2-301 as 3栋 2单元301."""
    found = _BY_FIGURES.match(line)
    if found is None:
        return line
    building, staircase, door = found.groups()
    inside = f"{staircase}单元{door}" if staircase else door
    return f"{building}栋 {inside} {line[found.end() :]}"


async def _parted(session: AsyncSession, head: str, named: Named | None) -> tuple[str, str]:
    """The place in `head`, which ends with the building, and what else stands before it.

    That is somebody's name as often as not, and groups see the door: it stays with the place only
    where it reads like one.
    """
    building = BUILDING.search(head)
    if building is None:
        return head, ""
    if named is not None:
        unnamed = await areas_in_words.without(session, head, replace(named, spot=""))
        return head, _bare(one_line(unnamed))
    words = _SEPARATORS.split(head[: building.start()])
    where = [each for each in words if _A_PLACE.search(each)]
    others = [each for each in words if each not in where]
    return " ".join([*where, building[0]]), _bare(" ".join(others))


def _door(
    named: Named | None, head: str, before: str, rest: str, around: Area, kind: VisitKind
) -> Door:
    """`before` are words before the building that do not name it, `rest` what stands behind it."""
    area = named.area if named else around
    if kind is VisitKind.VISIT:
        inside, lives_there = _split(rest)
        name = f"{before} {_bare(lives_there)}"
    else:
        inside, name = f"{before} {_bare(rest)}", ""
    # What the tree does not have is kept as it was written; a point needs no building.
    is_in_words = named is None or area.level is not Level.BUILDING
    where = f"{_bare(head)} {inside}" if is_in_words else inside
    return Door(area.id, _bare(where)[:DOOR_LIMIT], _bare(name)[:NAME_LIMIT] or None)


def _split(rest: str) -> tuple[str, str]:
    """The door, and who lives there."""
    rest = _bare(rest)
    found = _DOOR.match(rest)
    return (_bare(found[0]), rest[found.end() :]) if found else ("", rest)


def _bare(words: str) -> str:
    return _BETWEEN.sub("", words)


async def buildings_of(session: AsyncSession, area: Area) -> list[Door]:
    """All buildings below an area, such as a grid, as people count them."""
    found: list[Area] = []
    wanted = [area]
    while wanted:
        for below in await areas.children(session, wanted.pop(0).id):
            (found if below.level is Level.BUILDING else wanted).append(below)
    return [Door(building.id, "") for building in found]


async def grids_of(session: AsyncSession, area: Area) -> list[Area]:
    """The grids below an office's area, in the order of the tree."""
    found = await session.scalars(
        select(Area)
        .where(Area.level == Level.GRID, Area.path.startswith(area.path, autoescape=True))
        .order_by(Area.id)
    )
    return list(found)
