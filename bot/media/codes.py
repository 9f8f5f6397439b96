"""Before a channel's courier: codes to scan with WeChat get their pictures when they leave.

The official account makes a code for what it leads to, for as long as that holds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.channels.wechat.errors import WechatError
from bot.media.courier import WithFiles
from bot.sender.outcomes import Outcome
from bot.sender.queue import Due
from handlers.common.i18n import SOURCE, speaking
from handlers.common.scan_codes import ScanCode, code_in
from handlers.subjects import CODES
from storage.outbox import file_param
from storage.outbox_rows import OutboxRow

log = logging.getLogger(__name__)

MakeCode = Callable[[str, timedelta], Awaitable[str]]
"""(what is told, for how long it holds) → what to draw. Raises WechatError."""
_PICTURE = "photo"


class WithCodes:
    """A courier whose pictures may be codes that are still to be made."""

    def __init__(self, courier: WithFiles, make: MakeCode | None) -> None:
        self.files = courier.files
        self._courier = courier
        self._make = make

    def messages_in(self, due: Due) -> int:
        return self._courier.messages_in(due)

    async def deliver(self, due: Due) -> Outcome:
        wanted = code_in(due.row.params.get(_PICTURE))
        if wanted is None:
            return await self._courier.deliver(due)
        if (settled := await self._courier.without_files(due)) is not None:
            return settled
        drawn = await self._drawn(wanted)
        row = _in_words(due.row) if drawn is None else _in_picture(due.row, drawn)
        outcome = await self._courier.deliver(replace(due, row=row))
        return replace(outcome, row=due.row)

    async def _drawn(self, wanted: ScanCode) -> bytes | None:
        if self._make is None:
            return None
        try:
            url = await self._make(wanted.told, wanted.lasts)
        except WechatError as error:
            log.warning("WeChat makes no code to scan: %d", error.code)
            return None
        with speaking(SOURCE):
            return await asyncio.to_thread(CODES[wanted.drawn], wanted.words, url)


def _in_picture(row: OutboxRow, drawn: bytes) -> OutboxRow:
    return row._replace(params={**row.params, _PICTURE: file_param("code.jpg", drawn)})


def _in_words(row: OutboxRow) -> OutboxRow:
    """The caption says what to do without a code, too."""
    params: dict[str, Any] = {
        name: it for name, it in row.params.items() if name not in (_PICTURE, "caption")
    }
    return row._replace(method="sendMessage", params=params | {"text": row.params["caption"]})
