"""What is being worked on now, so that what comes of it can be traced back to it.

Others call it a request id or correlation id; here a request is a resident's. It stands in every
line of the log, in outbox rows, and with the sender again when they leave.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """An update that arrived, or a row that fell due."""

    name: str
    """Such as `update:123` or `tickets.follow_up:7`; 60 characters at most."""
    asked_at: datetime | None = None
    """When the update arrived; None where nobody waits for an answer."""

    @classmethod
    def of(cls, name: str | None) -> "Cause | None":
        """As an outbox row names it."""
        return cls(name) if name else None


_present: ContextVar[Cause | None] = ContextVar("cause", default=None)

present = _present.get
"""The cause of what is being done here, None where it has none."""


@contextmanager
def caused_by(cause: Cause | None) -> Iterator[None]:
    """Whatever is done within is done because of `cause`."""
    token = _present.set(cause)
    try:
        yield
    finally:
        _present.reset(token)
