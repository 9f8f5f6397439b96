"""What a subject hands in: all that the house has to know of its conversations.

    SUBJECT = Subject(
        commands=(("wish", mark("微心愿：许一个，或者看看自己的")),),
        ways=(Way("wish", wishing.begin),),
        private=(wishing.wishing,),
        groups=(card.card,),
        tellings=(notices.telling,),
        rows={"wish": Wish},
    )

It stands in the subject's `subject.py`; `handlers.subjects` lists all of them. The order of that
list, and of the routers here, means nothing but in what order commands are shown: an update meets
what it names (a command, words of the menu, a button, the message it replies to) before what its
conversation waits for, and no two subjects wait for the same (tests/bot/test_router.py).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiogram import Router
from aiogram.fsm.state import State

from handlers.common.idle import Idle
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Telling
from storage.tables import Base, Purpose

ReadFile = Callable[[bytes, str], object]
"""(content, the file's name) → what is handed over as `fetched`. Called off the event loop; what
cannot be read is handed over as the exception that says why."""
DrawCode = Callable[[Mapping[str, str], str], bytes]
"""(the words of a `ScanCode`, what to draw as one) → JPEG. Called off the event loop."""
Command = tuple[str, str]
"""Its name without the slash, and what it does, marked for translation."""


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """A command in groups for these purposes; offered nowhere else."""

    name: str
    does: str
    purposes: tuple[Purpose, ...] = tuple(Purpose)


@dataclass(frozen=True, slots=True)
class Way:
    """Something that people come for; who is new agrees first to what is kept, then it goes on."""

    name: str
    """As it is kept with the conversation meanwhile."""
    go_on: Callable[[Talk], Awaitable[Reply]]
    keep: Callable[[Talk, str], Awaitable[Reply]] | None = None
    """Keeps what is said before the consent; then repeats what was asked, after a text (HTML)."""
    offered: Callable[[Talk], Awaitable[str]] | None = None
    """What makes its label, of ways that are offered below 🛎 社区帮忙."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One subject of the house; most have only some of these."""

    commands: tuple[Command, ...] = ()
    """In a private chat."""
    group_commands: tuple[GroupCommand, ...] = ()
    ways: tuple[Way, ...] = ()
    private: tuple[Router, ...] = ()
    groups: tuple[Router, ...] = ()
    idle: tuple[Idle, ...] = ()
    """What it makes of words nothing waited for, and in which states nothing is written."""
    tellings: tuple[Telling, ...] = ()
    sheets: tuple[State, ...] = ()
    """Where a private chat waits for a file that has to be read; a canteen's group always does."""
    files: Mapping[State, ReadFile] = field(default_factory=dict)
    """Where it waits for a file of whatever name that is no plain sheet, and how that is read."""
    codes: Mapping[str, DrawCode] = field(default_factory=dict)
    """What stands around its codes to scan, by `ScanCode.drawn`."""
    rows: Mapping[str, type[Base]] = field(default_factory=dict)
    """Fields of its buttons' data (`RowId`) → the table whose row they name."""
