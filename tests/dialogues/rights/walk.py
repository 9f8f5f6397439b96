"""A filled community in which everybody presses, put back as it was after each press."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.rights.people import People
from tests.dialogues.rights.things import PRIVATE, Things

BOOKKEEPING = frozenset(
    {
        "cards",
        "conversations",
        "group_members",
        "message_links",
        "outbox",
        "people",
        "seen_updates",
        "sqlite_sequence",
    }
)
"""Tables in which an answer leaves its marks, whoever gets it."""


@dataclass
class Walk:
    """The filled world, put back as it was after each press."""

    desk: Desk
    people: People
    things: Things
    path: Path
    filled: Path
    before: dict[str, list[object]]

    async def press(self, kind: str, data: str) -> str:
        """What the person reads in answer, in their own chat and in their group."""
        phone = self.people.phones[kind]
        read, toasts = _read(phone), len(self.desk.world.toasts(phone.user_id))
        self.desk.world.tap(phone.user_id, phone.chat_id, phone.last.message_id, data, stale=True)
        await self.desk.settle()
        said = [toast.text or "" for toast in self.desk.world.toasts(phone.user_id)[toasts:]]
        return "\n".join([*said, *_since(read, phone)])

    async def say(self, kind: str, text: str) -> str:
        phone = self.people.phones[kind]
        read = _read(phone)
        await phone.says(text)
        return "\n".join(_since(read, phone))

    def changed(self) -> list[str]:
        """Names of the tables in which something is not as it was."""
        present = rows(self.path)
        return [name for name, rows in self.before.items() if present[name] != rows]

    def put_back(self) -> None:
        with sqlite3.connect(self.filled) as filled, sqlite3.connect(self.path) as now:
            filled.backup(now)
        self.desk.clock.move(seconds=2)


def _read(phone: Phone) -> dict[int, list[str]]:
    """What stands on both of their screens."""
    screens = {
        chat: Phone(phone.desk, phone.user_id, chat) for chat in (phone.user_id, phone.chat_id)
    }
    return {
        chat: [screen.text_of(message) for message in screen.screen]
        for chat, screen in screens.items()
    }


def _since(read: dict[int, list[str]], phone: Phone) -> list[str]:
    return [text for chat, texts in _read(phone).items() for text in texts[len(read[chat]) :]]


def rows(path: Path) -> dict[str, list[object]]:
    """By table, bookkeeping left out."""
    read = "SELECT * FROM {}".format
    with sqlite3.connect(path) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: database.execute(read(name)).fetchall()
            for (name,) in names
            if name not in BOOKKEEPING
        }


def leaks(doing: str, said: dict[str, str]) -> list[str]:
    """Private words in what was said; the author's own are theirs, wherever they press."""
    return [
        f"{doing} told {kind}: {word}"
        for kind, words in said.items()
        for word in PRIVATE
        if kind != "author" and word in words
    ]
