"""Everything by which people reach a deployment, put together from its settings."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiogram import Bot

from bot.channels.bots import bots_of
from bot.channels.group_webhook.account import WebhookAccount, webhooks_of
from bot.channels.wechat.account import Account, accounts_of, makes_codes
from bot.channels.wecom.account import RobotAccount, robots_of
from bot.media.codes import MakeCode
from bot.sender.courier import Courier
from bot.settings import Settings
from storage.engine import Database
from storage.tables import Channel


@dataclass(frozen=True, slots=True)
class Accounts:
    """By channel: bots on Telegram, official accounts, robots, and webhooks of groups."""

    telegram: Mapping[Channel, Bot]
    wechat: Mapping[Channel, Account]
    robots: Mapping[Channel, RobotAccount]
    webhooks: Mapping[Channel, WebhookAccount]

    @property
    def bots(self) -> dict[Channel, Bot]:
        """What stands for each in updates; that which people see first comes first."""
        return {**self.telegram, **{channel: each.bot for channel, each in self._others.items()}}

    @property
    def couriers(self) -> dict[Channel, Courier]:
        """Of all but Telegram, whose API needs none."""
        return {channel: each.courier for channel, each in self._others.items()}

    @property
    def make_code(self) -> MakeCode | None:
        return makes_codes(self.wechat)

    @property
    def _others(self) -> dict[Channel, Account | RobotAccount | WebhookAccount]:
        return {**self.wechat, **self.robots, **self.webhooks}


@asynccontextmanager
async def all_accounts(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> AsyncIterator[Accounts]:
    async with (
        accounts_of(settings, database, clock) as wechat,
        robots_of(settings, database, clock) as robots,
        webhooks_of(settings, database, clock) as webhooks,
    ):
        yield Accounts(bots_of(settings), wechat, robots, webhooks)
