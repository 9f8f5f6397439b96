"""A phone that counts, and the table of what was counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar

from telegram import Message

from bot.sandbox.files import FileKind
from tests.dialogues.phones import Phone


@dataclass(frozen=True, slots=True)
class Effort:
    """Messages written (words, pictures, places) and buttons tapped."""

    messages: int
    taps: int

    def __str__(self) -> str:
        return f"{self.messages} + {self.taps}"

    def within(self, goal: "Effort") -> bool:
        """A message where a tap would do is more effort; a tap in place of a message is less."""
        return (
            self.messages <= goal.messages
            and self.messages + self.taps <= goal.messages + goal.taps
        )


class CountedPhone(Phone):
    """Counts what its holder does until `counted` is left."""

    messages = 0
    taps_made = 0

    async def starts(self, payload: str = "") -> None:
        """The messenger shows a button for it."""
        self.taps_made += 1
        await super().starts(payload)

    async def says(self, *texts: str, reply_to: Message | None = None) -> None:
        self.messages += len(texts)
        await super().says(*texts, reply_to=reply_to)

    async def photographs(
        self, caption: str | None = None, reply_to: Message | None = None
    ) -> None:
        self.messages += 1
        await super().photographs(caption, reply_to)

    async def sends(self, kind: FileKind, caption: str | None = None) -> None:
        self.messages += 1
        await super().sends(kind, caption)

    async def is_at(self, latitude: float, longitude: float) -> None:
        self.messages += 1
        await super().is_at(latitude, longitude)

    async def taps(self, label: str, on: str = "") -> None:
        self.taps_made += 1
        await super().taps(label, on)


class Table:
    """What was counted in this run, in the order it was played."""

    rows: ClassVar[dict[str, tuple[Effort, Effort]]] = {}

    @classmethod
    def lines(cls) -> list[str]:
        return [f"{task:<44}{took!s:>8}{goal!s:>8}" for task, (took, goal) in cls.rows.items()]


@asynccontextmanager
async def counted(phone: Phone, task: str, goal: Effort) -> AsyncIterator[CountedPhone]:
    """A phone for one task; on leaving, it must have taken no more than `goal`."""
    counting = CountedPhone(phone.desk, phone.user_id, phone.chat_id)
    yield counting
    took = Effort(counting.messages, counting.taps_made)
    Table.rows[task] = (took, goal)
    assert took.within(goal), f"{task} took {took} messages and taps, the goal is {goal}"
