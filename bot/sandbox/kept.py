"""Keeping what changes often: written a little later, and always as a whole."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

DELAY = 0.5  # seconds from a change until it is written, so that many are written at once


class Later:
    """Runs `save` once for all the changes of a moment."""

    def __init__(self, save: Callable[[], None]) -> None:
        self._save = save
        self._timer: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Save after DELAY; at once where no event loop runs."""
        if self._timer is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._save()
        else:
            self._timer = loop.call_later(DELAY, self.now)

    def now(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._save()


def write_whole(path: Path, data: bytes) -> None:
    """Replaces the file as a whole: a reader finds the old or the new one."""
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
