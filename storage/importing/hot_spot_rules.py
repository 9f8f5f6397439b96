"""Importing what makes a hot spot (集中诉求)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
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
    wanted = []
    for row in rows:
        key = row.code(CATEGORY, needed=False)
        if key and key not in ids:
            row.refuse(CATEGORY, f"没有编码是“{key}”的类别")
        wanted.append(
            HotSpotRule(
                category_id=ids.get(key),
                requests=row.whole(REQUESTS, 2, 100),
                days=row.whole(DAYS, 1, MOST_DAYS),
                within_m=row.whole(WITHIN, 1, FARTHEST_M),
                quiet_days=row.whole(QUIET, 1, MOST_DAYS),
            )
        )
    refuse_repeated(rows, CATEGORY, [rule.category_id for rule in wanted])
    refuse_if(problems)
    known = {rule.category_id: rule for rule in await session.scalars(select(HotSpotRule))}
    changes = Changes()
    for rule in wanted:
        if stored := known.get(rule.category_id):
            changes.note(
                stored,
                requests=rule.requests,
                days=rule.days,
                within_m=rule.within_m,
                quiet_days=rule.quiet_days,
            )
        else:
            session.add(rule)
            changes.added += 1
    await session.flush()
    return changes
