"""Words and taps: writing, editing, forwarding, pressing buttons."""

import secrets
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    InlineKeyboardMarkup,
    Message,
    MessageOriginUser,
    Update,
    User,
)
from telegram.constants import MessageLimit

from bot.sandbox.entities import formatted
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.keyboards import use_keyboard
from bot.sandbox.objects import changed, content, in_topic, is_service
from bot.sandbox.people import People
from bot.sandbox.taps import Tap, Toast

ANONYMOUS_ADMIN = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_BOT = User(136817688, "Channel", is_bot=True, username="Channel_Bot")
"""Whom Telegram names as the sender where a chat speaks."""


class Writing(People):
    """What people write and press."""

    def start(self, user_id: int, payload: str = "") -> Message:
        """Press "Start" (or open a deep link with this payload): from now on the bot may write."""
        self.user(user_id)
        if self.room(user_id).status(self.bot.id) == ChatMember.BANNED:
            self.unblock(user_id)
        return self.say(user_id, user_id, f"/start {payload}".strip())

    def say(
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Write. What is too long goes as several messages, as clients do; the last is returned."""
        room = self.writable(user_id, chat_id)
        parts = _split(text.strip())
        if not parts:
            raise PhoneError("There is nothing to send.")
        reply = self.replied(room, reply_to)
        for part in parts:
            spoken = formatted(part)
            message = self.post(
                room,
                self.user(user_id),
                text=spoken.text,
                entities=spoken.entities,
                reply_to_message=reply,
                **in_topic(topic_id),
            )
        if use_keyboard(room, user_id, text.strip()):
            self.tell_keyboard(room, user_id)
        return message

    def say_as(
        self, sender_chat: Chat, chat_id: int, text: str, *, reply_to: int | None = None
    ) -> Message:
        """Write in the name of the group (an anonymous administrator) or of a channel."""
        room = self.room(chat_id)
        spoken = formatted(text)
        return self.post(
            room,
            ANONYMOUS_ADMIN if sender_chat.id == chat_id else CHANNEL_BOT,
            sender_chat=sender_chat,
            text=spoken.text,
            entities=spoken.entities,
            reply_to_message=self.replied(room, reply_to),
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
        room = self.writable(user_id, chat_id)
        edited = self.replace(room, changed(message, edit_date=self.now(), **fields))
        if self.bot_sees(room, edited):
            self.hand_over(Update.EDITED_MESSAGE, edited)
        return edited

    def forward(self, user_id: int, chat_id: int, from_chat_id: int, message_id: int) -> Message:
        original = self.seen(user_id, from_chat_id, message_id)
        if is_service(original) or original.has_protected_content:
            raise PhoneError("This message cannot be forwarded.")
        return self.post(
            self.writable(user_id, chat_id),
            self.user(user_id),
            forward_origin=original.forward_origin
            or MessageOriginUser(original.date, original.from_user or self.bot),
            **content(original),
        )

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
        self.hand_over(Update.CALLBACK_QUERY, query)
        return query_id

    def toasts(self, user_id: int) -> list[Toast]:
        """What this person's taps were answered with, oldest first; silent answers are left out."""
        answers = (tap.answer for tap in self.taps.values() if tap.user_id == user_id)
        return [answer for answer in answers if answer and (answer.text or answer.url)]


def _split(text: str) -> list[str]:
    size = int(MessageLimit.MAX_TEXT_LENGTH)
    parts = (text[start : start + size].strip() for start in range(0, len(text), size))
    return [part for part in parts if part]


def _callback_data(markup: InlineKeyboardMarkup | None) -> set[object]:
    rows = markup.inline_keyboard if markup else ()
    return {button.callback_data for row in rows for button in row}
