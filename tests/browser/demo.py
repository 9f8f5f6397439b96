"""A sandbox with a few people in it, its page, and a bot whose every word a test decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from aiohttp import web
from playwright.async_api import Locator, Page, expect

from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.phones import add_sandbox
from bot.sandbox.wechat.phones import add_wechat_phones
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.routes import add_wechat
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.wecom.phones import add_wecom_phones
from bot.sandbox.world import World
from bot.web.headers import add_security_headers


class DemoBot:
    """An aiogram bot that polls the sandbox over HTTP, one update whenever the test listens."""

    def __init__(self, token: str, address: str) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        self.api = Bot(token, session=session)
        self._offset: int | None = None
        self._heard: list[Update] = []

    async def hears(self) -> Update:
        """The next update. Raises AssertionError if none comes within ten seconds."""
        if not self._heard:
            self._heard = await self.api.get_updates(offset=self._offset, timeout=10)
            assert self._heard, "the bot heard nothing"
            self._offset = self._heard[-1].update_id + 1
        return self._heard.pop(0)

    async def message(self) -> Message:
        """The next message, other kinds of updates left aside."""
        while not (message := (await self.hears()).message):
            pass
        return message

    async def tap(self) -> CallbackQuery:
        while not (query := (await self.hears()).callback_query):
            pass
        return query.as_(self.api)


@dataclass
class Sandbox:
    """People as ids: a resident, and two who work in the staff group."""

    world: World
    bot: DemoBot
    resident: int
    worker: int
    colleague: int
    group: int
    port: int
    runner: web.AppRunner

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def go_offline(self) -> None:
        await self.runner.cleanup()

    async def come_back(self) -> None:
        self.runner, self.port = await serve(self.world, self.port)


def peopled_world() -> World:
    world = World(clock=lambda: datetime.now(UTC))
    resident, worker, colleague = (
        world.add_user(name).id for name in ("居民", "网格员", "社区工作者")
    )
    world.add_group("军门社区工作群", [worker, colleague])
    world.start(resident)
    # What happened before the test is none of its bot's business.
    world.updates.pending.clear()
    return world


async def serve(
    world: World,
    port: int = 0,
    platform: Platform | None = None,
    gateway: Gateway | None = None,
) -> tuple[web.AppRunner, int]:
    """The sandbox on 127.0.0.1, with WeChat if there is a platform and WeCom if there is a gateway;
    port 0 finds a free one. Returns the port taken.
    """
    app = web.Application()
    add_bot_api(app, world)
    add_security_headers(app)
    add_sandbox(app, world)
    if platform:
        add_wechat(app, platform)
        add_wechat_phones(app, platform)
    if gateway:
        add_wecom_phones(app, gateway)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, runner.addresses[0][1]


class PhoneView:
    """One phone on the page, found by the page's stable hooks."""

    def __init__(self, page: Page, user_id: int) -> None:
        self.page = page
        self.node = page.locator(f'[data-phone="{user_id}"]')
        self.composer = self.node.get_by_test_id("composer")
        self.toast = self.node.get_by_test_id("toast")
        self.keyboard = self.node.get_by_test_id("reply-keyboard")

    def bubble(self, message_id: int) -> Locator:
        return self.node.locator(f'[data-message="{message_id}"]')

    def button(self, label: str) -> Locator:
        return self.node.get_by_role("button", name=label, exact=True)

    def entry(self, chat_id: int) -> Locator:
        return self.node.locator(f'[data-chat="{chat_id}"]')

    async def open(self, chat_id: int) -> None:
        await self.node.get_by_test_id("back").click()
        await self.entry(chat_id).click()

    async def say(self, words: str) -> None:
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def choose(self, menu: str, item: str) -> None:
        """An entry of a menu, both by test id."""
        await self.node.get_by_test_id(menu).click()
        await self.page.get_by_test_id(item).click()

    async def shows(self, words: str) -> None:
        await expect(self.node.get_by_text(words, exact=True).last).to_be_visible()


def buttons(*rows: Sequence[str]) -> InlineKeyboardMarkup:
    """Callback buttons; each one's data is its label."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=label) for label in row] for row in rows
        ]
    )
