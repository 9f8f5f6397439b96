"""Files of all channels: their bytes, and by what name each channel is told to send them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.media.store import LostError, Name, NotNowError, Store
from storage import media_bytes, shared_files
from storage.engine import Database
from storage.media import KNOWN_FOR
from storage.media_bytes import Content
from storage.shared_files import Link
from storage.tables import Channel, Chat, MediaKind

_SPARE = timedelta(hours=1)
"""A name is taken for forgotten so much before it is."""


class Supply:
    """`stores` are the channels that this deployment has."""

    def __init__(
        self, database: Database, stores: Mapping[Channel, Store], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._stores = stores
        self._clock = clock

    async def name_on(self, channel: Channel, media_id: str) -> Name:
        """What `channel` is told to send; it is uploaded there for it.

        Raises LostError, NotNowError, and UnfitError for what it does not take.
        """
        kind, content = await self._content(media_id)
        store = self._stores[channel]
        name = await store.upload(kind, content)
        if isinstance(name, str):
            await self.note_names(channel, {media_id: name})
        return name

    async def note_names(self, channel: Channel, names: Mapping[str, str]) -> None:
        """By our ids: what the channel called the files that it was given."""
        knows_for = self._stores[channel].knows_for
        until = None if knows_for is None else self._clock() + knows_for - _SPARE
        async with self._database.transaction() as session:
            await media_bytes.name(session, channel, names, until)

    async def forget_names(self, channel: Channel, ids: Sequence[str]) -> None:
        """The channel does not know them any more, whatever it had said."""
        async with self._database.transaction() as session:
            await media_bytes.forget_names(session, channel, ids)

    async def bring_here(self, media_id: str) -> None:
        """Have the bytes in the database. Raises LostError and NotNowError."""
        _kind, content = await self._content(media_id)
        async with self._database.transaction() as session:
            await media_bytes.keep(session, media_id, content)

    async def link_to(self, chat: Chat, media_id: str) -> tuple[MediaKind, Link]:
        """For the chat. Raises LostError and NotNowError."""
        kind, content = await self._content(media_id)
        async with self._database.transaction() as session:
            await media_bytes.keep(session, media_id, content)
            return kind, await shared_files.share(session, chat, media_id, self._clock())

    async def link_to_made(self, chat: Chat, row_id: int, content: Content) -> Link:
        """For the chat, to a file that a row of the outbox holds itself."""
        now = self._clock()
        async with self._database.transaction() as session:
            media_id = await shared_files.keep_document(session, row_id, content, now)
            return await shared_files.share(session, chat, media_id, now, made_for_it=True)

    async def kind_of(self, media_id: str) -> MediaKind | None:
        async with self._database.reading() as session:
            found = await media_bytes.find(session, media_id, self._clock())
        return found.kind if found else None

    async def _content(self, media_id: str) -> tuple[MediaKind, Content]:
        async with self._database.reading() as session:
            found = await media_bytes.find(session, media_id, self._clock())
        if found is None:
            raise LostError
        if found.content is not None:
            return found.kind, found.content
        channel, content = await self._fetched(found.sources)
        if channel.messenger in KNOWN_FOR:
            async with self._database.transaction() as session:
                await media_bytes.keep(session, media_id, content)
        return found.kind, content

    async def _fetched(self, sources: Sequence[tuple[Channel, str]]) -> tuple[Channel, Content]:
        failure: LostError | NotNowError = LostError()
        for channel, external_id in sources:
            if (store := self._stores.get(channel)) is None:
                continue
            try:
                return channel, await store.fetch(external_id)
            except LostError as error:
                if not isinstance(failure, NotNowError):
                    failure = error
            except NotNowError as error:
                failure = error
        raise failure
