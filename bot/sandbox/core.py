"""The World's state, and the few ways it changes."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import (
    BotCommand,
    ChatMember,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    TelegramObject,
    Update,
    User,
)

from bot.sandbox import limits
from bot.sandbox.command_menu import MenuKey
from bot.sandbox.errors import NotOnThisPhoneError
from bot.sandbox.events import Event
from bot.sandbox.files import FileStore
from bot.sandbox.keyboards import settle_keyboard
from bot.sandbox.markup import Markup
from bot.sandbox.objects import chat_member, is_service, private_chat
from bot.sandbox.rooms import Room
from bot.sandbox.taps import Tap
from bot.sandbox.updates import UpdateQueue

Clock = Callable[[], datetime]
Listener = Callable[[Event], None]

BOT_ID = 7_000_000_001
DEMO_TOKEN = f"{BOT_ID}:AAH-this-token-opens-the-sandbox-onl"


class Core:
    """People, rooms, files, what waits for the bot, and who listens. Parameters: see World."""

    def __init__(
        self, *, clock: Clock, token: str, flood_control: bool, privacy_mode: bool
    ) -> None:
        self._real_clock = clock
        self.ahead = timedelta(0)
        """How far the world's clock was moved; it never goes back."""
        self.token = token
        self.flood_control = flood_control
        self.privacy_mode = privacy_mode
        bot_id = int(token.partition(":")[0])
        self.bot = User(bot_id, "近邻", is_bot=True, username="jinlin_bot")
        self.users: dict[int, User] = {}
        self.rooms: dict[int, Room] = {}
        self.files = FileStore()
        self.updates = UpdateQueue()
        self.taps: dict[str, Tap] = {}
        self.commands: dict[MenuKey, tuple[BotCommand, ...]] = {}
        self.flood = limits.FloodControl()
        self._listeners: list[Listener] = []

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back, at once and in order, for every change. Returns how to stop it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)
        self.keep()

    def hand_over(self, kind: str, happened: TelegramObject) -> None:
        """Queue an update of this kind (Update's constants) for the bot."""
        self.updates.put(kind, happened)
        self.keep()

    def keep(self) -> None:
        """Called after every change; a World that is kept between runs writes itself down then."""

    def user(self, user_id: int) -> User:
        """Raises NotOnThisPhoneError for a person nobody added."""
        if user_id not in self.users:
            raise NotOnThisPhoneError(f"There is no person {user_id}.")
        return self.users[user_id]

    def account(self, user_id: int) -> User:
        """A person, or the bot itself."""
        return self.bot if user_id == self.bot.id else self.user(user_id)

    def room(self, chat_id: int) -> Room:
        """Raises NotOnThisPhoneError. Everybody has a private chat with the bot, if empty."""
        if chat_id not in self.rooms and chat_id in self.users:
            members = {chat_id: ChatMember.MEMBER, self.bot.id: ChatMember.LEFT}
            self.rooms[chat_id] = Room(private_chat(self.users[chat_id]), dict(members))
        if chat_id not in self.rooms:
            raise NotOnThisPhoneError(f"There is no chat {chat_id}.")
        return self.rooms[chat_id]

    def clock(self) -> datetime:
        """The time in this world, aware (UTC); for the program that runs in it too."""
        return self._real_clock() + self.ahead

    def steady(self) -> float:
        """Seconds of a monotonic clock that moves with `clock`: limits pass as time does."""
        return time.monotonic() + self.ahead.total_seconds()

    def move_clock(self, ahead: timedelta) -> None:
        """The world is `ahead` of the real time from now on."""
        self.ahead = ahead
        self.tell(Event(type="clock"))

    def now(self) -> datetime:
        """Telegram counts in whole seconds."""
        return self.clock().replace(microsecond=0)

    def post(
        self, room: Room, sender: User, markup: Markup | None = None, **fields: Any
    ) -> Message:
        """A new message (`fields` are Message's) for everyone's phone and, if it may, the bot."""
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
        message = Message(
            room.next_id(), self.now(), room.chat, sender, reply_markup=inline, **fields
        )
        room.messages[message.message_id] = message
        self.tell(Event(type="message", chat_id=room.id, message=message))
        if markup and not inline:
            room.keyboard_senders.add(message.message_id)
        for user_id in settle_keyboard(room, message, markup, self.users):
            self.tell_keyboard(room, user_id)
        if self.bot_sees(room, message):
            self.hand_over(Update.MESSAGE, message)
        return message

    def replace(self, room: Room, message: Message) -> Message:
        """A message as it looks from now on."""
        room.messages[message.message_id] = message
        self.tell(Event(type="edited", chat_id=room.id, message=message))
        return message

    def set_status(self, room: Room, actor: User, user: User, status: str) -> None:
        """Change how someone stands in a chat; the bot is told by my_chat_member of itself, and
        by chat_member of others where it is an administrator and asked for it."""
        before = chat_member(user, room.status(user.id))
        room.members[user.id] = status
        update = ChatMemberUpdated(room.chat, actor, self.now(), before, chat_member(user, status))
        if user.id == self.bot.id:
            self.hand_over(Update.MY_CHAT_MEMBER, update)
        elif room.administers(self.bot.id):
            self.hand_over(Update.CHAT_MEMBER, update)
        self.tell(Event(type="chat", chat_id=room.id, chat=room.chat))

    def tell_keyboard(self, room: Room, user_id: int) -> None:
        keyboard = room.keyboards.get(user_id)
        self.tell(Event(type="keyboard", chat_id=room.id, user_id=user_id, keyboard=keyboard))

    def bot_sees(self, room: Room, message: Message) -> bool:
        """Privacy mode: https://core.telegram.org/bots/features#privacy-mode"""
        service = is_service(message)
        if message.from_user and message.from_user.id == self.bot.id and not service:
            return False
        if message.left_chat_member and message.left_chat_member.id == self.bot.id:
            return True
        if not room.present(self.bot.id):
            return False
        if room.private or service or not self.privacy_mode:
            return True
        return room.administers(self.bot.id) or self._concerns_bot(message)

    def _concerns_bot(self, message: Message) -> bool:
        replied = message.reply_to_message
        if replied and replied.from_user and replied.from_user.id == self.bot.id:
            return True
        texts = message.parse_entities(
            [MessageEntity.BOT_COMMAND]
        ) | message.parse_caption_entities([MessageEntity.BOT_COMMAND])
        own = f"@{self.bot.username}".lower()
        return any("@" not in text or text.lower().endswith(own) for text in texts.values())
