"""Links to files, for people whose messenger does not take them: good for a week, for one chat.

A link is a name that nobody can guess (docs/decisions/0030-files-between-channels.md). It begins
with the time until which it is good, so that one that is over is told from one that never was.
"""

import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import media, media_bytes
from storage.media_bytes import Content
from storage.tables import Chat, Media, MediaBlob, MediaKind, SharedFile

GOOD_FOR = timedelta(days=7)
_WORTH_SENDING = timedelta(days=1)
"""A link with less left is not sent a second time."""
_TOKEN = re.compile(r"(\d{10})-[\w-]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    token: str
    until: datetime


class NoFile(Enum):
    """Why a link leads to nothing."""

    OVER = auto()
    UNKNOWN = auto()


async def keep_document(session: AsyncSession, row_id: int, content: Content, now: datetime) -> str:
    """An id for what a row of the outbox holds itself, the same each time that it is asked for."""
    digest = blake2b(f"{row_id} {content.name} ".encode() + content.data, digest_size=12).digest()
    media_id = f"media:{urlsafe_b64encode(digest).decode()}"
    if await session.get(Media, media_id) is None:
        await media_bytes.add(session, media_id, MediaKind.DOCUMENT, content, now)
    return media_id


async def share(
    session: AsyncSession, chat: Chat, media_id: str, now: datetime, *, made_for_it: bool = False
) -> Link:
    """A link for the chat to a file whose bytes are here; the one that it has, while that is good.

    made_for_it: nobody sent the file; it goes when the chat is forgotten.
    """
    given = await session.scalar(
        select(SharedFile)
        .where(
            SharedFile.media_id == media_id,
            SharedFile.is_in(chat),
            SharedFile.until > now + _WORTH_SENDING,
        )
        .limit(1)
    )
    if given is not None:
        return Link(given.token, given.until)
    until = (now + GOOD_FOR).replace(microsecond=0)
    link = Link(f"{int(until.timestamp())}-{secrets.token_urlsafe(24)}", until)
    session.add(
        SharedFile(
            token=link.token,
            media_id=media_id,
            made_for_it=made_for_it,
            channel=chat.channel,
            chat_id=chat.id,
            until=until,
        )
    )
    return link


async def opened(session: AsyncSession, token: str, now: datetime) -> Content | NoFile:
    """What the link leads to."""
    found = (
        await session.execute(
            select(MediaBlob)
            .join(SharedFile, SharedFile.media_id == MediaBlob.media_id)
            .where(SharedFile.token == token, SharedFile.until > now)
        )
    ).scalar_one_or_none()
    if found is not None:
        return Content(found.name, found.mime_type, found.data)
    until = _until(token)
    return NoFile.OVER if until is not None and until <= now else NoFile.UNKNOWN


async def forget_in(session: AsyncSession, chat: Chat) -> None:
    """End the links of a chat, and what was made for them."""
    made = select(SharedFile.media_id).where(SharedFile.is_in(chat), SharedFile.made_for_it)
    ids = list(await session.scalars(made))
    await session.execute(delete(SharedFile).where(SharedFile.is_in(chat)))
    await media.forget(session, ids)


def _until(token: str) -> datetime | None:
    found = _TOKEN.fullmatch(token)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None
