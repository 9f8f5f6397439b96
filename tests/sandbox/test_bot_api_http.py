"""The Bot API on the wire: every way to send parameters, and every kind of refusal."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import BufferedInputFile
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer
from telegram import Chat, User

from bot.sandbox import limits
from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.sharing import SAMPLE_PHOTO
from bot.sandbox.world import World


@pytest.fixture
def api(world: World) -> str:
    return f"/bot{world.token}"


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_parameters_are_taken_however_they_come(
    browser: ClientSession, api: str, world: World, resident: User, how: str
) -> None:
    values = {"chat_id": str(resident.id), "text": "您好"}
    multipart = FormData(values, default_to_multipart=True)
    ways: dict[str, dict[str, object]] = {
        "query": {"params": values},
        "form": {"data": values},
        "json": {"json": values | {"chat_id": resident.id}},
        "multipart": {"data": multipart},
    }
    verb = "GET" if how == "query" else "POST"
    async with browser.request(verb, f"{api}/SENDMESSAGE", **ways[how]) as response:  # type: ignore[arg-type]
        body = await response.json()
    assert (response.status, body["ok"]) == (200, True)
    assert body["result"]["text"] == "您好"
    assert world.history(resident.id, resident.id)[-1].text == "您好"


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        ("/bot{token}/noSuchThing", 404, "Not Found: method not found"),
        ("/bot{token}/sendMessage", 400, "Bad Request: chat_id is empty"),
        ("/file/bot{token}/photos/none.jpg", 404, "Not Found"),
        ("/file/bot1:wrong/photos/none.jpg", 401, "Unauthorized"),
    ],
)
async def test_a_refusal_tells_its_code_twice(
    browser: ClientSession, world: World, path: str, status: int, description: str
) -> None:
    async with browser.get(path.format(token=world.token)) as response:
        body = await response.json()
    assert response.status == status
    assert body == {"ok": False, "error_code": status, "description": description}


async def test_a_body_that_is_no_json_is_refused(browser: ClientSession, api: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with browser.post(f"{api}/getMe", data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["ok"]) == (400, False)


async def test_a_file_beyond_the_limit_is_refused(
    browser: ClientSession,
    api: str,
    resident: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "UPLOAD", 1024)
    form = FormData({"chat_id": str(resident.id)})
    form.add_field("document", b"x" * 1025, filename="big.bin")
    async with browser.post(f"{api}/sendDocument", data=form) as response:
        body = await response.json()
    assert body["error_code"] == 413


async def send_ten(bot: Bot, chat_id: int) -> None:
    for number in range(10):
        await bot.send_message(chat_id, str(number))


@pytest.fixture
def http_bot(url: str, world: World) -> Bot:
    """aiogram as it talks to Telegram, pointed at the sandbox."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    return Bot(world.token, session=session)


async def test_aiogram_reads_every_kind_of_update(
    http_bot: Bot, world: World, resident: User, group: Chat
) -> None:
    me = resident.id
    said = world.say(me, me, "https://example.cn #停水")
    world.edit(me, me, said.message_id, "改")
    world.forward(me, me, me, said.message_id)
    world.send_album(me, me, [SAMPLE_PHOTO] * 2, "两张")
    world.send_voice(me, me)
    world.send_location(me, me, 26.0, 119.0)
    world.send_contact(me, me)
    world.send_sticker(me, me)
    sent = await http_bot.send_message(me, "x")
    world.tap(me, me, sent.message_id, "x", stale=True)
    world.block(me)
    world.upgrade(group.id)
    async with http_bot:
        updates = await http_bot.get_updates()
    assert [update.event_type for update in updates] == [
        *["message", "edited_message", "message"],
        *["message"] * 6,
        *["callback_query", "my_chat_member", "message", "message"],
    ]


async def test_aiograms_files_arrive_and_come_back(
    http_bot: Bot, world: World, resident: User
) -> None:
    async with http_bot:
        photo = BufferedInputFile(SAMPLE_PNG, "照片.png")
        sent = await http_bot.send_photo(resident.id, photo, caption="<i>x</i>", parse_mode="HTML")
        assert sent.photo is not None
        content = await http_bot.download(sent.photo[-1])
    assert content is not None
    assert content.read() == SAMPLE_PNG
    assert sent.html_text == "<i>x</i>"


async def test_aiogram_raises_its_own_exceptions(
    http_bot: Bot, world: World, resident: User, group: Chat
) -> None:
    world.upgrade(group.id)
    world.flood_control = True
    async with http_bot:
        with pytest.raises(TelegramMigrateToChat):
            await http_bot.send_message(group.id, "x")
        with pytest.raises(TelegramBadRequest, match="can't parse entities"):
            await http_bot.send_message(resident.id, "<x>", parse_mode="HTML")
        with pytest.raises(TelegramRetryAfter) as refused:
            await send_ten(http_bot, resident.id)
    assert refused.value.retry_after == 1


async def test_a_long_poll_does_not_hold_up_the_end(world: World) -> None:
    app = web.Application()
    add_bot_api(app, world)
    async with TestServer(app, host="127.0.0.1") as server:
        session = ClientSession()
        poll = session.get(server.make_url(f"/bot{world.token}/getUpdates?timeout=50"))
        waiting = asyncio.create_task(poll.__aenter__())
        await world.updates.changed()
    async with asyncio.timeout(5):
        response = await waiting
        assert await response.json() == {"ok": True, "result": []}
        await session.close()
