"""The webhooks of a deployment, put together."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256

from aiohttp import ClientSession
from pydantic import SecretStr

from bot.channels.group_webhook.client import WebhookClient
from bot.channels.group_webhook.courier import Send, WebhookCourier
from bot.channels.stand_in import stand_in
from bot.settings import Settings
from bot.web.actions import PAGES
from storage.engine import Database
from storage.tables import Channel


def chat_name(serves: str, key: str) -> str:
    """What a group's chat is called: another key is another group, and no key can be told by it."""
    return f"{serves}#{sha256(key.encode()).hexdigest()[:16]}"


class WebhookAccount:
    """All groups with webhooks: one channel."""

    def __init__(
        self,
        webhooks: Mapping[str, SecretStr],
        address: str,
        database: Database,
        send: Send,
        clock: Callable[[], datetime],
    ) -> None:
        keys = {
            chat_name(serves, key.get_secret_value()): key.get_secret_value()
            for serves, key in webhooks.items()
        }
        self.bot = stand_in(Channel.WECOM_WEBHOOK)
        self.courier = WebhookCourier(database, send, keys, address + PAGES, clock)


@asynccontextmanager
async def webhooks_of(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> AsyncIterator[dict[Channel, WebhookAccount]]:
    """One channel for all of them; none without any."""
    if not settings.wecom_webhooks:
        yield {}
        return
    async with ClientSession() as http:
        client = WebhookClient(http, str(settings.wecom_webhook_url))
        account = WebhookAccount(
            settings.wecom_webhooks, settings.address, database, client.send, clock
        )
        yield {Channel.WECOM_WEBHOOK: account}
