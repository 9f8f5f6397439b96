"""Webhooks: in order, with the secret, again until they are accepted."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestServer
from telegram import User

from bot.sandbox import webhook
from bot.sandbox.events import Event
from bot.sandbox.world import World


class Receiver:
    """A bot's webhook: answers what it is told to, and remembers what it was sent."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.answer: web.Response | None = None
        self.received: asyncio.Queue[tuple[str, str | None]] = asyncio.Queue()

    async def receive(self, request: web.Request) -> web.StreamResponse:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.received.put_nowait((update["message"]["text"], secret))
        status = self.statuses.pop(0) if self.statuses else 200
        return self.answer or web.Response(status=status)

    async def next_text(self) -> str:
        return (await asyncio.wait_for(self.received.get(), 5))[0]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def hook(url: str, receiver: Receiver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/hook"))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_FIRST_RETRY", 0.01)


async def delivered(world: World) -> None:
    async with asyncio.timeout(5):
        while world.updates.pending:
            await world.updates.changed()


async def test_updates_are_posted_in_order_with_the_secret(
    world: World, resident: User, receiver: Receiver, hook: str
) -> None:
    world.say(resident.id, resident.id, "一")
    await world.call("setWebhook", {"url": hook, "secret_token": "geheim_1"})
    world.say(resident.id, resident.id, "二")
    assert await asyncio.wait_for(receiver.received.get(), 5) == ("一", "geheim_1")
    assert await asyncio.wait_for(receiver.received.get(), 5) == ("二", "geheim_1")
    await delivered(world)
    info = await world.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (hook, 0)


async def test_what_is_not_accepted_comes_again_before_the_next(
    world: World, resident: User, receiver: Receiver, hook: str
) -> None:
    receiver.statuses = [500, 502]
    world.say(resident.id, resident.id, "一")
    world.say(resident.id, resident.id, "二")
    await world.call("setWebhook", {"url": hook})
    assert [await receiver.next_text() for _ in range(4)] == ["一", "一", "一", "二"]
    await delivered(world)
    info = await world.call("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 502")
    assert info["last_error_date"] == int(world.clock().timestamp())


async def test_a_bot_that_is_down_gets_its_updates_when_it_is_back(
    world: World, resident: User, receiver: Receiver, hook: str
) -> None:
    await world.call("setWebhook", {"url": "http://127.0.0.1:1/hook"})
    world.say(resident.id, resident.id, "在吗")
    async with asyncio.timeout(5):
        while "last_error_message" not in (info := await world.call("getWebhookInfo")):
            await world.updates.changed()
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection failed", 1)
    await world.call("setWebhook", {"url": hook})
    assert await receiver.next_text() == "在吗"


@pytest.mark.parametrize("multipart", [True, False])
async def test_a_method_in_the_answer_is_called(
    world: World, resident: User, receiver: Receiver, hook: str, multipart: bool
) -> None:
    method = {"method": "sendMessage", "chat_id": str(resident.id), "text": "收到"}
    receiver.answer = (
        web.Response(body=FormData(method, default_to_multipart=True)())
        if multipart
        else web.json_response(method)
    )
    sent: asyncio.Queue[Event] = asyncio.Queue()
    world.say(resident.id, resident.id, "在吗")
    world.listen(sent.put_nowait)
    await world.call("setWebhook", {"url": hook})
    event = await asyncio.wait_for(sent.get(), 5)
    assert event.message is not None
    assert event.message.text == "收到"


async def test_an_answer_nobody_understands_is_accepted_all_the_same(
    world: World, resident: User, receiver: Receiver, hook: str
) -> None:
    receiver.answer = web.Response(text="{", content_type="application/json")
    world.say(resident.id, resident.id, "一")
    world.say(resident.id, resident.id, "二")
    await world.call("setWebhook", {"url": hook})
    assert [await receiver.next_text() for _ in range(2)] == ["一", "二"]


@pytest.mark.parametrize("secret", ["blank space", "x" * 257, "é"])
async def test_a_secret_telegram_would_refuse_is_refused(world: World, secret: str) -> None:
    with pytest.raises(Exception, match="secret token contains unallowed characters"):
        await world.call("setWebhook", {"url": "https://example.cn", "secret_token": secret})
