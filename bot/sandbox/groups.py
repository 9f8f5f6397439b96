"""Groups: made, joined, left, upgraded; with the service messages and updates Telegram sends."""

from collections.abc import Iterable

from telegram import (
    Chat,
    ChatMember,
    ForumTopicClosed,
    ForumTopicCreated,
    ForumTopicReopened,
    User,
)

from bot.sandbox.core import Core
from bot.sandbox.errors import PhoneError
from bot.sandbox.events import Event
from bot.sandbox.objects import in_topic
from bot.sandbox.rooms import Room

FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001


class Groups(Core):
    """Group chats. The first member made the group and owns it."""

    def add_group(
        self,
        title: str,
        members: Iterable[int],
        *,
        supergroup: bool = False,
        chat_id: int | None = None,
        with_bot: bool = True,
        username: str | None = None,
    ) -> Chat:
        people = [self.user(user_id) for user_id in members]
        if not people:
            raise PhoneError("A group needs somebody who makes it.")
        if chat_id in self.rooms:
            raise PhoneError(f"There already is a chat {chat_id}.")
        kind = Chat.SUPERGROUP if supergroup else Chat.GROUP
        chat = Chat(chat_id or self._new_chat_id(kind), kind, title=title, username=username)
        statuses = {user.id: str(ChatMember.MEMBER) for user in people}
        owner = people[0]
        room = Room(chat, statuses | {owner.id: str(ChatMember.OWNER)})
        self.rooms[chat.id] = room
        self.tell(Event(type="chat", chat_id=chat.id, chat=chat))
        if with_bot:
            self.set_status(room, owner, self.bot, ChatMember.MEMBER)
        if supergroup:
            self.post(room, owner, supergroup_chat_created=True)
        else:
            self.post(room, owner, group_chat_created=True)
        return chat

    def join(self, chat_id: int, user_id: int) -> None:
        self._enter(self._group(chat_id), self.user(user_id), self.user(user_id))

    def leave(self, chat_id: int, user_id: int, *, quietly: bool = False) -> None:
        """`quietly`: without a line in the chat, as in large supergroups."""
        user = self.user(user_id)
        self._exit(self._group(chat_id), user, user, quietly=quietly)

    def add_bot(self, chat_id: int) -> None:
        room = self._group(chat_id)
        self._enter(room, self._owner(room), self.bot)

    def remove_bot(self, chat_id: int) -> None:
        room = self._group(chat_id)
        self._exit(room, self._owner(room), self.bot)

    def promote(self, chat_id: int, user_id: int) -> None:
        """Make a member (or the bot) an administrator: as one, the bot reads everything."""
        room = self._group(chat_id)
        if not room.present(user_id):
            raise PhoneError("Only a member can become an administrator.")
        self.set_status(room, self._owner(room), self.account(user_id), ChatMember.ADMINISTRATOR)

    def rename(self, chat_id: int, title: str) -> None:
        room = self._group(chat_id)
        room.chat = Chat(room.id, room.chat.type, title=title, is_forum=room.chat.is_forum)
        self.post(room, self._owner(room), new_chat_title=title)
        self.tell(Event(type="chat", chat_id=room.id, chat=room.chat))

    def add_topic(self, chat_id: int, name: str) -> int:
        """A new topic; the group is a forum from now on. Its id."""
        room = self._group(chat_id)
        room.chat = Chat(room.id, Chat.SUPERGROUP, title=room.chat.title, is_forum=True)
        topic_id = room.last_id + 1
        room.topics[topic_id] = True
        created = ForumTopicCreated(name, icon_color=0x6FB9F0)
        self.post(room, self._owner(room), forum_topic_created=created, **in_topic(topic_id))
        return topic_id

    def close_topic(self, chat_id: int, topic_id: int) -> None:
        room = self._group(chat_id)
        room.topics[topic_id] = False
        closed = ForumTopicClosed()
        self.post(room, self._owner(room), forum_topic_closed=closed, **in_topic(topic_id))

    def reopen_topic(self, chat_id: int, topic_id: int) -> None:
        room = self._group(chat_id)
        room.topics[topic_id] = True
        reopened = ForumTopicReopened()
        self.post(room, self._owner(room), forum_topic_reopened=reopened, **in_topic(topic_id))

    def restrict_bot(self, chat_id: int) -> None:
        """Take the bot's right to write from it; `promote` gives it back."""
        room = self._group(chat_id)
        self.set_status(room, self._owner(room), self.bot, ChatMember.RESTRICTED)

    def upgrade(self, chat_id: int) -> Chat:
        """Group → supergroup: a new chat with a new id and new message ids, the same members.

        Both chats get a service message that points at the other; the old one takes no more.
        """
        old = self._group(chat_id)
        if old.chat.type != Chat.GROUP:
            raise PhoneError("Only a group can become a supergroup.")
        chat = Chat(self._new_chat_id(Chat.SUPERGROUP), Chat.SUPERGROUP, title=old.chat.title)
        new = Room(chat, dict(old.members), keyboards=dict(old.keyboards))
        self.rooms[chat.id] = new
        owner = self._owner(old)
        self.post(old, owner, migrate_to_chat_id=chat.id)
        old.migrated_to = chat.id
        self.post(new, owner, migrate_from_chat_id=old.id)
        for room in (old, new):
            self.tell(Event(type="chat", chat_id=room.id, chat=room.chat))
        return chat

    def _enter(self, room: Room, actor: User, user: User) -> None:
        if room.present(user.id):
            raise PhoneError(f"{user.first_name} is in this group already.")
        self.set_status(room, actor, user, ChatMember.MEMBER)
        self.post(room, actor, new_chat_members=(user,))

    def _exit(self, room: Room, actor: User, user: User, *, quietly: bool = False) -> None:
        """Who goes by themselves has left; who is put out by another is banned ("kicked")."""
        if not room.present(user.id):
            raise PhoneError(f"{user.first_name} is not in this group.")
        gone = ChatMember.LEFT if actor.id == user.id else ChatMember.BANNED
        if room.keyboards.pop(user.id, None):
            self.tell_keyboard(room, user.id)
        self.set_status(room, actor, user, gone)
        if not quietly:
            self.post(room, actor, left_chat_member=user)

    def bot_leaves(self, room: Room) -> None:
        self._exit(room, self.bot, self.bot)

    def _group(self, chat_id: int) -> Room:
        room = self.room(chat_id)
        if room.private or room.migrated_to:
            raise PhoneError(f"Chat {chat_id} is not a group in use.")
        return room

    def _owner(self, room: Room) -> User:
        """Who acts where it does not matter who does."""
        return next(self.user(user_id) for user_id in room.members if user_id in self.users)

    def _new_chat_id(self, kind: str) -> int:
        first = FIRST_SUPERGROUP_ID if kind == Chat.SUPERGROUP else FIRST_GROUP_ID
        same = [room.id for room in self.rooms.values() if room.chat.type == kind]
        return min([first + 1, *same]) - 1
