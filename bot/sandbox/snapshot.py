"""The World between runs: one JSON file, and a folder beside it with the bytes of what was sent.

What comes back is as it was: how far the clock was moved, people, chats, messages with their ids,
keyboards, the command menu, and what the bot had not fetched yet.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import BotCommand, Chat, Message, User

from bot.sandbox.command_menu import MenuKey, Scope
from bot.sandbox.core import Core
from bot.sandbox.files import StoredFile
from bot.sandbox.kept import Kept, State
from bot.sandbox.markup import reply_keyboard
from bot.sandbox.objects import as_json
from bot.sandbox.rooms import Room
from bot.sandbox.taps import Tap
from bot.sandbox.updates import UpdateQueue, Webhook


class Snapshot(Kept):
    """Keeps one World at one path."""

    what = "world"

    def __init__(self, world: Core, path: Path) -> None:
        super().__init__(path)
        self.world = world
        self._written: dict[tuple[int, int], tuple[Message, State]] = {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        for stored in self.world.files.by_id.values():
            yield stored.file_id, stored.data

    def state(self) -> State:
        world, updates = self.world, self.world.updates
        hook = updates.webhook
        return {
            "ahead": world.ahead.total_seconds(),
            "users": [user.to_dict() for user in world.users.values()],
            "rooms": [self._room_state(room) for room in world.rooms.values()],
            "files": [_file_state(stored) for stored in world.files.by_id.values()],
            "taps": {
                query_id: [tap.user_id, tap.chat_id, tap.at.isoformat()]
                for query_id, tap in world.taps.items()
                if tap.answer is None
            },
            "commands": [
                [*key, [command.to_dict() for command in menu]]
                for key, menu in world.commands.items()
            ],
            "updates": {
                "pending": list(updates.pending),
                "next_id": updates.next_id,
                "allowed": sorted(updates.allowed) if updates.allowed else None,
                "webhook": [hook.url, hook.secret_token, hook.max_connections] if hook else None,
            },
        }

    def _room_state(self, room: Room) -> State:
        return {
            "chat": room.chat.to_dict(),
            "members": room.members,
            "messages": [self._message_state(room, message) for message in room.messages.values()],
            "last_id": room.last_id,
            "keyboards": {user: keyboard.to_dict() for user, keyboard in room.keyboards.items()},
            "keyboard_senders": sorted(room.keyboard_senders),
            "pinned": room.pinned,
            "migrated_to": room.migrated_to,
            "topics": room.topics,
        }

    def _message_state(self, room: Room, message: Message) -> State:
        """Messages do not change, they are replaced: each is turned into JSON's shape only once."""
        key = (room.id, message.message_id)
        known, state = self._written.get(key, (None, {}))
        if known is not message:
            state = as_json(message)
            self._written[key] = (message, state)
        return state

    def restore(self, state: Mapping[str, Any]) -> None:
        world = self.world
        world.ahead = timedelta(seconds=state.get("ahead", 0))
        world.users = {raw["id"]: User.de_json(raw, None) for raw in state["users"]}
        world.rooms = {room.id: room for room in map(_room, state["rooms"])}
        for raw in state["files"]:
            world.files.put(StoredFile(**raw, data=self.bytes_of(raw["file_id"])))
        world.taps = {
            query_id: Tap(user_id, chat_id, datetime.fromisoformat(at))
            for query_id, (user_id, chat_id, at) in state["taps"].items()
        }
        world.commands = {
            MenuKey(Scope(scope), chat_id, user_id, language): BotCommand.de_list(menu, None)
            for scope, chat_id, user_id, language, menu in state["commands"]
        }
        world.updates = _updates(state["updates"])


def _room(state: Mapping[str, Any]) -> Room:
    messages = (Message.de_json(raw, None) for raw in state["messages"])
    return Room(
        Chat.de_json(state["chat"], None),
        {int(user): status for user, status in state["members"].items()},
        {message.message_id: message for message in messages},
        state["last_id"],
        {int(user): reply_keyboard(raw) for user, raw in state["keyboards"].items()},
        set(state["keyboard_senders"]),
        state["pinned"],
        state["migrated_to"],
        topics={int(topic): is_open for topic, is_open in state.get("topics", {}).items()},
    )


def _updates(state: Mapping[str, Any]) -> UpdateQueue:
    return UpdateQueue(
        deque(state["pending"]),
        state["next_id"],
        frozenset(state["allowed"]) if state["allowed"] else None,
        Webhook(*state["webhook"]) if state["webhook"] else None,
    )


def _file_state(stored: StoredFile) -> dict[str, str]:
    names = ("file_id", "unique_id", "kind", "name", "mime_type", "path")
    return {name: getattr(stored, name) for name in names}
