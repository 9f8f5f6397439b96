"""Importing rotas (值班表): who is on duty in which group, by weekday or by date."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing import written
from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.tables import Duty, Group, GroupMember

GROUP, WEEKDAY, DAY = "群名称", "星期", "日期"
BEGINS, ENDS, NAME = "开始", "结束", "姓名"
HEADINGS = (GROUP, WEEKDAY, DAY, BEGINS, ENDS, NAME)

Ids = Mapping[str, list[int]]
"""By name: several where several are called so."""


class _Stands(NamedTuple):
    """What a row says; without times it lasts from midnight to midnight."""

    group_id: int
    person_id: int
    weekday: int | None
    day: date | None
    begins: time
    ends: time


async def import_rota(session: AsyncSession, book: Book) -> Changes:
    """Make the rotas of the groups in the file say what it says; other groups keep theirs.

    People are known by their names in the group. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    groups = await _groups(session)
    members = await _members(session, [ids[0] for ids in groups.values()])
    wanted = [_read(row, groups, members) for row in rows]
    refuse_repeated(rows, NAME, wanted)
    refuse_if(problems)
    ids = {each.group_id for each in wanted}
    stored = list(await session.scalars(select(Duty).where(Duty.group_id.in_(ids))))
    known = {_stands(each): each.id for each in stored}
    gone = [duty_id for stands, duty_id in known.items() if stands not in set(wanted)]
    await session.execute(delete(Duty).where(Duty.id.in_(gone)))
    new = [each for each in wanted if each not in known]
    session.add_all(Duty(**each._asdict()) for each in new)
    await session.flush()
    return Changes(added=len(new), unchanged=len(wanted) - len(new))


def _stands(duty: Duty) -> _Stands:
    return _Stands(*(getattr(duty, name) for name in _Stands._fields))


def _read(row: Row, groups: Ids, members: Mapping[int, Ids]) -> _Stands:
    group_id = _one(row, GROUP, groups, "没有叫“{}”的群", "有几个群都叫“{}”，请先改名")
    there = members.get(group_id, {})
    person_id = _one(row, NAME, there, "“{}”没有在这个群里出现过", "群里有几个人都叫“{}”，请先改名")
    weekday, day = _when(row)
    whole = not row.cells[BEGINS] and not row.cells[ENDS]
    begins, ends = (time(), time()) if whole else (row.time(BEGINS), row.time(ENDS))
    return _Stands(group_id, person_id, weekday, day, begins, ends)


def _when(row: Row) -> tuple[int | None, date | None]:
    if bool(row.cells[WEEKDAY]) == bool(row.cells[DAY]):
        row.refuse(WEEKDAY, "星期和日期只能写一个，也要写一个")
        return None, None
    if row.cells[DAY]:
        return None, row.day(DAY)
    weekday = written.weekday(row.cells[WEEKDAY])
    if weekday is None:
        row.refuse(WEEKDAY, f"要写像 周一 这样的星期，现在是“{row.cells[WEEKDAY]}”")
    return weekday, None


def _one(row: Row, column: str, ids: Ids, none: str, several: str) -> int:
    name = row.cells[column]
    found = ids.get(name, [])
    if len(found) != 1:
        row.refuse(column, (several if found else none).format(name))
    return found[0] if found else 0


async def _groups(session: AsyncSession) -> Ids:
    living = await session.execute(select(Group.title, Group.id).where(Group.lost_at.is_(None)))
    found: dict[str, list[int]] = defaultdict(list)
    for title, group_id in living:
        found[title].append(group_id)
    return found


async def _members(session: AsyncSession, group_ids: list[int]) -> Mapping[int, Ids]:
    there = await session.execute(
        select(GroupMember.group_id, GroupMember.name, GroupMember.person_id).where(
            GroupMember.group_id.in_(group_ids), GroupMember.left_at.is_(None)
        )
    )
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for group_id, name, person_id in there:
        found[group_id][name].append(person_id)
    return found
