"""Tokens of messengers' APIs: kept for all processes, asked for by one of them.

A token that is renewed ends the one before it, sooner or later: processes that each asked for
their own would lock one another out.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Channel, ChannelToken

APART = timedelta(seconds=30)
"""Between two askings, by anybody. WeChat refuses to force a new token more often."""
ASKS_FOR = timedelta(seconds=25)
"""After so long without an answer the process that asked is taken for dead."""


@dataclass(frozen=True, slots=True)
class Token:
    value: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in the database."""

    token: Token | None
    is_asked_for: bool
    """Some process asks for another right now."""


async def kept(session: AsyncSession, channel: Channel, *, now: datetime) -> Kept:
    row = await session.scalar(select(ChannelToken).where(ChannelToken.channel == channel))
    if row is None:
        return Kept(None, is_asked_for=False)
    known = row.token is not None and row.expires_at is not None
    token = Token(row.token or "", row.expires_at or now) if known else None
    return Kept(token, row.answered_at is None and now - row.asked_at < ASKS_FOR)


async def claim(session: AsyncSession, channel: Channel, *, now: datetime) -> bool:
    """Whether this process asks for a token now; False where one was asked for within APART."""
    taken = (
        update(ChannelToken)
        .where(ChannelToken.channel == channel, ChannelToken.asked_at <= now - APART)
        .values(asked_at=now, answered_at=None)
        .returning(ChannelToken.channel)
    )
    if await session.scalar(taken) is not None:
        return True
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    begun = (sqlite_insert if is_sqlite else postgresql_insert)(ChannelToken).values(
        channel=channel, asked_at=now
    )
    begun = begun.on_conflict_do_nothing()
    return await session.scalar(begun.returning(ChannelToken.channel)) is not None


async def answer(
    session: AsyncSession,
    channel: Channel,
    token: Token | None,
    *,
    claimed: datetime,
    now: datetime,
) -> None:
    """End an asking that was claimed at `claimed`; without a token the one before stays.

    Nothing is written where another process has asked since.
    """
    new = {"token": token.value, "expires_at": token.expires_at} if token else {}
    await session.execute(
        update(ChannelToken)
        .where(ChannelToken.channel == channel, ChannelToken.asked_at == claimed)
        .values(answered_at=now, **new)
    )
