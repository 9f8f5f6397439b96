"""What is wrong with a database that cannot be worked on, in a sentence that says what to do."""

import errno
import socket
import sqlite3
from collections.abc import Iterator

from sqlalchemy import URL, make_url

from storage.sole import sqlite_path

_SQLITE = {
    sqlite3.SQLITE_NOTADB: "{where} is not a SQLite database; move it away or set DATABASE_URL.",
    sqlite3.SQLITE_CORRUPT: "{where} is damaged; restore a copy: python -m bot restore FILE",
    sqlite3.SQLITE_READONLY: "{where} cannot be written; check who owns the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "{where} cannot be opened; check DATABASE_URL and the folder's owner.",
    sqlite3.SQLITE_FULL: "The disk with {where} is full; make room, then all goes on by itself.",
    sqlite3.SQLITE_IOERR: "The disk with {where} fails (disk I/O error); check it and its room.",
    sqlite3.SQLITE_BUSY: "{where} is locked by another program; stop that one.",
}
_POSTGRESQL = {
    "28P01": "{where} refuses the user or the password of DATABASE_URL.",
    "28000": "{where} refuses the user or the password of DATABASE_URL.",
    "3D000": "{where} has no database {name}; create it: createdb {name}",
    "42501": "{where} does not let this user write in database {name}; grant it the right.",
    "53100": "The disk of {where} is full; make room, then all goes on by itself.",
    "53300": "{where} has too many connections; allow more, or stop other programs.",
    "57P03": "{where} is starting or stopping; try again in a minute.",
}
_DISK = {
    errno.ENOSPC: "The disk with {file} is full; make room.",
    errno.EDQUOT: "The disk with {file} is full; make room.",
    errno.EROFS: "{file} cannot be written: the disk is read-only.",
    errno.EACCES: "{file} cannot be used; check who owns it and its folder.",
    errno.EPERM: "{file} cannot be used; check who owns it and its folder.",
    errno.EISDIR: "{file} is a folder, and a file is needed.",
    errno.ENOTDIR: "{file} cannot be made: something above it is a file, not a folder.",
    errno.EEXIST: "{file} cannot be made: something of that name is there already.",
}


def in_words(error: BaseException, url: str | URL) -> str | None:
    """Why the database at `url` could not be worked on; None where that is not what failed.

    Understands what SQLite and PostgreSQL answer, and what the machine says about their files
    and connections. The sentence holds no password.
    """
    found = make_url(url)
    for cause in _causes(error):
        if sentence := _sentence(cause, found):
            return sentence
    return None


def is_full_disk(error: BaseException) -> bool:
    """Whether it passes as soon as somebody makes room, and not before."""
    return any(
        getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(cause, "sqlstate", None) == "53100"
        or (isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT))
        for cause in _causes(error)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """`error`, and what the libraries above the driver wrapped in it."""
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__


def _sentence(error: BaseException, url: URL) -> str | None:
    path = sqlite_path(url)
    where = str(path) if path else f"PostgreSQL at {url.host or 'this machine'}"
    if isinstance(error, sqlite3.Error):
        if path is not None and path.is_dir():
            return f"{where} is a folder, and DATABASE_URL has to name a file."
        # The lower eight bits say what it is, the others on which occasion.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return _SQLITE[code].format(where=where) if code in _SQLITE else None
    if sentence := _POSTGRESQL.get(getattr(error, "sqlstate", None) or ""):
        return sentence.format(where=where, name=url.database)
    if not isinstance(error, OSError):
        return None
    if path is None and error.filename is None:
        return _unreachable(error, where)
    sentence = _DISK.get(error.errno or 0)
    return sentence and sentence.format(file=error.filename or where)


def _unreachable(error: OSError, where: str) -> str:
    if isinstance(error, socket.gaierror):
        return f"{where} is not found: its name is unknown; check DATABASE_URL."
    return f"{where} does not answer; start it, or check host and port of DATABASE_URL."
