"""Importing the answers that staff give again and again."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import CANNED_FOR, YES_NO
from storage.tables import CannedAnswer, Category
from storage.tables.tickets.canned import PLACEHOLDERS

KEY, USED_FOR, CATEGORY, POSITION = "编码", "用于", "类别编码", "顺序"
TEXT, ACTIVE = "内容", "启用"
HEADINGS = (KEY, USED_FOR, CATEGORY, POSITION, TEXT, ACTIVE)

TEXT_LIMIT = 500
"""With the place and so on filled in it stays below what may be written to a resident."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


async def import_canned_answers(session: AsyncSession, book: Book) -> Changes:
    """Add and change answers by their keys; those not in the file stay as they are.

    Raises ImportRefused with everything that is wrong, before anything is written.
    """
    rows, problems = rows_of(book, HEADINGS)
    ids = {category.key: category.id for category in await session.scalars(select(Category))}
    wanted = {row.code(KEY): _values(row, ids) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    return await put_by_key(session, CannedAnswer, "key", wanted)


def _values(row: Row, ids: dict[str, int]) -> dict[str, object]:
    category = row.cells[CATEGORY]
    if category and category not in ids:
        row.refuse(CATEGORY, f"没有编码是“{category}”的类别；通用的请空着")
    text = row.text(TEXT, TEXT_LIMIT)
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            known = "、".join(f"{{{each}}}" for each in PLACEHOLDERS)
            row.refuse(TEXT, f"“{{{name}}}”不能用，能填进去的只有{known}")
    if re.search("[{}]", _PLACEHOLDER.sub("", text)):
        row.refuse(TEXT, "大括号不成对")
    return {
        "used_for": row.one_of(USED_FOR, CANNED_FOR),
        "category_id": ids.get(category),
        "position": row.whole(POSITION, 0, 9999),
        "text": text,
        "active": row.one_of(ACTIVE, YES_NO),
    }
