"""An official account, put together: what the desk needs of it, and what it needs of the desk."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiohttp import ClientSession

from bot.channels.stand_in import stand_in
from bot.channels.wechat import menu
from bot.channels.wechat.callbacks import Callbacks
from bot.channels.wechat.client import Wechat
from bot.channels.wechat.courier import WechatCourier
from bot.channels.wechat.crypto import Gate
from bot.channels.wechat.errors import WechatError, in_words
from bot.channels.wechat.passive import Passive
from bot.channels.wechat.token import Issuer, Tokens
from bot.channels.wechat.transport import Transport
from bot.line import Line
from bot.media.codes import MakeCode
from bot.settings import Settings
from services.calendar import ZONE
from storage.engine import Database
from storage.tables import Channel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """One official account."""

    database: Database
    gate: Gate
    wechat: Wechat
    clock: Callable[[], datetime]
    passive: Passive
    zone: ZoneInfo
    bot: Bot
    """It stands for the account in updates, which are Telegram's."""

    @classmethod
    def of(
        cls,
        database: Database,
        gate: Gate,
        wechat: Wechat,
        clock: Callable[[], datetime],
        zone: ZoneInfo = ZONE,
    ) -> "Account":
        return cls(database, gate, wechat, clock, Passive(), zone, stand_in(Channel.WECHAT))

    @property
    def courier(self) -> WechatCourier:
        return WechatCourier(self.database, self.wechat, self.passive, self.clock, self.zone)

    async def present(self, by_us: bool) -> None:
        """Put the menu in place, where this process is the one that does it for all.

        The account answers without a menu, too, and before WeChat lets us in.
        """
        if not by_us:
            return
        try:
            await self.wechat.set_menu(menu.buttons())
        except WechatError as error:
            log.error("the account has no menu: %s", in_words(error, self.wechat.api_url))  # noqa: TRY400

    def callbacks(self, line: Line) -> Callbacks:
        """Into and out of the account's line."""
        return Callbacks(
            line.channel,
            self.database,
            self.gate,
            line.intake,
            line.sender,
            self.passive,
            self.clock,
        )


def makes_codes(accounts: Mapping[Channel, Account]) -> MakeCode | None:
    """How codes to scan are made; None without an account."""
    return next((each.wechat.qr_code for each in accounts.values()), None)


@asynccontextmanager
async def accounts_of(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> AsyncIterator[dict[Channel, Account]]:
    """The official accounts of a deployment, by channel: one or none."""
    if not settings.wechat_appid or not settings.wechat_secret or not settings.wechat_token:
        yield {}
        return
    async with ClientSession() as http:
        transport = Transport(http, str(settings.wechat_api_url))
        issuer = Issuer(transport, settings.wechat_appid, settings.wechat_secret.get_secret_value())
        tokens = Tokens(database, Channel.WECHAT, issuer, clock)
        gate = Gate(
            token=settings.wechat_token.get_secret_value(),
            appid=settings.wechat_appid,
            aes_key=settings.wechat_aes_key.get_secret_value() if settings.wechat_aes_key else "",
        )
        account = Account.of(database, gate, Wechat(transport, tokens), clock, settings.timezone)
        yield {Channel.WECHAT: account}
        await tokens.close()
