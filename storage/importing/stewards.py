"""Importing who answers for which area: 网格员, 楼栋长, 中心户 and the others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import ROLES
from storage.tables import Area, Role, SaidHow, Steward

AREA, ROLE, NAME, PHONE = "区域编码", "角色", "姓名", "电话"
SHOWN, AGREED_ON, SINCE, UNTIL = "公开电话", "同意日期", "开始", "卸任"
HEADINGS = (AREA, ROLE, NAME, PHONE, SHOWN, AGREED_ON, SINCE, UNTIL)
"""卸任 is the first day without the role; both days are the community's."""
SHOWN_BY: Mapping[str, SaidHow | Literal[False]] = {
    "否": False,
    "书面": SaidHow.PAPER,
    "本人": SaidHow.CHAT,
}
"""Whether residents see the telephone, and by what. 本人 stands in what was exported: only they
themselves can say so, in chat."""
NAME_LIMIT = 40
PHONE_LIMIT = 40
"""The columns' lengths."""
SHORTEST_PHONE = 7
"""Digits."""

Key = tuple[int, Role, str, date]


async def import_stewards(session: AsyncSession, book: Book) -> Changes:
    """Add and change roles, known by area, role, name and first day; those not in the file stay.

    What somebody said themselves about their telephone holds against a paper that is older.
    Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    named = select(Area.code, Area.id).where(Area.code.in_({row.cells[AREA] for row in rows}))
    areas = {row.code: row.id for row in await session.execute(named)}
    stored = list(await session.scalars(select(Steward).where(Steward.area_id.in_(areas.values()))))
    known = {_key(each): each for each in stored}
    wanted: list[tuple[Key, dict[str, Any]]] = []
    for row in rows:
        key = _named(row, areas)
        wanted.append((key, _values(row, key, known.get(key))))
    _refuse_overlaps(rows, wanted, stored)
    refuse_repeated(rows, NAME, [key for key, _values in wanted])
    refuse_if(problems)
    changes = Changes()
    for (area_id, role, name, since), values in wanted:
        if steward := known.get((area_id, role, name, since)):
            changes.note(steward, **values)
        else:
            session.add(Steward(area_id=area_id, role=role, name=name, since=since, **values))
            changes.added += 1
    await session.flush()
    return changes


def _key(steward: Steward) -> Key:
    return steward.area_id, steward.role, steward.name, steward.since


def _named(row: Row, areas: Mapping[str, int]) -> Key:
    code = row.code(AREA)
    if code not in areas:
        row.refuse(AREA, f"没有编码是“{code}”的区域")
    name = row.text(NAME, NAME_LIMIT)
    return areas.get(code, 0), row.one_of(ROLE, ROLES), name, row.day(SINCE)


def _values(row: Row, key: Key, steward: Steward | None) -> dict[str, Any]:
    phone, until = row.text(PHONE, PHONE_LIMIT, needed=False), row.last_day(UNTIL)
    if phone and sum(letter.isdigit() for letter in phone) < SHORTEST_PHONE:
        row.refuse(PHONE, f"不像电话号码，至少要 {SHORTEST_PHONE} 位数字")
    if until is not None and until < key[3]:
        row.refuse(UNTIL, "比开始的日子还早")
    values: dict[str, Any] = {"phone": phone or None, "until": until}
    how = row.one_of(SHOWN, SHOWN_BY)
    if how is False:
        return values | {"phone_shown": False}
    agreed_on = row.day(AGREED_ON)
    if not phone:
        row.refuse(PHONE, "没有电话，没法公开")
    _refuse_against_their_word(row, how, agreed_on, steward)
    return values | {"phone_shown": True, "phone_said_how": how, "phone_said_on": agreed_on}


def _refuse_against_their_word(
    row: Row, how: SaidHow, agreed_on: date, steward: Steward | None
) -> None:
    said_on = steward.phone_said_on if steward else None
    by_themselves = steward is not None and steward.phone_said_how is SaidHow.CHAT
    if how is SaidHow.CHAT:
        as_stored = by_themselves and steward is not None and steward.phone_shown
        if not as_stored or said_on != agreed_on:
            row.refuse(SHOWN, "“本人”同意只能由本人在聊天里点；有签字的纸，请写“书面”")
    elif by_themselves and steward is not None and said_on is not None and agreed_on <= said_on:
        choice = "公开" if steward.phone_shown else "不公开"
        row.refuse(SHOWN, f"本人 {said_on} 在聊天里选了{choice}，比这张纸晚")


def _refuse_overlaps(
    rows: Sequence[Row], wanted: Sequence[tuple[Key, dict[str, Any]]], stored: Sequence[Steward]
) -> None:
    """One person is not the same thing twice: that would be a corrected date, or a slip.

    What is stored counts as the file has it from now on. Of two in the file the later is refused.
    """
    terms: dict[Key, date | None] = {_key(each): each.until for each in stored}
    in_file = {key: values["until"] for key, values in wanted}
    terms |= in_file
    same: dict[tuple[int, Role, str], list[Key]] = defaultdict(list)
    for key in terms:
        same[key[:3]].append(key)
    for row, (key, _values) in zip(rows, wanted, strict=True):
        for other in same[key[:3]]:
            is_mended_here = other in in_file and other[3] > key[3]
            if other == key or is_mended_here:
                continue
            if _overlap((key[3], terms[key]), (other[3], terms[other])):
                row.refuse(SINCE, f"“{key[2]}”从 {other[3]} 起已经是了，请先写上那一任的卸任日期")
                break


def _overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Of two terms, each from its first day to before its last."""
    earlier, later = sorted([one, other], key=lambda term: term[0])
    return earlier[1] is None or later[0] < earlier[1]
