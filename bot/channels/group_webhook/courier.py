"""Saying in groups that only have a webhook what rows of the outbox hold.

Nothing said there can be changed, and nobody can answer: what can be pressed is a link to a page.
A new look of a card is said where it follows from what one of the group did, or stands at the end.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import below_cards
from bot.channels.group_webhook import notices
from bot.channels.group_webhook.files import LARGEST, WebhookFiles, picture
from bot.channels.stand_in import STAND_IN_ID
from bot.channels.wecom import errors
from bot.channels.wecom.errors import RefusedError, WecomError
from bot.media.pictures import fitted
from bot.media.store import UnfitError
from bot.sender import outcomes
from bot.sender.outcomes import Outcome, Sent
from bot.sender.queue import Due
from handlers.common.i18n import SOURCE, speaking
from services.people import named_chats
from storage import action_links
from storage.engine import Database
from storage.media import filled_in
from storage.outbox import file_of
from storage.outbox_rows import OutboxRow
from storage.tables import SeenUpdate

log = logging.getLogger(__name__)

Send = Callable[[str, dict[str, Any]], Awaitable[None]]
"""A webhook's key, and what it is to say."""
_LIMITED_FOR = 60
"""Seconds of silence after WeCom said that it is too much."""


class WebhookCourier:
    """keys: of the groups' webhooks, by what their chats are called. pages: where links lead."""

    def __init__(
        self,
        database: Database,
        send: Send,
        keys: Mapping[str, str],
        pages: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.files = WebhookFiles()
        self._database = database
        self._send = send
        self._keys = keys
        self._pages = pages
        self._clock = clock

    def messages_in(self, due: Due) -> int:
        row = due.row
        if not notices.is_for_group(row) or (notices.is_redraw(row) and row.asked_at is None):
            return 0
        with speaking(SOURCE):
            words = notices.messages(row, self._pages if notices.has_actions(row) else None)
        return len(notices.pictures_in(row.params)) + len(words)

    async def deliver(self, due: Due) -> Outcome:
        row = due.row
        try:
            if not notices.is_for_group(row):
                return Sent(row=row, posted=False)
            async with self._database.reading() as session:
                if notices.is_redraw(row) and not await _was_done_here(session, row):
                    return Sent(row=row, posted=False)
                name = await named_chats.name_of(session, row.chat)
                row = await below_cards.led(session, row)
            if (key := self._keys.get(name or "")) is None:
                return outcomes.Unreachable(row=row, error="no webhook of that name")
            with speaking(SOURCE):
                outcome = await self._said(replace(due, row=row), key)
            return replace(outcome, row=due.row)
        except RefusedError as error:
            log.info("a webhook refuses %s: %d", row.method, error.code)
            return _outcome_of(error, row)
        except WecomError as error:
            return outcomes.Trouble(row=row, error=str(error))
        except Exception as error:  # whatever it is, the row must not be lost
            log.exception("a row could not be said by a webhook")
            return outcomes.Trouble(row=row, error=type(error).__name__)

    async def _said(self, due: Due, key: str) -> Outcome:
        row = due.row
        page = await self._page_of(row) if notices.has_actions(row) else None
        files = notices.pictures_in(filled_in(row.params, due.file_names))
        try:
            shown = [picture(await _bytes_of(each)) for each in files]
        except UnfitError:
            return outcomes.NotACall(row=row, error="a picture that is none")
        for content in (*shown, *notices.messages(row, page)):
            await self._send(key, content)
        return Sent(row=row, message_ids=(row.id,))

    async def _page_of(self, row: OutboxRow) -> str:
        """Kept before it is said. One whose message did not arrive nobody knows."""
        async with self._database.transaction() as session:
            token = action_links.make(session, row.chat, row.id, row.card, now=self._clock())
        return f"{self._pages}/{token}"


async def _was_done_here(session: AsyncSession, row: OutboxRow) -> bool:
    """Whether it comes of what one of the group did on a page: the others have to know."""
    kind, _colon, number = (row.cause or "").partition(":")
    if kind != "update":
        return False
    seen = await session.get(SeenUpdate, (row.channel, STAND_IN_ID, int(number)))
    return seen is not None


async def _bytes_of(file: object) -> bytes:
    """Raises UnfitError."""
    if isinstance(file, BufferedInputFile):
        return file.data
    if made := file_of(file):
        return await fitted(made[1], LARGEST)
    raise UnfitError


def _outcome_of(error: RefusedError, row: OutboxRow) -> Outcome:
    why = str(error.code)
    if error.code in errors.TOO_OFTEN:
        return outcomes.TooMany(row=row, retry_after=_LIMITED_FOR)
    if error.code in errors.NO_WEBHOOK:
        return outcomes.Unreachable(row=row, error=why)
    if error.code in errors.BAD_CONTENT:
        return outcomes.Refused(row=row, error=why)
    return outcomes.Trouble(row=row, error=why)
