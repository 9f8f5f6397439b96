"""What people do with their phones: write, send, forward, edit, tap, block."""

import secrets
from collections.abc import Sequence
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    Contact,
    InlineKeyboardMarkup,
    Location,
    Message,
    MessageOriginUser,
    Update,
    User,
    Venue,
)
from telegram.constants import MediaGroupLimit, MessageLimit

from bot.sandbox.attachments import attachment
from bot.sandbox.core import Core, Tap, Toast
from bot.sandbox.entities import formatted
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.events import Event
from bot.sandbox.files import FileKind, Upload
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.keyboards import use_keyboard
from bot.sandbox.objects import changed, content, is_service, quoted
from bot.sandbox.rooms import Room

FIRST_USER_ID = 5_000_000_001
SAMPLE_PHOTO = Upload(SAMPLE_PNG, "photo.png", "image/png")
SAMPLE_VOICE = Upload(b"OggS", "voice.ogg", "audio/ogg")
SAMPLE_VIDEO = Upload(b"ftyp", "video.mp4", "video/mp4")


class People(Core):
    """The people's side of the World. Misuse raises PhoneError: a client would not offer it."""

    def add_user(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "zh-hans",
        user_id: int | None = None,
    ) -> User:
        if user_id is None:
            user_id = max([FIRST_USER_ID - 1, *self.users]) + 1
        if user_id in self.users or user_id == self.bot.id:
            raise PhoneError(f"Somebody already has the id {user_id}.")
        user = User(
            user_id,
            first_name,
            is_bot=False,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self.users[user_id] = user
        self.tell(Event(type="user", user_id=user_id, user=user))
        return user

    def private_chat(self, user_id: int) -> Chat:
        """Its id is the person's."""
        self.user(user_id)
        return self.room(user_id).chat

    def start(self, user_id: int, payload: str = "") -> Message:
        """Press "Start" (or open a deep link with this payload): from now on the bot may write."""
        if self.room(user_id).status(self.bot.id) == ChatMember.BANNED:
            self.unblock(user_id)
        return self.say(user_id, user_id, f"/start {payload}".strip())

    def say(self, user_id: int, chat_id: int, text: str, *, reply_to: int | None = None) -> Message:
        """Write. What is too long goes as several messages, as clients do; the last is returned."""
        room = self._writable(user_id, chat_id)
        parts = _split(text.strip())
        if not parts:
            raise PhoneError("There is nothing to send.")
        reply = self._reply(room, reply_to)
        for part in parts:
            spoken = formatted(part)
            message = self.post(
                room,
                self.user(user_id),
                text=spoken.text,
                entities=spoken.entities,
                reply_to_message=reply,
            )
        if use_keyboard(room, user_id, text.strip()):
            self.tell_keyboard(room, user_id)
        return message

    def send_photo(
        self, user_id: int, chat_id: int, photo: Upload = SAMPLE_PHOTO, **options: Any
    ) -> Message:
        """Options of this and the next four: caption, reply_to, duration (seconds)."""
        return self.send_file(user_id, chat_id, "photo", photo, **options)

    def send_document(
        self, user_id: int, chat_id: int, document: Upload, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "document", document, **options)

    def send_voice(
        self, user_id: int, chat_id: int, voice: Upload = SAMPLE_VOICE, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "voice", voice, **options)

    def send_video(
        self, user_id: int, chat_id: int, video: Upload = SAMPLE_VIDEO, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "video", video, **options)

    def send_sticker(
        self, user_id: int, chat_id: int, sticker: Upload = SAMPLE_PHOTO, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "sticker", sticker, **options)

    def send_file(
        self,
        user_id: int,
        chat_id: int,
        kind: FileKind,
        upload: Upload,
        *,
        caption: str | None = None,
        reply_to: int | None = None,
        duration: int = 0,
        media_group_id: str | None = None,
    ) -> Message:
        room = self._writable(user_id, chat_id)
        spoken = formatted(caption or "")
        if len(spoken.text) > MessageLimit.CAPTION_LENGTH:
            raise PhoneError(f"A caption has at most {MessageLimit.CAPTION_LENGTH} characters.")
        return self.post(
            room,
            self.user(user_id),
            **attachment(self.files, self.files.add(kind, upload), duration),
            caption=spoken.text or None,
            caption_entities=spoken.entities,
            reply_to_message=self._reply(room, reply_to),
            media_group_id=media_group_id,
        )

    def send_album(
        self,
        user_id: int,
        chat_id: int,
        files: Sequence[Upload],
        caption: str | None = None,
        *,
        kind: FileKind = "photo",
        reply_to: int | None = None,
    ) -> list[Message]:
        """One media_group_id, a message and an update each; the caption stands at the first.

        Videos among photos are sent as videos. More than ten go as several albums, as clients do.
        """
        if len(files) < MediaGroupLimit.MIN_MEDIA_LENGTH:
            raise PhoneError("An album has at least two files.")
        messages: list[Message] = []
        for number, upload in enumerate(files):
            if number % MediaGroupLimit.MAX_MEDIA_LENGTH == 0:
                group = self.new_media_group_id()
            message = self.send_file(
                user_id,
                chat_id,
                "video" if kind == "photo" and _is_video(upload) else kind,
                upload,
                caption=None if number else caption,
                reply_to=reply_to,
                media_group_id=group,
            )
            messages.append(message)
        return messages

    def send_location(
        self,
        user_id: int,
        chat_id: int,
        latitude: float,
        longitude: float,
        *,
        reply_to: int | None = None,
    ) -> Message:
        """Degrees, WGS-84."""
        room = self._writable(user_id, chat_id)
        return self.post(
            room,
            self.user(user_id),
            location=_location(latitude, longitude),
            reply_to_message=self._reply(room, reply_to),
        )

    def send_venue(
        self,
        user_id: int,
        chat_id: int,
        latitude: float,
        longitude: float,
        title: str,
        address: str,
    ) -> Message:
        """A named place; such a message has both `venue` and `location`."""
        location = _location(latitude, longitude)
        return self.post(
            self._writable(user_id, chat_id),
            self.user(user_id),
            location=location,
            venue=Venue(location, title, address),
        )

    def send_contact(
        self,
        user_id: int,
        chat_id: int,
        phone_number: str = "+8613800000000",
        first_name: str | None = None,
        contact_user_id: int | None = None,
    ) -> Message:
        """One's own number unless another name is given; Contact.user_id tells which it is."""
        own = self.user(user_id)
        contact = Contact(
            phone_number,
            first_name or own.first_name,
            user_id=contact_user_id if first_name else user_id,
        )
        return self.post(self._writable(user_id, chat_id), own, contact=contact)

    def forward(self, user_id: int, chat_id: int, from_chat_id: int, message_id: int) -> Message:
        original = self.seen(user_id, from_chat_id, message_id)
        if is_service(original):
            raise PhoneError("This line cannot be forwarded.")
        return self.post(
            self._writable(user_id, chat_id),
            self.user(user_id),
            forward_origin=original.forward_origin
            or MessageOriginUser(original.date, original.from_user or self.bot),
            **content(original),
        )

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """Change the text, or the caption of what has none, of one's own message."""
        message = self.seen(user_id, chat_id, message_id)
        if message.from_user is None or message.from_user.id != user_id or is_service(message):
            raise PhoneError("Only one's own messages can be edited.")
        spoken = formatted(text)
        if message.text is not None:
            if not spoken.text:
                raise PhoneError("There is nothing to send.")
            fields: dict[str, Any] = {"text": spoken.text, "entities": spoken.entities}
        else:
            fields = {"caption": spoken.text or None, "caption_entities": spoken.entities}
        room = self._writable(user_id, chat_id)
        edited = self.replace(room, changed(message, edit_date=self.now(), **fields))
        if self.bot_sees(room, edited):
            self.updates.put(Update.EDITED_MESSAGE, edited)
        return edited

    def tap(
        self,
        user_id: int,
        chat_id: int,
        message_id: int,
        callback_data: str,
        *,
        stale: bool = False,
    ) -> str:
        """Press an inline button; the callback query's id. The answer comes to `toasts`.

        stale: press it though the message no longer has such a button: a phone may show a button
        a moment longer than it exists, and the Bot API warns that bad clients invent some.
        """
        message = self.seen(user_id, chat_id, message_id)
        if not stale and callback_data not in _callback_data(message.reply_markup):
            raise NotOnThisPhoneError("This message has no such button.")
        query_id = str(secrets.randbits(62))
        self.taps[query_id] = Tap(user_id, chat_id, self.clock())
        query = CallbackQuery(
            query_id,
            self.user(user_id),
            chat_instance=str(chat_id),
            message=message,
            data=callback_data,
        )
        self.updates.put(Update.CALLBACK_QUERY, query)
        return query_id

    def toasts(self, user_id: int) -> list[Toast]:
        """What this person's taps were answered with, oldest first; silent answers are left out."""
        answers = (tap.answer for tap in self.taps.values() if tap.user_id == user_id)
        return [answer for answer in answers if answer and (answer.text or answer.url)]

    def block(self, user_id: int) -> None:
        self.set_status(self.room(user_id), self.user(user_id), self.bot, ChatMember.BANNED)

    def unblock(self, user_id: int) -> None:
        self.set_status(self.room(user_id), self.user(user_id), self.bot, ChatMember.MEMBER)

    def seen(self, user_id: int, chat_id: int, message_id: int) -> Message:
        """A message on this person's phone. Raises NotOnThisPhoneError."""
        self.user(user_id)
        room = self.room(chat_id)
        if user_id not in room.members or message_id not in room.messages:
            raise NotOnThisPhoneError(f"This phone shows no message {message_id} there.")
        return room.messages[message_id]

    def new_media_group_id(self) -> str:
        return str(secrets.randbits(53))

    def _writable(self, user_id: int, chat_id: int) -> Room:
        """The room, if this person can write there; writing to the bot starts it."""
        user, room = self.user(user_id), self.room(chat_id)
        if not room.present(user_id) or room.migrated_to:
            raise PhoneError(f"{user.first_name} cannot write in chat {chat_id}.")
        if room.private:
            match room.status(self.bot.id):
                case ChatMember.BANNED:
                    raise PhoneError(f"{user.first_name} has blocked the bot.")
                case ChatMember.LEFT:
                    room.members[self.bot.id] = ChatMember.MEMBER
                    self.tell(Event(type="chat", chat_id=room.id, chat=room.chat))
        return room

    def _reply(self, room: Room, reply_to: int | None) -> Message | None:
        if reply_to is None:
            return None
        if reply_to not in room.messages:
            raise NotOnThisPhoneError(f"There is no message {reply_to} to reply to.")
        return quoted(room.messages[reply_to])


def _split(text: str) -> list[str]:
    size = int(MessageLimit.MAX_TEXT_LENGTH)
    parts = (text[start : start + size].strip() for start in range(0, len(text), size))
    return [part for part in parts if part]


def _is_video(upload: Upload) -> bool:
    return (upload.mime_type or "").startswith("video/")


def _location(latitude: float, longitude: float) -> Location:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise PhoneError("There is no such place on Earth.")
    return Location(longitude, latitude)


def _callback_data(markup: InlineKeyboardMarkup | None) -> set[object]:
    rows = markup.inline_keyboard if markup else ()
    return {button.callback_data for row in rows for button in row}
