"""Importing what makes a hot spot (集中诉求)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.reading import Book
from storage.tables import Category, HotSpotRule

CATEGORY, REQUESTS, DAYS, WITHIN, QUIET = "类别", "件数", "天数", "范围米", "多少天内不再提醒"
HEADINGS = (CATEGORY, REQUESTS, DAYS, WITHIN, QUIET)
MOST_DAYS = 365
FARTHEST_M = 2000


async def import_hot_spot_rules(session: AsyncSession, book: Book) -> Changes:
    """Add and change rules by their category's key; without one it is for all others.

    Those not in the file stay. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    ids = {each.key: each.id for each in await session.scalars(select(Category))}
    wanted: list[tuple[int | None, dict[str, int]]] = []
    for row in rows:
        key = row.code(CATEGORY, needed=False)
        if key and key not in ids:
            row.refuse(CATEGORY, f"没有编码是“{key}”的类别")
        rule = {
            "requests": row.whole(REQUESTS, 2, 100),
            "days": row.whole(DAYS, 1, MOST_DAYS),
            "within_m": row.whole(WITHIN, 1, FARTHEST_M),
            "quiet_days": row.whole(QUIET, 1, MOST_DAYS),
        }
        wanted.append((ids.get(key), rule))
    refuse_repeated(rows, CATEGORY, [category_id for category_id, _rule in wanted])
    refuse_if(problems)
    return await put_by_key(session, HotSpotRule, "category_id", dict(wanted))
