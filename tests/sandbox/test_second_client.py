"""A client that is not ours: python-telegram-bot runs a small bot against the sandbox."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update, User
from telegram import Chat as TelegramChat
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.sharing import SAMPLE_PHOTO
from bot.sandbox.world import World

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


async def greet(update: Update, _: Context) -> None:
    assert update.effective_message is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="ok")]])
    await update.effective_message.reply_text("您好", reply_markup=keyboard, do_quote=True)


async def pressed(update: Update, _: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("收到")
    await update.callback_query.edit_message_text("谢谢")


async def photographed(update: Update, _: Context) -> None:
    assert update.effective_message is not None
    file = await update.effective_message.photo[-1].get_file()
    content = await file.download_as_bytearray()
    await update.effective_message.reply_photo(bytes(content), caption="<b>还您</b>")


def small_bot(world: World, url: str) -> App:
    app: App = (
        ApplicationBuilder()
        .token(world.token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .build()
    )
    app.add_handler(CommandHandler("start", greet))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(filters.PHOTO, photographed))
    return app


class Phone:
    """A person who waits for the bot's next message, edit or toast."""

    def __init__(self, world: World, user: User) -> None:
        self.events: asyncio.Queue[Any] = asyncio.Queue()
        self.world, self.user = world, user
        world.listen(self._hear)

    def _hear(self, event: Any) -> None:
        mine = event.message is None or event.message.from_user.id == self.world.bot.id
        if event.type in {"message", "edited", "toast"} and mine:
            self.events.put_nowait(event)

    async def next(self) -> Any:
        return await asyncio.wait_for(self.events.get(), 10)


async def converse(world: World) -> None:
    user = world.add_user("林")
    phone = Phone(world, user)
    asked = world.start(user.id)
    greeting = (await phone.next()).message
    assert (greeting.text, greeting.reply_to_message.message_id) == ("您好", asked.message_id)
    world.tap(user.id, user.id, greeting.message_id, "ok")
    assert (await phone.next()).text == "收到"
    edited = (await phone.next()).message
    assert (edited.message_id, edited.text) == (greeting.message_id, "谢谢")
    world.send_photo(user.id, user.id)
    assert (await phone.next()).message.photo


async def test_a_bot_of_its_own_talks_by_polling(world: World, url: str) -> None:
    app = small_bot(world, url)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0, timeout=1)
        await converse(world)
        await app.updater.stop()
        await app.stop()


async def test_a_bot_of_its_own_talks_by_webhook(
    world: World, url: str, aiohttp_webhook: "Hook"
) -> None:
    app = small_bot(world, url)
    async with app:
        await app.start()
        aiohttp_webhook.app = app
        await app.bot.set_webhook(aiohttp_webhook.url, secret_token="geheim")
        await converse(world)
        info = await app.bot.get_webhook_info()
        assert info.last_error_message is None
        await app.bot.delete_webhook()
        await app.stop()


class Hook:
    """python-telegram-bot's own webhook server needs tornado; this one hands updates over."""

    def __init__(self) -> None:
        self.app: App | None = None
        self.url = ""

    async def receive(self, request: Any) -> Any:
        assert self.app is not None
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "geheim"
        update = Update.de_json(await request.json(), self.app.bot)
        await self.app.update_queue.put(update)
        return web.Response()


@pytest.fixture
async def aiohttp_webhook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    async with TestServer(app, host="127.0.0.1") as server:
        hook.url = str(server.make_url("/hook"))
        yield hook


@pytest.fixture
async def client(world: World, url: str) -> AsyncIterator[Bot]:
    async with Bot(
        world.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot"
    ) as connected:
        yield connected


async def test_it_reads_what_its_own_types_wrote(
    client: Bot, world: World, resident: User, group: TelegramChat
) -> None:
    world.send_album(resident.id, resident.id, [SAMPLE_PHOTO] * 2, "两张")
    world.say(resident.id, group.id, "/bind@jinlin_bot")
    world.remove_bot(group.id)
    updates = await client.get_updates()
    assert [update.to_dict() for update in updates] == [
        Update.de_json(raw, client).to_dict() for raw in world.updates.pending
    ]
    assert len(updates) == 5


async def test_albums_places_and_pins_go_through(
    client: Bot, resident: User, group: TelegramChat
) -> None:
    album = await client.send_media_group(
        group.id, [InputMediaPhoto(SAMPLE_PNG), InputMediaPhoto(SAMPLE_PNG)], caption="现场"
    )
    assert [message.caption for message in album] == ["现场", None]
    venue = await client.send_venue(group.id, 26.0, 119.0, "食堂", "东街")
    assert venue.venue is not None
    assert await client.pin_chat_message(group.id, venue.message_id)
    pinned = (await client.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == venue.message_id
    member = await client.get_chat_member(group.id, resident.id)
    assert member.status == "creator"
    assert await client.set_my_commands([("start", "开始")])
    assert [command.command for command in await client.get_my_commands()] == ["start"]


async def send_ten(bot: Bot, chat_id: int) -> None:
    for number in range(10):
        await bot.send_message(chat_id, str(number))


async def test_it_raises_its_own_exceptions(
    client: Bot,
    world: World,
    resident: User,
    group: TelegramChat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new = world.upgrade(group.id)
    with pytest.raises(ChatMigrated) as migrated:
        await client.send_message(group.id, "x")
    assert migrated.value.new_chat_id == new.id
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await client.send_message(resident.id, "<b>", parse_mode="HTML")
    world.flood_control = True
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or it warns of its own attribute
    with pytest.raises(RetryAfter):
        await send_ten(client, resident.id)
    world.block(resident.id)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await client.send_message(resident.id, "x")
