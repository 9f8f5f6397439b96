"""Telegram by webhook: knowing whether it still holds updates for us."""

import asyncio
import logging
import time

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.channels.backlog import Backlog

log = logging.getLogger(__name__)

ASK_EVERY = 20.0
"""Seconds; a proof holds for more than two of these."""
PATIENCE = 300.0
"""Seconds after which updates that Telegram still holds are not waited for: it tries those again
that we refused, for longer and longer, while what people send now arrives beside them."""


async def pushed(backlog: Backlog) -> None:
    """For a messenger that posts what comes and cannot be asked what waits: it tries again for a
    few seconds only, so nothing older waits. Until cancelled."""
    while True:
        backlog.answers = True
        backlog.note_read()
        await asyncio.sleep(ASK_EVERY)


async def watch(bot: Bot, backlog: Backlog, *, posted: bool = True) -> None:
    """Ask until cancelled how many updates wait, and note when there are none.

    `posted` says whether Telegram posts them to us; else another process asks for them.
    """
    waiting_since: float | None = None
    while True:
        try:
            known = await bot.get_webhook_info()
        except (AiogramError, OSError) as error:
            log.warning("getWebhookInfo failed: %s", type(error).__name__)
            backlog.answers = False
            backlog.note_gap()
        else:
            # Without an address, which somebody else may have taken away, nothing is posted.
            backlog.answers = bool(known.url) or not posted
            if not known.pending_update_count:
                waiting_since = None
            elif waiting_since is None:
                waiting_since = time.monotonic()
            if waiting_since is None or time.monotonic() - waiting_since >= PATIENCE:
                backlog.note_read()
        await asyncio.sleep(ASK_EVERY)
