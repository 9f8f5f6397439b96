"""Bytes of files: kept by us where their messenger does not, and how they come here.

They stand in the database, so that every process has them, a copy of it holds them, and they go
with what they belong to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, bindparam, delete, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Channel, Media, MediaBlob, MediaCopy, MediaFetch, MediaKind

_NAME_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Content:
    """A file itself. name: with its ending."""

    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a file's bytes are to be had."""

    kind: MediaKind
    content: Content | None
    """Where we have them."""
    sources: Sequence[tuple[Channel, str]]
    """Else channels that may have them, and what they call them."""


async def find(session: AsyncSession, media_id: str, now: datetime) -> Whereabouts | None:
    """None for a file that is erased, or was never known."""
    kind = await session.scalar(select(Media.kind).where(Media.id == media_id))
    if kind is None:
        return None
    blob = await session.get(MediaBlob, media_id)
    if blob is not None:
        return Whereabouts(kind, Content(blob.name, blob.mime_type, blob.data), ())
    waiting = select(MediaFetch.channel, MediaFetch.external_id).where(
        MediaFetch.media_id == media_id, MediaFetch.until > now
    )
    known = select(MediaCopy.channel, MediaCopy.external_id).where(
        MediaCopy.media_id == media_id,
        or_(MediaCopy.expires_at.is_(None), MediaCopy.expires_at > now),
    )
    found = [*await session.execute(waiting), *await session.execute(known)]
    # By the name by which it came it may be sent, too.
    sources = dict.fromkeys((row.channel, row.external_id) for row in found)
    return Whereabouts(kind, None, list(sources))


async def add(
    session: AsyncSession, media_id: str, kind: MediaKind, content: Content, now: datetime
) -> None:
    """A file that is ours from the beginning."""
    session.add(Media(id=media_id, kind=kind, created_at=now))
    await session.flush()
    await keep(session, media_id, content)


async def keep(session: AsyncSession, media_id: str, content: Content) -> None:
    """Unless it was erased meanwhile, or is kept already. Nothing has to be fetched then."""
    values = select(
        literal(media_id),
        literal(content.name[-_NAME_LENGTH:]),
        literal(content.mime_type),
        bindparam("data", content.data, LargeBinary),
    ).where(select(Media.id).where(Media.id == media_id).exists())
    inserting = _insert(session, MediaBlob).from_select(
        ["media_id", "name", "mime_type", "data"], values
    )
    await session.execute(inserting.on_conflict_do_nothing())
    await session.execute(delete(MediaFetch).where(MediaFetch.media_id == media_id))


async def name(
    session: AsyncSession, channel: Channel, names: Mapping[str, str], until: datetime | None
) -> None:
    """Note what `channel` calls files, by their ids, those that are erased left out."""
    known = set(await session.scalars(select(Media.id).where(Media.id.in_(names))))
    for media_id in sorted(known):
        inserting = _insert(session, MediaCopy).values(
            media_id=media_id, channel=channel, external_id=names[media_id], expires_at=until
        )
        new = {each: inserting.excluded[each] for each in ("external_id", "expires_at")}
        await session.execute(
            inserting.on_conflict_do_update(index_elements=["media_id", "channel"], set_=new)
        )


async def forget_names(session: AsyncSession, channel: Channel, ids: Sequence[str]) -> None:
    """The channel says that it knows them no more."""
    await session.execute(
        delete(MediaCopy).where(MediaCopy.channel == channel, MediaCopy.media_id.in_(ids))
    )


async def due(
    session: AsyncSession, channel: Channel, now: datetime, limit: int
) -> Sequence[MediaFetch]:
    """What is to be fetched from the channel now, first what it forgets first."""
    return list(
        await session.scalars(
            select(MediaFetch)
            .where(MediaFetch.channel == channel, MediaFetch.next_at <= now)
            .order_by(MediaFetch.until)
            .limit(limit)
        )
    )


async def try_again(session: AsyncSession, media_id: str, at: datetime) -> None:
    await session.execute(
        update(MediaFetch)
        .where(MediaFetch.media_id == media_id)
        .values(next_at=at, attempts=MediaFetch.attempts + 1)
    )


async def give_up(session: AsyncSession, media_id: str) -> None:
    await session.execute(delete(MediaFetch).where(MediaFetch.media_id == media_id))


def _insert(session: AsyncSession, table: type[Any]) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite_insert if is_sqlite else postgresql_insert)(table)
