"""A phone that counts, and the table of what was counted."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar

from storage.tables import Channel
from tests.dialogues.phones import Phone

Does = Callable[..., Awaitable[None]]
TAPS = ("starts", "taps")
"""A messenger shows a button for each."""
WRITES = ("photographs", "sends", "is_at")


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


class Counter:
    """Counts what the holder of a phone does, and none of what that comes to on the way: a tap is
    one where a number is typed for it, too."""

    def __init__(self) -> None:
        self.messages = 0
        self.taps = 0
        self._is_counting = True

    def on(self, phone: Phone) -> Phone:
        counting = copy(phone)
        for name in (*TAPS, *WRITES, "says"):
            if (does := getattr(counting, name, None)) is not None:
                setattr(counting, name, self._counted(does, name))
        return counting

    def _counted(self, does: Does, name: str) -> Does:
        async def counted(*given: Any, **named: Any) -> None:
            if not self._is_counting:
                return await does(*given, **named)
            self.taps += name in TAPS
            self.messages += len(given) if name == "says" else name in WRITES
            self._is_counting = False
            await does(*given, **named)
            self._is_counting = True
            return None

        return counted


class Table:
    """What was counted in this run, in the order it was played."""

    rows: ClassVar[dict[str, tuple[Effort, Effort]]] = {}

    @classmethod
    def lines(cls) -> list[str]:
        return [f"{task:<44}{took!s:>8}{goal!s:>8}" for task, (took, goal) in cls.rows.items()]


@asynccontextmanager
async def counted(phone: Phone, task: str, goal: Effort) -> AsyncIterator[Phone]:
    """A phone for one task; on leaving, it must have taken no more than `goal`."""
    counter = Counter()
    yield counter.on(phone)
    took = Effort(counter.messages, counter.taps)
    on = "" if phone.channel == Channel.TELEGRAM else f" ({phone.channel})"
    Table.rows[f"{task}{on}"] = (took, goal)
    assert took.within(goal), f"{task}{on} took {took} messages and taps, the goal is {goal}"
