"""Files that people send, under ids of our own: what a channel calls a file stands here alone.

An id is random, because it is given before anything is written, and no page that may show the
file one day lets anybody guess it; it begins with "media:", so that it is found wherever it is
kept. A file is there from when it comes until nothing refers to it any more.
"""

import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Table,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
)
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession

from storage.keys import found_for
from storage.outbox_rows import IS_WAITING
from storage.tables import (
    Base,
    Channel,
    Conversation,
    Media,
    MediaBlob,
    MediaCopy,
    MediaFetch,
    MediaKind,
    OutboxMessage,
    SharedFile,
)

_ID = re.compile(r"media:[\w-]{16}")
_FIELDS = frozenset({*MediaKind, "media"})
"""Parameters of the Bot API that name a file, or the files of an album."""
_ARRIVED = "media arrived"
KNOWN_FOR: Mapping[str, timedelta] = {
    "wechat": timedelta(days=3),
    "wecom": timedelta(minutes=5),
}
"""For how long a messenger knows what was sent to us by the name that it gave; others always do."""
_CALLED_AS_WE_DO = frozenset({"wecom-webhook"})
"""What comes there comes by a page of ours, which keeps it before anybody is told of it."""
_SENT_BY_ANOTHER_NAME = frozenset({"wecom"})
"""There the name of what came is a link, by which nothing can be sent."""

# The tables themselves: the ORM would write row by row.
_MEDIA = cast("Table", Media.__table__)
_COPIES = cast("Table", MediaCopy.__table__)
_FETCHES = cast("Table", MediaFetch.__table__)
_BELONG = frozenset(each.__table__ for each in (MediaBlob, MediaCopy, MediaFetch, SharedFile))
"""What is known of a file goes with it, and keeps none."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside somebody's words."""

    kind: MediaKind
    media_id: str


def new_id() -> str:
    return f"media:{secrets.token_urlsafe(12)}"


def take_in(
    session: AsyncSession, kind: MediaKind, channel: Channel, external_id: str, *, now: datetime
) -> Attachment:
    """Know a file that came, by what its channel calls it; `write` writes it with the others."""
    if channel.messenger in _CALLED_AS_WE_DO:
        return Attachment(kind, external_id)
    file = Attachment(kind, new_id())
    arrived: list[_Arrived] = session.info.setdefault(_ARRIVED, [])
    arrived.append(_Arrived(file, channel, external_id, now))
    return file


class _Arrived(NamedTuple):
    """A file that came in this transaction."""

    file: Attachment
    channel: Channel
    external_id: str
    at: datetime

    @property
    def until(self) -> datetime | None:
        """From when on the channel no longer knows the name."""
        known_for = KNOWN_FOR.get(self.channel.messenger)
        return None if known_for is None else self.at + known_for

    @property
    def media(self) -> dict[str, Any]:
        return {"id": self.file.media_id, "kind": self.file.kind, "created_at": self.at}

    @property
    def name(self) -> dict[str, Any]:
        named = {"channel": self.channel, "external_id": self.external_id}
        return {"media_id": self.file.media_id, **named}


async def write_before(session: AsyncSession, files: Sequence[Attachment]) -> None:
    """Let a row refer to `files`: those that came in this transaction are not written yet.

    What came earlier costs nothing here, so that a batch of updates writes its files at once.
    """
    arrived = {each.file.media_id for each in session.info.get(_ARRIVED, ())}
    if not arrived.isdisjoint(file.media_id for file in files):
        await write(session)


async def write(session: AsyncSession) -> None:
    """Write what was taken in since the last call."""
    arrived: list[_Arrived] = session.info.pop(_ARRIVED, [])
    rows = {
        _MEDIA: [each.media for each in arrived],
        _COPIES: [
            each.name | {"expires_at": each.until}
            for each in arrived
            if each.channel.messenger not in _SENT_BY_ANOTHER_NAME
        ],
        _FETCHES: [
            each.name | {"until": each.until, "next_at": each.at}
            for each in arrived
            if each.until is not None
        ],
    }
    for table, values in rows.items():
        if values:
            await session.execute(insert(table), values)


def ids_in(params: Mapping[str, Any]) -> set[str]:
    """The files that a call with these parameters sends; nothing people wrote is taken for one."""
    found: set[str] = set()
    for name in _FIELDS & params.keys():
        value = params[name]
        if isinstance(value, list):
            found = found.union(*map(ids_in, value))
        elif isinstance(value, str) and _ID.fullmatch(value):
            found.add(value)
    return found


def filled_in(params: Mapping[str, Any], names: Mapping[str, object]) -> dict[str, Any]:
    """`params` with what the channel is told to send in place of our ids."""
    filled = dict(params)
    for name in _FIELDS & params.keys():
        value = params[name]
        if isinstance(value, list):
            filled[name] = [filled_in(each, names) for each in value]
        elif isinstance(value, str):
            filled[name] = names.get(value, value)
    return filled


async def names_on(
    session: AsyncSession, channel: Channel, ids: Collection[str], now: datetime
) -> dict[str, str]:
    """What the channel calls these files, without those that it has not or knows no more."""
    if not ids:
        return {}
    found = await session.execute(
        select(MediaCopy.media_id, MediaCopy.external_id).where(
            MediaCopy.media_id.in_(ids),
            MediaCopy.channel == channel,
            or_(MediaCopy.expires_at.is_(None), MediaCopy.expires_at > now),
        )
    )
    return {row.media_id: row.external_id for row in found}


async def kept_by(session: AsyncSession, person_id: int) -> list[Media]:
    """What a person sent and has not handed in yet, oldest first."""
    ids = await _mentioned(session, Conversation.data, Conversation.person_id == person_id)
    found = await session.scalars(
        select(Media).where(Media.id.in_(ids), _unused()).order_by(Media.created_at, Media.id)
    )
    return list(found)


async def forget(session: AsyncSession, ids: Iterable[str]) -> None:
    """Delete those of these files to which nothing refers any more."""
    await session.execute(delete(Media).where(Media.id.in_(set(ids)), _unused()))


async def unused(session: AsyncSession, since: datetime, before: datetime) -> set[str]:
    """Those that came in between and are in no row; drafts are for the caller to look through.

    What is to be sent is used, and outlives its draft: a group may be out of reach for days. So is
    what somebody may load by a link.
    """
    waiting = await _mentioned(session, OutboxMessage.params, IS_WAITING)
    came = select(Media.id).where(
        Media.created_at >= since,
        Media.created_at < before,
        _unused(),
        ~found_for(Media, select(SharedFile.media_id).where(SharedFile.media_id == Media.id)),
    )
    return set(await session.scalars(came)) - waiting


def _unused() -> ColumnElement[bool]:
    """No row refers to it, whatever table that may be."""
    return and_(
        *(
            ~found_for(Media, select(key.parent).where(key.parent == Media.id))
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column is _MEDIA.c.id and table not in _BELONG
        )
    )


async def _mentioned(session: AsyncSession, column: Any, *where: ColumnElement[bool]) -> set[str]:
    """The files that stand in a column of JSON."""
    text = as_type(column, Text)
    found = await session.scalars(select(text).where(text.contains("media:"), *where))
    return ids_written_in(found)


def ids_written_in(texts: Iterable[str]) -> set[str]:
    """The files that are named anywhere in these."""
    return {id_ for each in texts for id_ in _ID.findall(each)}
