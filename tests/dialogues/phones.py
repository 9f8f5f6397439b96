"""People in tests: they say, tap and see, and the desk works until nothing is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aiogram import Bot
from telegram import Document, InlineKeyboardButton, Message, ReplyKeyboardMarkup

from bot.app import App
from bot.dispatch import EVENTS
from bot.sandbox.files import FileKind, Upload
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.world import World
from handlers.common import menu
from services.people import addresses
from storage.tables import Channel, Handle

if TYPE_CHECKING:
    from tests.dialogues.on_webhooks import OnWebhooks
    from tests.dialogues.on_wechat import OnWechat
    from tests.dialogues.on_wecom import OnWecom

PIXEL = Upload(SAMPLE_PNG, "photo.png")


class MovableClock:
    """The time, which only moves when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        """A Monday, nine in the morning in Fuzhou."""

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Desk:
    """The bot at work: what people do in the world is taken in, answered and sent."""

    def __init__(self, world: World, app: App, clock: MovableClock, chats: dict[str, int]) -> None:
        self.world = world
        self.app = app
        self.clock = clock
        self.chats = chats
        """Group chats by their titles."""
        self.wechat: OnWechat | None = None
        """The account, where residents are on WeChat."""
        self.wecom: OnWecom | None = None
        """The robot, where residents or staff are on WeCom."""
        self.webhooks: OnWebhooks | None = None
        """Where the groups of staff have webhooks alone."""
        self._offset = 0

    @property
    def bot(self) -> Bot:
        return self.app.bot

    async def overlooks(self) -> None:
        """What came so far is not taken in: the groups of the demo are bound already."""
        updates = await self.world.call("getUpdates", {"limit": 100, "allowed_updates": []})
        self._offset = updates[-1]["update_id"] + 1

    async def settle(self) -> None:
        """Until no update waits and nothing is left to send."""
        while True:
            asked = {"offset": self._offset, "limit": 100, "allowed_updates": list(EVENTS)}
            updates = await self.world.call("getUpdates", asked)
            if not updates:
                break
            self._offset = updates[-1]["update_id"] + 1
            await self.take_in(*updates)

        await self._settle_besides()

    async def sends_off(self) -> None:
        """What was promised outside a conversation leaves, on each channel."""
        await self.app.sender.work_off()
        await self._settle_besides()

    async def _settle_besides(self) -> None:
        for channel in (self.wecom, self.webhooks, self.wechat):
            if channel is not None:
                await channel.settle()
                await self.app.sender.work_off()

    async def take_in(self, *updates: dict[str, object]) -> None:
        """One batch, as they would arrive together."""
        await self.app.intake.take_in(updates)
        await self.app.sender.work_off()

    async def later(self, **by: float) -> None:
        """Time passes, and the scheduler ticks."""
        self.clock.move(**by)
        for tick in self.app.due_ticks():
            await tick.job()
        await self.app.sender.work_off()
        await self._settle_besides()


