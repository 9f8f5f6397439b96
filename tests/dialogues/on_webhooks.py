"""Groups of staff that have a webhook and no robot, against the sandbox's WeCom."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from pydantic import SecretStr
from sqlalchemy import select, update

from bot.app import App
from bot.channels.group_webhook.account import WebhookAccount, chat_name
from bot.channels.wecom.errors import RefusedError
from bot.line import Line
from bot.sandbox.wecom import Chat as Room
from bot.sandbox.wecom import Gateway, WecomError
from bot.web.actions import add_actions
from bot.web.headers import add_security_headers
from bot.work import Clock
from services.calendar import ZONE
from services.people import named_chats
from storage.engine import Database
from storage.outbox_rows import IS_WAITING
from storage.tables import Channel, Chat, Group, OutboxMessage

PAGES = "https://desk.invalid"


class OnWebhooks:
    """The line of these groups in a running desk, and the pages where people act."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.gateway = Gateway(clock)
        self.groups: dict[str, Room] = {}
        """By title, and so are the keys."""
        self.keys: dict[str, str] = {}
        self.pages: BaseTestServer | None = None
        self._database = database
        self._clock = clock
        self._account: WebhookAccount | None = None

    @property
    def bot(self) -> Any:
        return self._made.bot

    @property
    def courier(self) -> Any:
        return self._made.courier

    @property
    def line(self) -> Line:
        return self._line

    async def move_here(self, chats: Mapping[str, int]) -> None:
        """Groups that are bound on Telegram have webhooks instead."""
        for title, number in chats.items():
            self.groups[title] = self.gateway.add_group(title, [])
            self.keys[title] = self.gateway.add_webhook(self.groups[title])
            chat = await self.chat(title)
            async with self._database.transaction() as session:
                await session.execute(
                    update(Group)
                    .where(Group.chat_id == number)
                    .values(channel=chat.channel, chat_id=chat.id)
                )
        webhooks = {title: SecretStr(key) for title, key in self.keys.items()}
        self._account = WebhookAccount(webhooks, PAGES, self._database, self._send, self._clock)

    async def chat(self, title: str) -> Chat:
        """As the database knows the group."""
        called, now = chat_name(title, self.keys[title]), self._clock()
        return await named_chats.chat_of(
            self._database, Channel.WECOM_WEBHOOK, called, is_group=True, now=now
        )

    @asynccontextmanager
    async def at_work(self, app: App) -> AsyncIterator[None]:
        self._line = next(each for each in app.lines if each.channel == Channel.WECOM_WEBHOOK)
        site = web.Application()
        add_actions(site, app.work, self._line.intake.submit, ZONE)
        add_security_headers(site)
        async with self._line.taking_in(), TestServer(site) as self.pages:
            yield

    async def settle(self) -> None:
        """Until nothing is left to say there that is due."""
        waiting, before = await self._waiting(), None
        while waiting and waiting != before:
            before = waiting
            await self._line.sender.work_off()
            waiting = await self._waiting()

    async def _waiting(self) -> list[tuple[int, int]]:
        due = select(OutboxMessage.id, OutboxMessage.attempts).where(
            IS_WAITING,
            OutboxMessage.channel == Channel.WECOM_WEBHOOK,
            OutboxMessage.not_before <= self._clock(),
        )
        async with self._database.reading() as session:
            return [(row.id, row.attempts) for row in await session.execute(due)]

    @property
    def _made(self) -> WebhookAccount:
        assert self._account is not None
        return self._account

    async def _send(self, key: str, content: dict[str, Any]) -> None:
        try:
            self.gateway.post_webhook(key, content)
        except WecomError as error:
            raise RefusedError(error.code, error.words) from None
