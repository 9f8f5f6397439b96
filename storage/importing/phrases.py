"""Importing the phrases from which categories are suggested."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.reading import Book
from storage.tables import Category, CategoryPhrase

KEY, PHRASE = "类别编码", "说法"
HEADINGS = (KEY, PHRASE)


async def import_phrases(session: AsyncSession, book: Book) -> Changes:
    """Add the phrases that are not there yet. Raises ImportRefused, having written nothing."""
    rows, problems = rows_of(book, HEADINGS)
    ids = {category.key: category.id for category in await session.scalars(select(Category))}
    for row in rows:
        row.text(PHRASE, 200)
        if row.cells[KEY] not in ids:
            row.refuse(KEY, f"没有编码是“{row.cells[KEY]}”的类别")
    refuse_repeated(rows, PHRASE, [(row.cells[KEY], row.cells[PHRASE]) for row in rows])
    refuse_if(problems)
    stored = await session.execute(select(CategoryPhrase.category_id, CategoryPhrase.text))
    known = {(category_id, text) for category_id, text in stored}
    wanted = [(ids[row.cells[KEY]], row.cells[PHRASE]) for row in rows]
    new = [pair for pair in wanted if pair not in known]
    session.add_all(CategoryPhrase(category_id=category_id, text=text) for category_id, text in new)
    await session.flush()
    return Changes(added=len(new), unchanged=len(wanted) - len(new))
