"""Forgetting what nobody needs any more, a slice at a time, so that nobody waits behind it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.sender import give_up_late
from services.people import named_chats
from storage import media
from storage.conversations import Key
from storage.engine import Database
from storage.left_conversations import Walk
from storage.retention import (
    ENDED,
    LEFT,
    RULES,
    UNUSED_FILES,
    VISIT_PHOTOS,
    Rule,
    forget_slice,
    times,
)

SLICE = 1_000
"""Rows forgotten in one transaction, and conversations looked at together."""
LONG_DRAFT = timedelta(days=30)
"""How much longer than the usual time somebody may be writing, going on again and again."""


async def tidy(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await give_up_late(session, now)
        await named_chats.forget_erased(session)
    async with database.reading() as session:
        kept = await times(session)
    for rule in RULES:
        await _forget(database, rule, now - kept[rule.name])
    left_before, unused_before = now - kept[LEFT.name], now - kept[UNUSED_FILES.name]
    drafted = await _forget_conversations(database, Walk(now - kept[ENDED.name], left_before))
    photographed = now - kept[VISIT_PHOTOS.name]
    since = min(left_before, unused_before, photographed) - LONG_DRAFT
    await _forget_files(database, drafted, since, unused_before)


async def _forget(database: Database, rule: Rule, before: datetime) -> None:
    gone = SLICE
    while gone == SLICE:
        async with database.transaction() as session:
            gone = await forget_slice(session, rule, before, SLICE)


async def _forget_conversations(database: Database, walk: Walk) -> set[str]:
    """Returns the files in the drafts that are kept."""
    drafted: set[str] = set()
    after: Key | None = None
    while True:
        async with database.reading() as session:
            page = await walk.page(session, after, SLICE)
        if page.last is None:
            return drafted
        if page.over:
            async with database.transaction() as session:
                await walk.forget(session, page.over)
        drafted.update(page.files)
        after = page.last


async def _forget_files(
    database: Database, drafted: Collection[str], since: datetime, before: datetime
) -> None:
    """Of those that came from `since` on, before which no draft was begun."""
    async with database.reading() as session:
        unused = sorted(await media.unused(session, since, before) - set(drafted))
    for at in range(0, len(unused), SLICE):
        async with database.transaction() as session:
            await media.forget(session, unused[at : at + SLICE])
