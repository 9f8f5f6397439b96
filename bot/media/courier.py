"""Before a channel's courier: the files of a row get names there, or lines in their place."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from mimetypes import guess_type
from zoneinfo import ZoneInfo

from aiogram.types import BufferedInputFile

from bot.media import wording
from bot.media.store import LostError, NotNowError, TooLargeError, UnfitError
from bot.media.supply import Supply
from bot.sender import outcomes
from bot.sender.courier import Courier, Rationed
from bot.sender.holds import PATIENCE, backoff
from bot.sender.outcomes import FilesGone, Outcome, Sent
from bot.sender.queue import Due
from handlers.common.i18n import SOURCE, speaking
from services.people import reach
from storage.engine import Database
from storage.media import ids_in
from storage.media_bytes import Content
from storage.outbox import file_of
from storage.shared_files import Link
from storage.tables import Channel, MediaKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Links:
    """How a link is written."""

    base: str
    """Where people reach our pages; no slash at its end."""
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class _Ready:
    """due: what the courier can say. is_whole: no file of it was lost."""

    due: Due
    is_whole: bool


class WithFiles:
    """A courier whose rows may hold files of any channel."""

    def __init__(
        self,
        courier: Courier,
        channel: Channel,
        database: Database,
        supply: Supply,
        links: Links,
        clock: Callable[[], datetime],
    ) -> None:
        self.files = courier.files
        self._courier = courier
        self._channel = channel
        self._database = database
        self._supply = supply
        self._links = links
        self._clock = clock

    def messages_in(self, due: Due) -> int:
        return self._courier.messages_in(due)

    async def deliver(self, due: Due) -> Outcome:
        row = due.row
        if not ids_in(row.params) and not self._document(due):
            return await self._courier.deliver(due)
        try:
            outcome = await self.without_files(due) or await self._deliver(due)
        except NotNowError as error:
            later = self._clock() + backoff(row.attempts + 1)
            return outcomes.PutOff(row=row, until=later, error=str(error), counts=True)
        except Exception as error:  # whatever it is, the row must not be lost
            log.exception("the files of a row could not be had")
            return outcomes.Trouble(row=row, error=type(error).__name__)
        return replace(outcome, row=row)

    async def without_files(self, due: Due) -> Outcome | None:
        """See `Rationed`: what may not be said is not uploaded."""
        if not isinstance(self._courier, Rationed):
            return None
        return await self._courier.without_files(due)

    async def _deliver(self, due: Due) -> Outcome:
        ready = await self._ready(due)
        outcome = await self._courier.deliver(ready.due)
        if isinstance(outcome, FilesGone):
            await self._supply.forget_names(self._channel, sorted(ids_in(due.row.params)))
            ready = await self._ready(replace(due, file_names={}))
            # Words that were said are not said again, unless they now tell of the file.
            said = outcome.said if ready.due.row is due.row else 0
            outcome = await self._courier.deliver(replace(ready.due, said=said))
        if not isinstance(outcome, Sent):
            return outcome
        await self._note_names(ready.due, outcome)
        return outcome if ready.is_whole else replace(outcome, lacks_files=True)

    async def _ready(self, due: Due) -> _Ready:
        names, lines, is_whole = dict(due.file_names), dict[str, str](), True
        async with self._database.reading() as session:
            language = await reach.language_in(session, due.row.chat)
        with speaking(language or SOURCE):
            for media_id in _in_order(due, due.file_names):
                try:
                    names[media_id] = await self._supply.name_on(self._channel, media_id)
                except (UnfitError, LostError, NotNowError) as error:
                    if isinstance(error, NotNowError) and due.row.attempts < PATIENCE:
                        raise
                    lines[media_id], is_lost = await self._line_for(due, media_id)
                    is_whole = is_whole and not is_lost
            if made := self._document(due):
                lines["document"] = await self._made(due, made)
        row = wording.instead(due.row, lines)
        return _Ready(replace(due, row=row, file_names=names), is_whole)

    async def _line_for(self, due: Due, media_id: str) -> tuple[str, bool]:
        """A link, or words where it is lost; whether it is."""
        try:
            kind, link = await self._supply.link_to(due.row.chat, media_id)
        except (LostError, NotNowError) as error:
            if isinstance(error, NotNowError) and due.row.attempts < PATIENCE:
                raise
            log.warning("a file for chat %d is lost: %s", due.row.chat_id, type(error).__name__)
            words = wording.too_large if isinstance(error, TooLargeError) else wording.lost
            return words(await self._supply.kind_of(media_id)), True
        return self._line(kind, "", link), False

    def _document(self, due: Due) -> Content | None:
        """A file that the row holds itself and the channel does not take."""
        if self.files.takes_documents or due.row.method != "sendDocument":
            return None
        made = file_of(due.row.params.get("document"))
        if made is None:
            return None
        name, data = made
        return Content(name, guess_type(name)[0] or "application/octet-stream", data)

    async def _made(self, due: Due, content: Content) -> str:
        link = await self._supply.link_to_made(due.row.chat, due.row.id, content)
        return self._line(MediaKind.DOCUMENT, content.name, link)

    def _line(self, kind: MediaKind, name: str, link: Link) -> str:
        return wording.link(kind, name, link, self._links.base, self._links.zone)

    async def _note_names(self, due: Due, sent: Sent) -> None:
        """What the channel called files that it was handed."""
        ids = _in_order(due, {})
        if len(ids) != len(sent.files):
            return
        handed = {
            media_id: name
            for media_id, name in zip(ids, sent.files, strict=True)
            if isinstance(due.file_names.get(media_id), BufferedInputFile)
        }
        if handed:
            await self._supply.note_names(self._channel, handed)


def _in_order(due: Due, known: Mapping[str, object]) -> list[str]:
    """Ids of the row's files that are not `known`, as they stand in it."""
    params = due.row.params
    album = params.get("media")
    values = [each["media"] for each in album] if isinstance(album, list) else params.values()
    wanted = ids_in(params) - known.keys()
    return [each for each in values if isinstance(each, str) and each in wanted]
