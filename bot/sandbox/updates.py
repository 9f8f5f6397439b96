"""What waits for the bot: the queue behind getUpdates and behind the webhook."""

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import TelegramObject, Update
from telegram.constants import PollingLimit

from bot.sandbox.errors import BotApiError
from bot.sandbox.objects import as_json

FIRST_UPDATE_ID = 100_000_001
# https://core.telegram.org/bots/api#getupdates: all but these unless asked for.
ON_DEMAND = frozenset({Update.CHAT_MEMBER, Update.MESSAGE_REACTION, Update.MESSAGE_REACTION_COUNT})

RawUpdate = dict[str, Any]


@dataclass
class Webhook:
    """Where updates are posted to, and how the last attempt went wrong."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str | None = None


@dataclass
class UpdateQueue:
    """Updates in the order they happened, kept until the bot confirms them.

    allowed: the kinds the bot asked for, None for all but ON_DEMAND. As on Telegram it decides
    what is queued from now on, and does not touch what waits already.
    """

    pending: deque[RawUpdate] = field(default_factory=deque)
    next_id: int = FIRST_UPDATE_ID
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    _open: bool = True
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _pollers: int = 0

    def put(self, kind: str, happened: TelegramObject) -> None:
        if kind in ON_DEMAND if self.allowed is None else kind not in self.allowed:
            return
        update = Update(self.next_id, **{kind: happened})  # type: ignore[arg-type]
        self.next_id += 1
        self.pending.append(as_json(update))
        self._changed.set()

    def allow(self, kinds: Collection[str] | None) -> None:
        """None leaves the choice as it is, an empty list asks for the default again."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        self._changed.set()

    def set_webhook(self, webhook: Webhook | None, *, drop_pending: bool = False) -> None:
        self.webhook = webhook
        if drop_pending:
            self.pending.clear()
        self._changed.set()

    def note_failure(self, hook: Webhook, problem: str, at: datetime) -> None:
        """An update could not be delivered; getWebhookInfo tells of the last time."""
        hook.last_error, hook.last_error_at = problem, at
        self._changed.set()

    def close(self) -> None:
        """Let the poll that waits return, and no other wait."""
        self._open = False
        self._changed.set()

    async def changed(self) -> None:
        """Until something is put in, confirmed, or noted about the webhook."""
        self._changed.clear()
        await self._changed.wait()

    async def poll(self, offset: int, limit: int, wait: float) -> list[RawUpdate]:
        """getUpdates: waits up to `wait` seconds for the first update.

        Raises BotApiError 409 with a webhook set, and when another poll begins meanwhile.
        """
        if self.webhook:
            raise BotApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._pollers += 1
        mine = self._pollers
        self._changed.set()
        self.confirm(offset)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait
        while self._open and not self.pending and loop.time() < deadline:
            try:
                async with asyncio.timeout_at(deadline):
                    await self.changed()
            except TimeoutError:
                break
            self._check_alone(mine)
        return list(self.pending)[: min(max(limit, 1), PollingLimit.MAX_LIMIT)]

    def _check_alone(self, mine: int) -> None:
        if self.webhook:
            raise BotApiError(409, "Conflict: terminated by setWebhook request")
        if self._pollers != mine:
            raise BotApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
