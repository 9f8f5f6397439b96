"""Whether what people sent before now has been read: what is due must not act before that."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

HOLDS_FOR = timedelta(seconds=45)
"""A little more than a long poll, which the messenger ends at once when something arrives."""


class Backlog:
    """What a channel knows of the updates that wait at the messenger.

    A proof that nothing waits is good for HOLDS_FOR. Both clocks are asked: the monotonic one
    stands still while the machine sleeps, the wall's may be set back.
    """

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._read_at: tuple[datetime, float] | None = None
        self.answers: bool | None = None
        """Whether the messenger did when it was last asked for updates, or of them; None: never."""

    def is_read(self) -> bool:
        """False at the start and after any gap: process stopped, network or database gone."""
        if self._read_at is None:
            return False
        wall, steady = self._read_at
        passed = max(abs(self._clock() - wall), timedelta(seconds=abs(self._monotonic() - steady)))
        return passed <= HOLDS_FOR

    def note_read(self) -> None:
        """Everything that had arrived by now is committed."""
        self._read_at = self._clock(), self._monotonic()

    def note_gap(self) -> None:
        """The channel does not know what waits."""
        self._read_at = None
