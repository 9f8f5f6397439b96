"""Bound groups that we cannot write to: their requests go where they can be seen.

A muted group stays bound. What is meant for it waits (`storage.held`) and is tried again, and what
goes through shows that writing works. A group that the bot was removed from is lost: it has to be
bound again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.binding import by_chat
from services.news import News, tell
from services.tickets.rehoming import held_by, homeless, send_home
from storage import held
from storage.keys import one_of
from storage.tables import Chat, Group, Ticket


class Obstacle(StrEnum):
    """Why nothing reaches a group."""

    NOT_ALLOWED = "not allowed"
    """The bot, or everybody who is no administrator, may not write."""
    TOPIC = "topic"
    """The topic that the group is bound with is closed or deleted."""
    NOT_FOUND = "not found"
    """There is no such chat (any more)."""
    NOBODY_WROTE = "nobody wrote"
    """The bot may write only where somebody wrote to it, and not for ever; or it was removed."""
    REMOVED = "removed"
    """The bot is not in it any more."""


@dataclass(frozen=True, slots=True)
class OutOfReach(News):
    """A group cannot be written to from now on; told once, until it can be again."""

    group_id: int
    obstacle: Obstacle
    moved: int
    """How many requests went to another group."""
    homeless: int
    """How many found none."""


async def lost(session: AsyncSession, chat: Chat, *, now: datetime) -> Group | None:
    """The bot was removed from the chat. Returns the group, None if none was bound to the chat."""
    group = await by_chat(session, chat)
    if group is not None:
        group.lost_at = now
        await session.flush()
        await _move_out(session, group, Obstacle.REMOVED, now=now)
    return group


async def muted(
    session: AsyncSession,
    chat: Chat,
    obstacle: Obstacle,
    *,
    topic_id: int | None = None,
    now: datetime,
) -> Group | None:
    """The chat, or its topic, refuses what we send.

    Returns the group; None if none is bound to the chat, or with another topic than the closed.
    """
    group = await by_chat(session, chat)
    if group is None or (obstacle is Obstacle.TOPIC and group.topic_id != topic_id):
        return None
    if group.muted_at is not None:
        return group
    group.muted_at = now
    await session.flush()
    await _move_out(session, group, obstacle, now=now)
    return group


async def _move_out(
    session: AsyncSession, group: Group, obstacle: Obstacle, *, now: datetime
) -> None:
    """Hand the group's requests on, and let it be told that the group is out of reach."""
    ids = [ticket.id for ticket in await held_by(session, group)]
    for ticket_id in ids:
        await held.drop(session, group.chat, f"ticket:{ticket_id}")
        await send_home(session, ticket_id, now=now)
    left = await session.scalar(
        select(func.count()).where(Ticket.id.in_(ids), Ticket.group_id.is_(None))
    )
    alone = left or 0
    tell(session, OutOfReach(group.id, obstacle, moved=len(ids) - alone, homeless=alone))


async def speaks_again(session: AsyncSession, group: Group, *, now: datetime) -> None:
    """Writing works: what waited goes out, and requests that had no group come back."""
    group.muted_at = None
    await session.flush()
    await held.release(session, group.chat, now)
    for ticket in await homeless(session, group):
        await send_home(session, ticket.id, now=now)


async def muted_chats(session: AsyncSession) -> set[Chat]:
    """Of all groups that are thought to be out of reach; none is made an object for it."""
    where = (Group.muted_at.is_not(None), Group.lost_at.is_(None))
    found = await session.execute(select(Group.channel, Group.chat_id).where(*where))
    return {Chat(channel, chat_id) for channel, chat_id in found}


async def muted_among(session: AsyncSession, chats: Collection[Chat]) -> list[Group]:
    """The groups of these chats that are thought to be out of reach."""
    found = await session.scalars(
        select(Group).where(
            one_of((Group.channel, Group.chat_id), chats),
            Group.muted_at.is_not(None),
            Group.lost_at.is_(None),
        )
    )
    return list(found)
