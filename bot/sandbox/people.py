"""People and their private chats with the bot; what every phone needs before it can act."""

from telegram import Chat, ChatMember, Message, User

from bot.sandbox.core import Core
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.events import Event
from bot.sandbox.objects import quoted
from bot.sandbox.rooms import Room

FIRST_USER_ID = 5_000_000_001


class People(Core):
    """Misuse raises PhoneError: a client would not offer it."""

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

    def writable(self, user_id: int, chat_id: int) -> Room:
        """The room, if this person can write there; writing to the bot starts it.

        Raises PhoneError.
        """
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

    def replied(self, room: Room, reply_to: int | None) -> Message | None:
        """The message replied to. Raises NotOnThisPhoneError."""
        if reply_to is None:
            return None
        if reply_to not in room.messages:
            raise NotOnThisPhoneError(f"There is no message {reply_to} to reply to.")
        return quoted(room.messages[reply_to])
