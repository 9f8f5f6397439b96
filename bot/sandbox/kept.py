"""Keeping what changes often: written a little later, and always as a whole."""

import asyncio
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

State = dict[str, Any]
"""As JSON has it."""

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


class Kept(ABC):
    """A part of the sandbox between runs: one JSON file, and a folder beside it with bytes."""

    what: ClassVar[str]
    """As in "a sandbox's world"."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = path.with_suffix(".files")
        self._later = Later(self._save)

    @abstractmethod
    def state(self) -> State: ...

    @abstractmethod
    def files(self) -> Iterable[tuple[str, bytes]]:
        """By name; what is written once never changes."""

    @abstractmethod
    def restore(self, state: Mapping[str, Any]) -> None:
        """Raises ValueError, KeyError, TypeError or OSError for what `state` did not make."""

    def bytes_of(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def soon(self) -> None:
        self._later.soon()

    def save(self) -> None:
        """Write down now what is not written yet."""
        self._later.now()

    def load(self) -> None:
        """Does nothing if nothing was saved yet. Raises ValueError for what cannot be read."""
        if not self._path.exists():
            return
        try:
            self.restore(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(
                f"{self._path} does not hold a sandbox's {self.what} ({error!r}); "
                "move it away to begin with an empty one."
            ) from error

    def _save(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files():
            if not (target := self._folder / name).exists():
                write_whole(target, data)
        write_whole(self._path, json.dumps(self.state()).encode())
