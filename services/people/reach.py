"""Where people can be written to: their private chats, of which they use one last."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.people.addresses import known
from storage.tables import Address, Channel, Chat, Person


class Reached(NamedTuple):
    """Somebody who can be written to, and where."""

    person: Person
    chat: Chat


async def reachable(
    session: AsyncSession, person_id: int | None, channel: Channel | None = None
) -> Reached | None:
    """Somebody who can be written to, at the address that they used last: of all, or on `channel`.

    None of those who never wrote to us, stopped us everywhere, or were erased.
    """
    found = await known(session, person_id) if person_id else None
    if found is None or found.person is None:
        return None
    open_ = [
        each
        for each in found.addresses
        if each.chat_id and each.blocked_at is None and channel in (None, each.channel)
    ]
    latest = max(open_, key=lambda each: each.seen_at, default=None)
    if latest is None or latest.chat_id is None:
        return None
    return Reached(found.person, Chat(latest.channel, latest.chat_id))


async def person_in(session: AsyncSession, chat: Chat) -> int | None:
    """Whose private chat it is."""
    person_id: int | None = await session.scalar(
        select(Address.person_id).where(Address.channel == chat.channel, Address.chat_id == chat.id)
    )
    return person_id


async def language_in(session: AsyncSession, chat: Chat) -> str | None:
    """Of the person in a private chat; None where we do not know them."""
    language: str | None = await session.scalar(
        select(Person.language)
        .join(Address, Address.person_id == Person.id)
        .where(Address.channel == chat.channel, Address.chat_id == chat.id)
    )
    return language


async def is_open(session: AsyncSession, chat: Chat) -> bool:
    """Whether the person of a private chat may be written to there."""
    found = select(Address.person_id).where(
        Address.channel == chat.channel, Address.chat_id == chat.id, *_is_open(Address)
    )
    return await session.scalar(found) is not None


async def elsewhere(session: AsyncSession, chat: Chat) -> Chat | None:
    """The private chat on another channel that the same person used last; None without one."""
    whose = select(Address.person_id).where(
        Address.channel == chat.channel, Address.chat_id == chat.id
    )
    latest = await session.scalar(
        select(Address)
        .where(
            Address.person_id.in_(whose),
            Address.channel != chat.channel,
            *_is_open(Address),
        )
        .order_by(Address.seen_at.desc())
        .limit(1)
    )
    return Chat(latest.channel, latest.chat_id) if latest and latest.chat_id else None


async def stopped(session: AsyncSession, chat: Chat, *, now: datetime) -> None:
    """They blocked the bot or left the messenger: nothing reaches them there until they write."""
    address = await session.scalar(
        select(Address).where(Address.channel == chat.channel, Address.chat_id == chat.id)
    )
    if address is not None and address.blocked_at is None:
        address.blocked_at = now


def can_be_reached(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """`reachable` for a statement, of the person that a row of it names."""
    return exists().where(Address.person_id == person_id, *_is_open(Address))


def is_reached_on(
    person_id: InstrumentedAttribute[int], channels: Collection[Channel]
) -> ColumnElement[bool]:
    """The same, whether one of `channels` is where they are written to."""
    later = aliased(Address)
    used_later = exists().where(
        later.person_id == Address.person_id, *_is_open(later), later.seen_at > Address.seen_at
    )
    return exists().where(
        Address.person_id == person_id,
        *_is_open(Address),
        Address.channel.in_(channels),
        ~used_later,
    )


def _is_open(address: type[Address]) -> tuple[ColumnElement[bool], ...]:
    return address.chat_id.is_not(None), address.blocked_at.is_(None)
