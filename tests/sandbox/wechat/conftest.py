"""A platform whose product answers what it is told to, and a person who follows."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.api.request import Answer, JsonObject
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


class Caller:
    """Calls the platform's API with the newest stable token."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    async def token(self, **more: object) -> JsonObject:
        account = self.platform.account
        wanted = {
            "grant_type": "client_credential",
            "appid": account.appid,
            "secret": account.secret,
        }
        body = json.dumps(wanted | more).encode()
        return (await self.platform.call("POST", "/cgi-bin/stable_token", {}, body)).json()

    async def raw(
        self, method: str, path: str, body: bytes = b"", content_type: str = "", **query: str
    ) -> Answer:
        known = {"access_token": (await self.token())["access_token"]} | query
        path = path if path.startswith("/") else f"/cgi-bin/{path}"
        return await self.platform.call(method, path, known, body, content_type)

    async def get(self, path: str, **query: str) -> JsonObject:
        return (await self.raw("GET", path, b"", "", **query)).json()

    async def post(self, path: str, body: object) -> JsonObject:
        sent = json.dumps(body, ensure_ascii=False).encode()
        return (await self.raw("POST", path, sent)).json()

    async def say(self, person: Follower, text: str) -> int:
        """A text by customer service; the errcode."""
        message = {"touser": person.openid, "msgtype": "text", "text": {"content": text}}
        code = (await self.post("message/custom/send", message))["errcode"]
        assert isinstance(code, int)
        return code

    async def upload(self, kind: str, name: str, data: bytes) -> JsonObject:
        head = f'--b\r\nContent-Disposition: form-data; name="media"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + b"\r\n--b--\r\n"
        answer = await self.raw(
            "POST", "media/upload", body, "multipart/form-data; boundary=b", type=kind
        )
        return answer.json()


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
def api(platform: Platform) -> Caller:
    return Caller(platform)


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
