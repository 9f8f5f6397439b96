"""What a process does of the whole: `python -m bot run --role ROLE`."""

from enum import StrEnum


class Role(StrEnum):
    """On SQLite one process does all; on PostgreSQL any number may share it out."""

    ALL = "all"
    WORKER = "worker"
    """Takes updates in, answers into the outbox."""
    SENDER = "sender"
    """Sends what the outbox promises; of several one does, the others stand by."""
    SCHEDULER = "scheduler"
    """Does what is due; of several one does. Sets the webhook and the menu of commands."""
    WEB = "web"
    """The pages that people open: certificates."""

    @property
    def takes_in(self) -> bool:
        return self in (Role.ALL, Role.WORKER)

    @property
    def sends(self) -> bool:
        return self in (Role.ALL, Role.SENDER)

    @property
    def schedules(self) -> bool:
        return self in (Role.ALL, Role.SCHEDULER)

    @property
    def shows_pages(self) -> bool:
        return self in (Role.ALL, Role.WEB)
