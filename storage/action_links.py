"""Links to what can be done on a page: each is good for some days, and for one thing.

A link is 128 random bits; the database has their hash, so that a copy of it gives nobody a link.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ActionLink, Chat

GOOD_FOR = timedelta(days=3)
LEADS_ON_FOR = timedelta(minutes=30)
"""So long somebody may take to go on from one page to the next."""


def make(
    session: AsyncSession,
    chat: Chat,
    message_id: int,
    card: str | None,
    *,
    now: datetime,
) -> str:
    """The token of a link that is about to stand in the chat."""
    return _made(session, chat, message_id, card, until=now + GOOD_FOR)


def lead_on(session: AsyncSession, link: ActionLink, cause: str, name: str, now: datetime) -> str:
    """The token of the page that follows what somebody did by `link`: it is theirs."""
    until = now + LEADS_ON_FOR
    return _made(
        session, link.chat, link.message_id, link.card, until=until, cause=cause, name=name
    )


async def find(session: AsyncSession, token: str) -> ActionLink | None:
    """Also one that is over; None where there never was one, or none for long."""
    return await session.get(ActionLink, _hash(token))


def is_good(link: ActionLink, now: datetime) -> bool:
    return link.used_at is None and now < link.until


async def use(session: AsyncSession, token: str, name: str, now: datetime) -> bool:
    """Whether it was still good: of several who try at once, one is told so."""
    fresh = (ActionLink.used_at.is_(None), ActionLink.until > now)
    return await _change(session, token, *fresh, used_at=now, name=name)


async def give_back(session: AsyncSession, link: ActionLink, token: str) -> None:
    """What was to be done by it was not taken in: it can be tried again."""
    await _change(session, token, used_at=None, name=link.name)


async def renew(session: AsyncSession, token: str, now: datetime) -> bool:
    """Whether this is the first time that another one is asked for in its place."""
    return await _change(session, token, ActionLink.renewed_at.is_(None), renewed_at=now)


async def _change(
    session: AsyncSession, token: str, *where: ColumnElement[bool], **to: datetime | str | None
) -> bool:
    changed = await session.execute(
        update(ActionLink)
        .where(ActionLink.token_hash == _hash(token), *where)
        .values(**to)
        .returning(ActionLink.token_hash)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def _made(
    session: AsyncSession,
    chat: Chat,
    message_id: int,
    card: str | None,
    *,
    until: datetime,
    cause: str | None = None,
    name: str | None = None,
) -> str:
    token = secrets.token_urlsafe(16)
    session.add(
        ActionLink(
            token_hash=_hash(token),
            channel=chat.channel,
            chat_id=chat.id,
            message_id=message_id,
            card=card,
            until=until,
            cause=cause,
            name=name,
        )
    )
    return token


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
