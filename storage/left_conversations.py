"""Conversations that nobody goes on with, found by walking through all of them, page by page.

Pages are read beside the writer and hold nobody up. What is over goes after a day, so that there
are not many more conversations than people who are writing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, case, cast, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage import media
from storage.conversations import KEY, Key
from storage.keys import one_of
from storage.retention import ENDED, LEFT
from storage.tables import Conversation


@dataclass(frozen=True, slots=True)
class Page:
    """The next conversations in the order of their keys."""

    last: Key | None
    """None where there are no more."""
    over: Collection[Key]
    """Those to be forgotten."""
    files: Collection[str]
    """Ids of the files in the drafts of the others."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Through all conversations; those are forgotten that were not touched since."""

    ended_before: datetime
    left_before: datetime

    async def page(self, session: AsyncSession, after: Key | None, limit: int) -> Page:
        written = cast(Conversation.data, Text)
        draft = case((written.contains("media:"), written), else_="")
        query = select(*KEY, self._is_over(), draft).order_by(*KEY).limit(limit)
        if after is not None:
            query = query.where(tuple_(*KEY) > after)
        rows = [(row[:3], row[3], row[4]) for row in await session.execute(query)]
        return Page(
            last=rows[-1][0] if rows else None,
            over=[key for key, is_over, _draft in rows if is_over],
            files=media.ids_written_in(draft for _key, is_over, draft in rows if not is_over),
        )

    async def forget(self, session: AsyncSession, over: Collection[Key]) -> None:
        """Unless somebody went on meanwhile."""
        await session.execute(
            delete(Conversation)
            .where(one_of(KEY, over), self._is_over())
            .execution_options(synchronize_session=False)
        )

    def _is_over(self) -> ColumnElement[bool]:
        return or_(ENDED.is_over(self.ended_before), LEFT.is_over(self.left_before))
