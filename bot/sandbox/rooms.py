"""A chat with what is in it: members, messages, keyboards."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from telegram import Chat, ChatMember, ForceReply, Message, ReplyKeyboardMarkup

PRESENT = frozenset(
    {ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER, ChatMember.RESTRICTED}
)


@dataclass
class Room:
    """One chat.

    members: user id → status (ChatMember's constants), the bot included. In a private chat the
    bot's status says how it stands: left (never started), member (started), kicked (blocked).
    messages: in order of their ids, which count up from 1 in each chat.
    keyboards: user id → the reply keyboard standing under that person's input field.
    refuses: what the Bot API says to whatever the bot sends here, such as CHAT_RESTRICTED.
    topics: of a forum, by the id of their first message, whether they are open; not General.
    keyboard_senders: ids of the bot's messages that carried one; those cannot be edited any more.
    """

    chat: Chat
    members: dict[int, str]
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    keyboards: dict[int, ReplyKeyboardMarkup | ForceReply] = field(default_factory=dict)
    keyboard_senders: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    refuses: str | None = None
    topics: dict[int, bool] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def private(self) -> bool:
        return self.chat.type == Chat.PRIVATE

    def status(self, user_id: int) -> str:
        return self.members.get(user_id, ChatMember.LEFT)

    def present(self, user_id: int) -> bool:
        return self.status(user_id) in PRESENT

    def administers(self, user_id: int) -> bool:
        return self.status(user_id) in {ChatMember.OWNER, ChatMember.ADMINISTRATOR}

    def people(self) -> Iterator[int]:
        """Ids of all who are in the chat, the bot included."""
        return (user_id for user_id in self.members if self.present(user_id))

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id
