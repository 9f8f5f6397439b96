"""Whom the office rings: somebody for whom another filed, and who is not with us."""

from dataclasses import dataclass

from services.news import CardSubject
from storage.tables import EventKind, Ticket


@dataclass(frozen=True, slots=True)
class CallCard(CardSubject):
    """A to-do of the office: ring them and read it back."""

    ticket_id: int


ENDS_OR_BEGINS = frozenset(
    {
        EventKind.DECLINED,
        EventKind.WITHDRAWN,
        EventKind.CLOSED,
        EventKind.MERGED,
        EventKind.UNMERGED,
        EventKind.REOPENED,
    }
)
"""Lines after which the to-do looks different: nobody is rung about what has ended."""


def speaks_for_another(ticket: Ticket) -> bool:
    """Whether its author is who filed it, and no word of theirs is the person's own."""
    return ticket.on_behalf and ticket.author_id == ticket.filed_by_id
