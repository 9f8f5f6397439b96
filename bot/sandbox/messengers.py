"""The messengers of the sandbox together: kept between runs, on one site, with one clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from pydantic import HttpUrl, SecretStr, WebsocketUrl

from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.core import Clock
from bot.sandbox.phones import add_sandbox
from bot.sandbox.wechat.phones import add_wechat_phones
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.routes import add_wechat
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.wecom.phones import add_wecom_phones
from bot.sandbox.wecom.routes import ROBOTS, WEBHOOKS, add_wecom
from bot.sandbox.world import World
from bot.settings import Settings


@dataclass(frozen=True)
class Messengers:
    """Telegram, WeChat and WeCom. The clock of all is Telegram's, which can be moved."""

    telegram: World
    wechat: Platform
    wecom: Gateway

    @classmethod
    def kept_in(cls, folder: Path, clock: Clock, address: str) -> "Messengers":
        """address: where the site will be."""
        telegram = World(clock=clock, path=folder / "sandbox.json")
        return cls(
            telegram,
            Platform(telegram.clock, public_url=address, path=folder / "sandbox-wechat.json"),
            Gateway(telegram.clock, path=folder / "sandbox-wecom.json"),
        )

    def stand_on(self, site: web.Application) -> None:
        """Their APIs for the program, and the phones on the page."""
        add_bot_api(site, self.telegram)
        add_sandbox(site, self.telegram)
        add_wechat(site, self.wechat)
        add_wechat_phones(site, self.wechat)
        add_wecom(site, self.wecom)
        add_wecom_phones(site, self.wecom)

    def filled_in(self, settings: Settings, address: str, webhooks: Mapping[str, str]) -> Settings:
        """With what a deployment's owner notes down at each. webhooks: keys by what they serve."""
        account, robot = self.wechat.account, self.wecom.robot()
        return settings.model_copy(
            update={
                "bot_token": SecretStr(self.telegram.token),
                "bot_api_url": HttpUrl(address),
                "wechat_appid": account.appid,
                "wechat_secret": SecretStr(account.secret),
                "wechat_token": SecretStr(account.token),
                "wechat_api_url": HttpUrl(address),
                "wecom_bot_id": robot.bot_id,
                "wecom_secret": SecretStr(robot.secret),
                "wecom_name": robot.name,
                "wecom_admins": frozenset(self.wecom.people),
                "wecom_url": WebsocketUrl(address.replace("http", "ws", 1) + ROBOTS),
                "wecom_webhooks": {serves: SecretStr(key) for serves, key in webhooks.items()},
                "wecom_webhook_url": HttpUrl(address + WEBHOOKS),
            }
        )
