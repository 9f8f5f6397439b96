"""What the sender's findings mean: who stopped the bot, which group is gone, what never arrived."""

import logging
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.contact import NO_CONTACT
from bot.work import Work
from handlers.common.config import Config
from handlers.groups import undelivered
from services.broadcasts import settling
from services.groups import binding as groups
from services.groups import reach as group_reach
from services.groups.reach import Obstacle
from services.people import addresses, reach
from services.tickets import recording as timeline
from services.untold import items as untold
from storage.outbox import KNOWS, TOPIC, in_topic, put
from storage.outbox_rows import OutboxRow
from storage.tables import Channel, Chat, EventKind, Handle, Ticket

log = logging.getLogger(__name__)


class SenderHooks:
    """See `bot.sender.Hooks`. What they cause is announced in the same transaction."""

    def __init__(self, work: Work, config: Config) -> None:
        self._work = work
        self._config = config

    async def blocked(self, session: AsyncSession, chat: Chat) -> None:
        await reach.stopped(session, chat, now=self._work.clock())

    async def removed(self, session: AsyncSession, chat: Chat) -> None:
        await group_reach.lost(session, chat, now=self._work.clock())
        await self._work.finish(session)

    async def muted(self, session: AsyncSession, row: OutboxRow, obstacle: Obstacle) -> bool:
        group = await group_reach.muted(
            session,
            row.chat,
            obstacle,
            topic_id=row.params.get(TOPIC),
            now=self._work.clock(),
        )
        await self._work.finish(session)
        return group is not None

    async def spoke(self, session: AsyncSession, places: set[tuple[Chat, int | None]]) -> None:
        for group in await group_reach.muted_among(session, {chat for chat, _topic in places}):
            if (group.chat, group.topic_id) in places:
                await group_reach.speaks_again(session, group, now=self._work.clock())
                await self._work.finish(session)

    async def muted_among(self, session: AsyncSession, groups: set[Chat]) -> set[Chat]:
        return groups & await group_reach.muted_chats(session)

    async def member(
        self, session: AsyncSession, chat: Chat, user_id: int, *, present: bool
    ) -> None:
        group = await groups.by_chat(session, chat)
        known = await addresses.behind(session, Handle(chat.channel, str(user_id)))
        if group is not None and known is not None and not present:
            await groups.left(session, group, known.id, now=self._work.clock())
            await self._work.finish(session)

    async def moved(self, session: AsyncSession, old: Chat, new: Chat) -> None:
        await groups.moved(session, old, new.id)
        await self._work.finish(session)

    async def elsewhere(self, session: AsyncSession, chat: Chat) -> Chat | None:
        return await reach.elsewhere(session, chat)

    async def delivered(self, session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
        now, chats = self._work.clock(), defaultdict[tuple[int, Channel], list[int]](list)
        for row in rows:
            if row.broadcast_id is not None:
                chats[row.broadcast_id, row.channel].append(row.chat_id)
        for (broadcast_id, channel), chat_ids in chats.items():
            await settling.delivered(session, broadcast_id, channel, chat_ids, now=now)

    async def reached(self, session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
        await untold.reached(session, [row.id for row in rows], now=self._work.clock())
        await self._work.finish(session)

    async def undeliverable(self, session: AsyncSession, row: OutboxRow, error: str) -> None:
        """Staff see it on the request that it was about, or on the list of what they have to tell.

        Who only has not written may be told by telephone; who left is for those who work on it.
        """
        log.warning("%s to chat %d was given up: %s", row.method, row.chat_id, error)
        if row.broadcast_id is not None:
            await settling.failed(session, row.broadcast_id, row.channel, [row.chat_id])
        ticket = await _ticket(session, row)
        if ticket is not None and error != NO_CONTACT:
            await timeline.record(
                session, ticket, EventKind.UNDELIVERED, now=self._work.clock(), internal=True
            )
        elif untold.is_for_staff(row.matter) and row.way not in KNOWS:
            await untold.raised(session, row, now=self._work.clock())
        await self._work.finish(session)

    async def refused(self, session: AsyncSession, row: OutboxRow, error: str) -> None:
        now = self._work.clock()
        told = await undelivered.of_refused(session, row, error, self._config, now)
        await put(session, told, now)

    async def incomplete(self, session: AsyncSession, row: OutboxRow) -> None:
        now = self._work.clock()
        await put(session, await undelivered.of_incomplete(session, row, self._config, now), now)

    async def crowded(self, session: AsyncSession, chat: Chat, rows: Sequence[OutboxRow]) -> None:
        topic = (await groups.topics(session)).get(chat)
        told = [
            in_topic(each, topic) for each in undelivered.digest(chat, [row.params for row in rows])
        ]
        await put(session, told, self._work.clock())


async def _ticket(session: AsyncSession, row: OutboxRow) -> Ticket | None:
    kind, _colon, number = (row.about or "").partition(":")
    return await session.get(Ticket, int(number)) if kind in ("question", "mine") else None
