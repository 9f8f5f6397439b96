"""Importing the categories of requests."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import TEAMS, YES_NO
from storage.tables import Category

KEY, POSITION = "编码", "顺序"
NAMES = {"zh": "名称", "zh_Hant": "名称（繁体）", "en": "名称（英文）"}
QUESTIONS = {"zh": "提问", "zh_Hant": "提问（繁体）", "en": "提问（英文）"}
TEAM, URGENT, ACTIVE = "负责", "紧急", "启用"
HOURS, SOLVE_HOURS = "答复时限（小时）", "办结时限（小时）"
WARN_PERCENT, UP_HOURS = "提醒（%）", "超时上报（小时）"
HEADINGS = (
    KEY,
    POSITION,
    *NAMES.values(),
    *QUESTIONS.values(),
    TEAM,
    HOURS,
    SOLVE_HOURS,
    WARN_PERCENT,
    UP_HOURS,
    URGENT,
    ACTIVE,
)

NAME_LIMIT = 30
"""It has to fit a button on a phone."""
QUESTION_LIMIT = 200
HOURS_LIMIT = 1000
"""Working hours: half a year."""


async def import_categories(session: AsyncSession, book: Book) -> Changes:
    """Add and change categories by their keys; those not in the file stay as they are.

    Raises ImportRefused with everything that is wrong, before anything is written.
    """
    rows, problems = rows_of(book, HEADINGS)
    wanted = [_values(row) for row in rows]
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    known = {category.key: category for category in await session.scalars(select(Category))}
    changes = Changes()
    for values in wanted:
        if category := known.get(str(values["key"])):
            changes.note(category, **values)
        else:
            session.add(Category(**values))
            changes.added += 1
    await session.flush()
    return changes


def _values(row: Row) -> dict[str, object]:
    return {
        "key": row.code(KEY),
        "position": row.whole(POSITION, 0, 9999),
        "names": {language: row.text(column, NAME_LIMIT) for language, column in NAMES.items()},
        "questions": _questions(row),
        "team": row.one_of(TEAM, TEAMS),
        "respond_hours": row.whole(HOURS, 1, HOURS_LIMIT),
        "solve_hours": row.whole(SOLVE_HOURS, 1, HOURS_LIMIT),
        "warn_percent": row.whole(WARN_PERCENT, 10, 95),
        "up_hours": row.whole(UP_HOURS, 1, HOURS_LIMIT),
        "urgent": row.one_of(URGENT, YES_NO),
        "active": row.one_of(ACTIVE, YES_NO),
    }


def _questions(row: Row) -> dict[str, str]:
    """In every language, or none where the category asks nothing of its own."""
    if not any(row.cells[column] for column in QUESTIONS.values()):
        return {}
    return {language: row.text(column, QUESTION_LIMIT) for language, column in QUESTIONS.items()}
