"""Importing the themes and kinds of nearby services."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.tables import PlaceKind, PlaceTheme

KEY, THEME, POSITION, WORDS = "编码", "主题编码", "顺序", "说法"
NAMES = {"zh": "名称", "zh_Hant": "名称（繁体）", "en": "名称（英文）"}
THEME_HEADINGS = (KEY, POSITION, *NAMES.values())
KIND_HEADINGS = (KEY, THEME, POSITION, *NAMES.values(), WORDS)

NAME_LIMIT = 30
"""It has to fit a button on a phone."""
WORDS_LIMIT = 400
SEPARATOR = re.compile(r"[、，,;；\s]+")


async def import_place_themes(session: AsyncSession, book: Book) -> Changes:
    """Add and change themes by their keys. Raises ImportRefused, nothing written."""
    rows, problems = rows_of(book, THEME_HEADINGS)
    wanted = {row.code(KEY): _named(row) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    known = {theme.key: theme for theme in await session.scalars(select(PlaceTheme))}
    changes = Changes()
    for key, values in wanted.items():
        if theme := known.get(key):
            changes.note(theme, **values)
        else:
            session.add(PlaceTheme(key=key, **values))
            changes.added += 1
    await session.flush()
    return changes


async def import_place_kinds(session: AsyncSession, book: Book) -> Changes:
    """Add and change kinds by their keys; the words people say are separated by 、.

    Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, KIND_HEADINGS)
    themes = set(await session.scalars(select(PlaceTheme.key)))
    wanted = {row.code(KEY): _named(row) | _of_kind(row, themes) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    known = {kind.key: kind for kind in await session.scalars(select(PlaceKind))}
    changes = Changes()
    for key, values in wanted.items():
        if kind := known.get(key):
            changes.note(kind, **values)
        else:
            session.add(PlaceKind(key=key, **values))
            changes.added += 1
    await session.flush()
    return changes


def _named(row: Row) -> dict[str, object]:
    names = {language: row.text(column, NAME_LIMIT) for language, column in NAMES.items()}
    return {"position": row.whole(POSITION, 0, 9999), "names": names}


def _of_kind(row: Row, themes: set[str]) -> dict[str, object]:
    if row.cells[THEME] not in themes:
        row.refuse(THEME, f"没有编码是“{row.cells[THEME]}”的主题")
    words = SEPARATOR.split(row.text(WORDS, WORDS_LIMIT, needed=False))
    return {"theme": row.cells[THEME], "words": [word for word in words if word]}
