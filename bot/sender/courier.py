"""How a channel is spoken to: what the sender needs of it."""

from typing import Protocol, runtime_checkable

from bot.media.store import Store
from bot.sender.outcomes import Outcome
from bot.sender.queue import Due


class Courier(Protocol):
    """One channel's own way to say what a row of the outbox holds."""

    @property
    def files(self) -> Store:
        """What the channel does with files."""

    async def deliver(self, due: Due, /) -> Outcome:
        """Say what `due.row` holds, in the form the state of its card asks for.

        All its files stand in `due.file_names`; see `bot.media`.
        It raises nothing: whatever goes wrong is an outcome.
        """

    def messages_in(self, due: Due, /) -> int:
        """How many messages the channel will count for it."""


@runtime_checkable
class Rationed(Protocol):
    """A courier whose channel takes only so much: there it is asked before files are had for it."""

    async def without_files(self, due: Due, /) -> Outcome | None:
        """What becomes of a row of which none of the files will be said now; None where they will
        be."""
