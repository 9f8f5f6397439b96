"""How much WeChat lets us say to somebody who does not wait for an answer.

Five messages within 48 hours after they wrote, three within a minute after they tapped the menu,
followed or scanned; passive replies are free
(https://developers.weixin.qq.com/doc/service/guide/product/message/Service_Center_messages.html).
Nothing says that the two add up, so a message counts against both. It is counted before it is sent:
a process that is killed in between has lost one, and never sends one too many.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Chat, NamedChat


class Allowance(NamedTuple):
    messages: int
    within: timedelta


WRITTEN = Allowance(5, timedelta(hours=48))
TAPPED = Allowance(3, timedelta(minutes=1))
SPARE = timedelta(seconds=5)
"""A window is taken for closed so much before its end: a message may be under way for a while."""


async def wrote(session: AsyncSession, chat: Chat, at: datetime) -> None:
    """They wrote at that moment, by WeChat's clock. Told of it again it changes nothing."""
    row = await _row(session, chat)
    if row is not None and (row.written_at is None or at > row.written_at):
        row.written_at, row.written_left = at, WRITTEN.messages


async def tapped(session: AsyncSession, chat: Chat, at: datetime) -> None:
    """They tapped the menu, scanned or followed; see `wrote`."""
    row = await _row(session, chat)
    if row is not None and (row.tapped_at is None or at > row.tapped_at):
        row.tapped_at, row.tapped_left = at, TAPPED.messages


async def left(session: AsyncSession, chat: Chat, now: datetime) -> int:
    """How many messages may be sent now."""
    row = await _row(session, chat)
    if row is None:
        return 0
    written = row.written_left if _is_open(row.written_at, WRITTEN, now) else 0
    tapped_left = row.tapped_left if _is_open(row.tapped_at, TAPPED, now) else 0
    return max(written, tapped_left)


class Taken(NamedTuple):
    """Messages that were counted, and the windows that they were counted against."""

    messages: int
    written_at: datetime | None
    tapped_at: datetime | None

    def without(self, sent: int) -> "Taken":
        """Those that are left when so many were sent."""
        return self._replace(messages=self.messages - sent)


async def take(session: AsyncSession, chat: Chat, messages: int, now: datetime) -> Taken | None:
    """Count `messages` that are about to be sent; None, and nothing counted, where not so many may
    be."""
    if await left(session, chat, now) < messages:
        return None
    row = await _row(session, chat)
    assert row is not None
    row.written_left = max(0, row.written_left - messages)
    row.tapped_left = max(0, row.tapped_left - messages)
    return Taken(messages, row.written_at, row.tapped_at)


async def give_back(session: AsyncSession, chat: Chat, taken: Taken) -> None:
    """WeChat said that it did not send these. A window that was opened since is as full as it was
    then."""
    row = await _row(session, chat)
    if row is None:
        return
    if row.written_at == taken.written_at:
        row.written_left = min(WRITTEN.messages, row.written_left + taken.messages)
    if row.tapped_at == taken.tapped_at:
        row.tapped_left = min(TAPPED.messages, row.tapped_left + taken.messages)


async def used_up(session: AsyncSession, chat: Chat) -> None:
    """WeChat says that nothing more may be sent, whatever we counted (45015, 45047)."""
    await session.execute(
        update(NamedChat).where(NamedChat.is_in(chat)).values(written_left=0, tapped_left=0)
    )


def _is_open(since: datetime | None, allowance: Allowance, now: datetime) -> bool:
    return since is not None and now < since + allowance.within - SPARE


async def _row(session: AsyncSession, chat: Chat) -> NamedChat | None:
    return await session.get(NamedChat, chat, with_for_update=True)
