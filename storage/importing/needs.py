"""Importing what needs are about, and what is offered for them (资源清单)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.importing.place_kinds import SEPARATOR
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import RESOURCE_SOURCES
from storage.tables import Area, Level, NeedCategory, Resource, ResourceState

KEY, POSITION, WORDS = "编码", "顺序", "说法"
NAMES = {"zh": "名称", "zh_Hant": "名称（繁体）", "en": "名称（英文）"}
CATEGORY_HEADINGS = (KEY, POSITION, *NAMES.values(), WORDS)

AREA, SOURCE, CATEGORY, UNIT, WHAT = "区域编码", "性质", "类别编码", "单位", "内容"
A_MONTH, UNTIL, CONTACT = "每月次数", "截止", "联系方式"
RESOURCE_HEADINGS = (KEY, AREA, SOURCE, CATEGORY, UNIT, WHAT, A_MONTH, UNTIL, CONTACT)
"""截止 is the last day, empty for no end; 联系方式 is for staff alone."""

NAME_LIMIT = 20
"""It has to fit a button on a phone."""
WORDS_LIMIT = 400
UNIT_LIMIT = 80
WHAT_LIMIT = 200
CONTACT_LIMIT = 100
"""The columns' lengths."""
MOST_A_MONTH = 100


async def import_need_categories(session: AsyncSession, book: Book) -> Changes:
    """Add and change categories by their keys; the words people say are separated by 、.

    Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, CATEGORY_HEADINGS)
    wanted = {row.code(KEY): _category(row) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    return await put_by_key(session, NeedCategory, "key", wanted)


def _category(row: Row) -> dict[str, Any]:
    words = SEPARATOR.split(row.text(WORDS, WORDS_LIMIT, needed=False))
    return {
        "position": row.whole(POSITION, 0, 9999),
        "names": {language: row.text(column, NAME_LIMIT) for language, column in NAMES.items()},
        "words": [word for word in words if word],
    }


async def import_resources(session: AsyncSession, book: Book) -> Changes:
    """Add and change what is offered, by the codes of the file; it stands on the list at once.

    What was offered in chat has no code and stays as it is. Fewer a month than are promised
    already hold for what is promised next. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, RESOURCE_HEADINGS)
    named = select(Area).where(Area.code.in_({row.cells[AREA] for row in rows}))
    areas = {area.code: area for area in await session.scalars(named)}
    categories = set(await session.scalars(select(NeedCategory.key)))
    wanted = {row.code(KEY): _resource(row, areas, categories) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    stored = await session.scalars(select(Resource).where(Resource.code.in_(wanted)))
    known = {each.code: each for each in stored}
    changes = Changes()
    for code, values in wanted.items():
        if resource := known.get(code):
            changes.note(resource, **values)
        else:
            session.add(Resource(code=code, state=ResourceState.CONFIRMED, **values))
            changes.added += 1
    await session.flush()
    return changes


def _resource(row: Row, areas: Mapping[str, Area], categories: set[str]) -> dict[str, Any]:
    area, category = areas.get(row.code(AREA)), row.cells[CATEGORY]
    if area is None:
        row.refuse(AREA, f"没有编码是“{row.cells[AREA]}”的区域")
    elif area.level is Level.BUILDING:
        row.refuse(AREA, "要写小区、社区、街道或者区的编码，不是楼栋")
    if category not in categories:
        row.refuse(CATEGORY, f"没有编码是“{category}”的需求类别")
    return {
        "area_id": area.id if area else None,
        "source": row.one_of(SOURCE, RESOURCE_SOURCES),
        "category": category,
        "unit": row.text(UNIT, UNIT_LIMIT),
        "what": row.text(WHAT, WHAT_LIMIT),
        "a_month": row.whole(A_MONTH, 1, MOST_A_MONTH),
        "until": row.last_day(UNTIL),
        "contact": row.text(CONTACT, CONTACT_LIMIT, needed=False) or None,
    }