class Phone:
    """One person's phone, looking at one chat."""

    def __init__(self, desk: Desk, user_id: int, chat_id: int) -> None:
        self.desk = desk
        self.world = desk.world
        self.user_id = user_id
        self.chat_id = chat_id
        self.channel = Channel.TELEGRAM

    @property
    def name(self) -> str:
        """What the messenger calls them."""
        return self.world.user(self.user_id).full_name

    def in_private(self) -> Phone:
        """The same phone, looking at its holder's own chat with us."""
        return Phone(self.desk, self.user_id, self.user_id)

    async def person_id(self) -> int:
        """The person's own id, which is not the messenger's; somebody new is met for it."""
        handle = await self.handle()
        database = self.desk.app.database
        async with database.reading() as session:
            known = await addresses.behind(session, handle)
        if known is not None:
            return known.id
        async with database.transaction() as session:
            return await addresses.met(session, handle, now=self.desk.clock())

    @property
    def screen(self) -> list[Message]:
        """What the bot has said in this chat, oldest first."""
        history = self.world.history(self.chat_id, self.user_id)
        return [
            message
            for message in history
            if message.from_user and message.from_user.id == self.world.bot.id
        ]

    @property
    def last(self) -> Message:
        return self.screen[-1]

    def text_of(self, message: Message) -> str:
        return message.text or message.caption or ""

    async def handle(self) -> Handle:
        return Handle(self.channel, str(self.user_id))

    async def starts(self, payload: str = "") -> None:
        self.world.start(self.user_id, payload)
        await self.desk.settle()

    async def agrees(self) -> None:
        await self.taps("同意")

    async def arrives(self, payload: str = "") -> None:
        """Opens the chat, agrees, and asks for nothing yet."""
        await self.starts(payload)
        await self.agrees()
        await self.taps("以后再说")

    async def leaves(self) -> None:
        """Nothing reaches them any more."""
        self.world.block(self.user_id)
        await self.desk.settle()

    def is_gone(self) -> None:
        """The same, and we are told only when we write to them."""
        self.world.room(self.user_id).members[self.world.bot.id] = "kicked"

    async def turns_up(self) -> None:
        """We know that they are in the group: a member's joining is told."""

    async def looks_in(self) -> None:
        """What came meanwhile is there already."""

    async def says(self, *texts: str, reply_to: Message | None = None) -> None:
        """Several texts arrive together, in this order."""
        for text in texts:
            self.world.say(
                self.user_id,
                self.chat_id,
                text,
                reply_to=reply_to.message_id if reply_to else None,
            )
        await self.desk.settle()

    async def replies(self, to: str, text: str) -> None:
        """To the bot's latest message that contains `to`."""
        await self.says(text, reply_to=self.finds(to))

    async def photographs(
        self, caption: str | None = None, reply_to: Message | None = None
    ) -> None:
        self.world.send_photo(
            self.user_id,
            self.chat_id,
            PIXEL,
            caption=caption,
            reply_to=reply_to.message_id if reply_to else None,
        )
        await self.desk.settle()

    async def sends_album(
        self,
        photos: int,
        caption: str | None = None,
        *,
        captioned: int = 0,
        reply_to: Message | None = None,
    ) -> None:
        """The words stand under the photo number `captioned`."""
        self.world.send_album(
            self.user_id,
            self.chat_id,
            [PIXEL] * photos,
            caption,
            captioned=captioned,
            reply_to=reply_to.message_id if reply_to else None,
        )
        await self.desk.settle()

    async def sends(self, kind: FileKind, caption: str | None = None) -> None:
        self.world.send_file(self.user_id, self.chat_id, kind, PIXEL, caption=caption)
        await self.desk.settle()

    def where_files_arrive(self) -> Phone:
        """The same phone, looking at where its holder can hand in a file."""
        return self

    async def hands_in(self, content: bytes, name: str, *, as_reply: bool = False) -> None:
        """A file. as_reply: to the very last message, where there are replies."""
        self.world.send_file(
            self.user_id,
            self.chat_id,
            "document",
            Upload(content, name),
            reply_to=self.last.message_id if as_reply else None,
        )
        await self.desk.settle()

    async def shares_a_contact(self) -> None:
        self.world.send_contact(self.user_id, self.chat_id)
        await self.desk.settle()

    async def is_at(self, latitude: float, longitude: float) -> None:
        self.world.send_location(self.user_id, self.chat_id, latitude, longitude)
        await self.desk.settle()

    async def taps(self, label: str, on: str = "") -> None:
        """The latest button that reads `label`, under a message that contains `on`."""
        self.press(label, on)
        await self.desk.settle()

    def press(self, label: str, on: str = "") -> None:
        """Tap, and leave the answering for later."""
        latest, *older = reversed(self.screen)
        if self._presses(latest, label, on):
            return
        if label in self.keyboard() and not on:
            self.world.say(self.user_id, self.chat_id, label)
            return
        if any(self._presses(message, label, on) for message in older):
            return
        raise AssertionError(f"there is no button {label!r}; there are {self.all_labels()}")

    async def taps_late(self, label: str, message: Message) -> None:
        """A button as it was when the message was seen."""
        for button in self.buttons(message):
            if button.text.endswith(label):
                data = str(button.callback_data)
                self.world.tap(self.user_id, self.chat_id, message.message_id, data, stale=True)
        await self.desk.settle()

    def data_of(self, message: Message) -> list[str]:
        """What its buttons mean to us."""
        return [str(each.callback_data) for each in self.buttons(message)]

    def _presses(self, message: Message, label: str, on: str) -> bool:
        for button in self.buttons(message):
            if button.text.endswith(label) and on in self.text_of(message):
                assert isinstance(button.callback_data, str)
                self.world.tap(self.user_id, self.chat_id, message.message_id, button.callback_data)
                return True
        return False

    def buttons(self, message: Message) -> list[InlineKeyboardButton]:
        keyboard = message.reply_markup
        return [button for row in keyboard.inline_keyboard for button in row] if keyboard else []

    def labels_of(self, message: Message) -> list[str]:
        return [button.text for button in self.buttons(message)]

    def all_labels(self) -> list[str]:
        return [button.text for message in self.screen for button in self.buttons(message)] + [
            *self.keyboard()
        ]

    def keyboard(self) -> Sequence[str]:
        """What stands under the input field."""
        keyboard = self.world.reply_keyboard(self.chat_id, self.user_id)
        if not isinstance(keyboard, ReplyKeyboardMarkup):
            return []
        return [key.text for row in keyboard.keyboard for key in row]

    def sees_the_menu(self) -> None:
        """The main menu can be tapped."""
        assert list(self.keyboard()) == list(menu.LABELS)

    def finds(self, *fragments: str) -> Message:
        """The bot's latest message that contains all of these."""
        for message in reversed(self.screen):
            if all(fragment in self.text_of(message) for fragment in fragments):
                return message
        said = "\n---\n".join(self.text_of(message) for message in self.screen[-5:])
        raise AssertionError(f"nothing with {fragments} on the screen; the latest:\n{said}")

    def sees(self, *fragments: str) -> Message:
        """The very last message contains all of these."""
        for fragment in fragments:
            assert fragment in self.text_of(self.last), self.text_of(self.last)
        return self.last

    def does_not_offer(self, label: str) -> None:
        """A button is gone, where messages change."""
        assert label not in self.all_labels()

    def sees_changed(self, *fragments: str) -> None:
        """An earlier message reads this by now, where messages change."""
        self.finds(*fragments)

    def sees_meanwhile(self, *fragments: str) -> None:
        """A card that nobody pressed reads this by now, where such cards change."""
        self.finds(*fragments)

    def no_longer_sees(self, fragment: str) -> None:
        """What was said is gone, where messages change."""
        self.does_not_see(fragment)

    def does_not_see(self, fragment: str) -> None:
        assert not any(fragment in self.text_of(message) for message in self.screen)

    def choices(self) -> list[str]:
        """The buttons under the very last message."""
        return [button.text for button in self.buttons(self.last)]

    async def file(self) -> bytes:
        """The latest that we have sent."""
        return self.world.files.by_id[self._document().file_id].data

    def file_name(self) -> str:
        return str(self._document().file_name)

    def _document(self) -> Document:
        found = (message.document for message in reversed(self.screen) if message.document)
        return next(found)

    def pictures(self) -> int:
        """How many photos the bot has shown in this chat."""
        return sum(bool(message.photo) for message in self.screen)

    def is_answered(self, fragment: str) -> None:
        """The latest tap had a note with this, or its card changed where that takes its place."""
        assert fragment in self.toast(), self.toast()

    def toast(self) -> str:
        """What the latest tap was answered with."""
        return self.world.toasts(self.user_id)[-1].text
