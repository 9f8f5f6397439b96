"""One process at a time works on a SQLite file: the bot, or a restore."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url


class InUseError(Exception):
    """Another process has the database; the text names it and says what to do."""


@contextmanager
def sole_process(url: str | URL) -> Iterator[None]:
    """Keep every other process that asks the same away from the SQLite file at `url`.

    The kernel holds the lock on a file beside the database and drops it however the process ends,
    so nothing has to be tidied up after kill -9. Commands that only read, and imports, do not ask:
    SQLite itself keeps those apart. PostgreSQL is made for many processes, so nothing is locked.
    Raises InUseError while another process holds the lock, and OSError where none can be kept.
    """
    path = sqlite_path(url)
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Opened without truncating: what stands in it names the holder of the lock.
    with path.with_name(f"{path.name}.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise InUseError(
                f"{path} is in use by another process of this program"
                f" (process id {file.read().strip() or 'unknown'}); stop that one first."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def sqlite_path(url: str | URL) -> Path | None:
    """Where the SQLite file at `url` lies, links followed; None in memory and on PostgreSQL."""
    found = make_url(url)
    if found.get_backend_name() != "sqlite" or not found.database or found.database == ":memory:":
        return None
    return Path(found.database).resolve()
