"""What the sender tells the rest of the program. It knows chats, not people or groups."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.reach import Obstacle
from storage.outbox_rows import OutboxRow
from storage.tables import Chat


class Hooks(Protocol):
    """Called inside the transaction that records what happened to the rows concerned.

    A hook that raises is undone by itself (a savepoint) and logged: what was sent is recorded
    all the same, since a row that could not be marked would be sent again and again.
    """

    async def blocked(self, session: AsyncSession, chat: Chat, /) -> None:
        """A person stopped the bot, or their account is gone."""

    async def removed(self, session: AsyncSession, chat: Chat, /) -> None:
        """The bot is no longer in the group, or the group is gone."""

    async def muted(self, session: AsyncSession, row: OutboxRow, obstacle: Obstacle, /) -> bool:
        """The group did not take `row`. Whether it may later, so that what waits is held for it."""

    async def spoke(self, session: AsyncSession, places: set[tuple[Chat, int | None]], /) -> None:
        """Messages were posted in these groups, chat and topic, that are `muted_among` others."""

    async def muted_among(self, session: AsyncSession, groups: set[Chat], /) -> set[Chat]:
        """Those of `groups` that are thought to take nothing; it writes nothing."""

    async def member(
        self, session: AsyncSession, chat: Chat, user_id: int, /, *, present: bool
    ) -> None:
        """Whether the channel's user is in the group, as was asked by `getChatMember`."""

    async def moved(self, session: AsyncSession, old: Chat, new: Chat, /) -> None:
        """The group became a supergroup. Waiting rows already have the new id."""

    async def elsewhere(self, session: AsyncSession, chat: Chat, /) -> Chat | None:
        """Another chat in which the same person can be told; None where there is none."""

    async def delivered(self, session: AsyncSession, rows: Sequence[OutboxRow], /) -> None:
        """These rows, each part of a broadcast, are there."""

    async def reached(self, session: AsyncSession, rows: Sequence[OutboxRow], /) -> None:
        """These rows are there, which were given to staff to tell."""

    async def undeliverable(self, session: AsyncSession, row: OutboxRow, error: str, /) -> None:
        """`row` was given up, or is for staff to tell. Once a row.

        `error` is Telegram's reason without people's words.
        """

    async def refused(self, session: AsyncSession, row: OutboxRow, error: str, /) -> None:
        """`row` was given up for what it says, not for its chat. Called after `undeliverable`."""

    async def incomplete(self, session: AsyncSession, row: OutboxRow, /) -> None:
        """`row` was sent without a file of it that is gone."""

    async def crowded(
        self, session: AsyncSession, chat: Chat, rows: Sequence[OutboxRow], /
    ) -> None:
        """More cards of the group look different now than can be redrawn in a minute."""
