"""Importing what volunteering rests on: posts, teams, and what residents may order."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.importing.rows import Row
from storage.reading import Book
from storage.tables import (
    Area,
    HelpKind,
    Level,
    PlaceTheme,
    TeamKind,
    VolunteerPost,
    VolunteerTeam,
)

KEY, POSITION = "编码", "顺序"
NAMES = {"zh": "名称", "zh_Hant": "名称（繁体）", "en": "名称（英文）"}
POST_HEADINGS = (KEY, POSITION, *NAMES.values())

COMMUNITY, NAME, KIND = "社区编码", "名称", "类别"
TEAM_HEADINGS = (KEY, COMMUNITY, NAME, KIND)
TEAM_KINDS = {"社区": TeamKind.COMMUNITY, "单位": TeamKind.WORKPLACE}

THEME, POST, PARTNER = "主题编码", "岗位编码", "合作单位"
HELP_HEADINGS = (KEY, THEME, POSITION, *NAMES.values(), POST, PARTNER)

NAME_LIMIT = 40
"""It has to fit a button on a phone."""
TEAM_NAME_LIMIT = 80
PARTNER_LIMIT = 200
"""The columns' lengths."""


async def import_volunteer_posts(session: AsyncSession, book: Book) -> Changes:
    """Add and change posts (岗位) by their keys. Raises ImportRefused, nothing written."""
    rows, problems = rows_of(book, POST_HEADINGS)
    wanted = {row.code(KEY): _named(row) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    return await put_by_key(session, VolunteerPost, "key", wanted)


async def import_volunteer_teams(session: AsyncSession, book: Book) -> Changes:
    """Add and change teams by their codes, which their QR codes carry.

    A code that an area has too is refused: a QR code says no more than the code. Raises
    ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, TEAM_HEADINGS)
    every = {area.code: area for area in await session.scalars(select(Area))}
    wanted = {row.code(KEY): _team(row, every) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    return await put_by_key(session, VolunteerTeam, "code", wanted)


async def import_help_kinds(session: AsyncSession, book: Book) -> Changes:
    """Add and change the helps of the 六助 menu. Raises ImportRefused, nothing written."""
    rows, problems = rows_of(book, HELP_HEADINGS)
    themes = set(await session.scalars(select(PlaceTheme.key)))
    posts = set(await session.scalars(select(VolunteerPost.key)))
    wanted = {row.code(KEY): _named(row) | _help(row, themes, posts) for row in rows}
    refuse_repeated(rows, KEY, [row.cells[KEY] for row in rows])
    refuse_if(problems)
    return await put_by_key(session, HelpKind, "key", wanted)


def _named(row: Row) -> dict[str, Any]:
    names = {language: row.text(column, NAME_LIMIT) for language, column in NAMES.items()}
    return {"position": row.whole(POSITION, 0, 9999), "names": names}


def _team(row: Row, areas: Mapping[str, Area]) -> dict[str, Any]:
    community = areas.get(row.cells[COMMUNITY])
    if community is None or community.level is not Level.COMMUNITY:
        row.refuse(COMMUNITY, f"没有编码是“{row.cells[COMMUNITY]}”的社区")
    if row.cells[KEY] in areas:
        row.refuse(KEY, f"“{row.cells[KEY]}”已经是“{areas[row.cells[KEY]].name}”的编码")
    return {
        "area_id": community.id if community else None,
        "name": row.text(NAME, TEAM_NAME_LIMIT),
        "kind": row.one_of(KIND, TEAM_KINDS),
    }


def _help(row: Row, themes: set[str], posts: set[str]) -> dict[str, Any]:
    if row.cells[THEME] not in themes:
        row.refuse(THEME, f"没有编码是“{row.cells[THEME]}”的主题")
    if row.cells[POST] not in posts:
        row.refuse(POST, f"没有编码是“{row.cells[POST]}”的岗位")
    return {
        "theme": row.cells[THEME],
        "post": row.cells[POST],
        "partner": row.text(PARTNER, PARTNER_LIMIT, needed=False) or None,
    }
