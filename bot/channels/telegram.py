"""Telegram by long polling: an update is confirmed only when its batch is committed."""

import asyncio
import logging
import time
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.channels.backlog import Backlog
from bot.channels.failures import in_words
from bot.channels.unconfirmed import Unconfirmed
from bot.dispatch import EVENTS
from bot.intake import BATCH, Intake

log = logging.getLogger(__name__)

POLL_SECONDS = 30
"""How long Telegram may hold a request open while nothing arrives."""
AT_LEAST = 0.2
"""Seconds between requests that brought nothing new, for servers that do not hold them open."""

SAY_AGAIN_AFTER = 600.0
"""Seconds for which the log is silent about another process that polls, once it has said so."""


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates, left unparsed: the intake parses, and can tell which update is unreadable."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = POLL_SECONDS
    allowed_updates: tuple[str, ...] = EVENTS


async def poll(bot: Bot, intake: Intake, backlog: Backlog) -> None:
    """Fetch updates until cancelled. Whatever is not committed is fetched again."""
    unconfirmed = Unconfirmed(intake)
    try:
        await _poll(bot, unconfirmed, backlog)
    finally:
        await unconfirmed.close()


async def _poll(bot: Bot, unconfirmed: Unconfirmed, backlog: Backlog) -> None:
    backoff = Backoff(BackoffConfig(min_delay=0.5, max_delay=15.0, factor=1.5, jitter=0.1))
    request = GetRawUpdates()
    failures = Failures()
    while True:
        began = time.monotonic()
        # What is due waits to know whether anything does: that is answered at once.
        request.timeout = POLL_SECONDS if backlog.is_read() else 0
        try:
            updates = await bot(request, request_timeout=POLL_SECONDS + 10)
        except TelegramRetryAfter as error:
            backlog.answers = True
            backlog.note_gap()
            await asyncio.sleep(error.retry_after)
        except Exception as error:  # noqa: BLE001 - whatever it is, updates are asked for again
            backlog.answers = False
            backlog.note_gap()
            failures.note(error, again_in=backoff.next_delay)
            await backoff.asleep()
        else:
            backlog.answers = True
            backoff.reset()
            following = await unconfirmed.take_in(updates)
            if unconfirmed.waits:
                backlog.note_gap()
            elif len(updates) < BATCH:
                backlog.note_read()
            if following > (request.offset or 0):
                request.offset = following
            elif time.monotonic() - began < AT_LEAST:
                await asyncio.sleep(AT_LEAST)


class Failures:
    """What the log says where no updates came.

    Two processes that poll with one token are refused in turn, several times a minute: once in a
    while is enough.
    """

    def __init__(self) -> None:
        self._said_at = -SAY_AGAIN_AFTER

    def note(self, error: Exception, *, again_in: float) -> None:
        if isinstance(error, TelegramConflictError):
            self._note_conflict(error)
        elif isinstance(error, TelegramAPIError | ClientDecodeError | OSError):
            log.warning("no updates: %s; again in %.1f s", type(error).__name__, again_in)
        else:
            log.error("no updates", exc_info=error)

    def _note_conflict(self, error: TelegramConflictError) -> None:
        if time.monotonic() - self._said_at >= SAY_AGAIN_AFTER:
            self._said_at = time.monotonic()
            log.error("%s", in_words(error, ""))
