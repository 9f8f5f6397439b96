"""A platform whose product answers what it is told to, and a person who follows."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.callbacks import HttpAnswer, Query
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock

AES_KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"

Handler = Callable[[Query, bytes], Awaitable[HttpAnswer]]


class Product:
    """Remembers each request, and answers by the handlers given for the next ones."""

    def __init__(self) -> None:
        self.requests: list[tuple[Query, bytes]] = []
        self.next: list[bytes | int | Handler | OSError] = []

    async def receive(self, query: Query, body: bytes) -> HttpAnswer:
        self.requests.append((query, body))
        match self.next.pop(0) if self.next else b"success":
            case bytes() as answer:
                return 200, answer
            case int() as status:
                return status, b""
            case OSError() as broken:
                raise broken
            case handler:
                return await handler(query, body)


def slow(platform: Platform, answer: bytes = b"success") -> Handler:
    """Answers right after the platform has stopped waiting."""

    async def handler(query: Query, body: bytes) -> HttpAnswer:
        await asyncio.sleep(platform.patience * 2)
        return 200, answer

    return handler


def text_reply(person: Follower, text: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{person.openid}]]></ToUserName>"
        f"<FromUserName><![CDATA[{Account().gh_id}]]></FromUserName><CreateTime>1</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"
    ).encode()


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
def platform(clock: MovableClock, product: Product) -> Platform:
    platform = Platform(clock)
    platform.patience = 0.05
    platform.deliver = product.receive
    return platform


@pytest.fixture
def sealed(clock: MovableClock, product: Product) -> Platform:
    """The same in AES mode."""
    platform = Platform(clock, Account(aes_key=AES_KEY))
    platform.deliver = product.receive
    return platform


@pytest.fixture
async def lin(platform: Platform, product: Product) -> Follower:
    """Follows; the product was told so already."""
    person = platform.add_person("林")
    await person.follow()
    product.requests.clear()
    return person
