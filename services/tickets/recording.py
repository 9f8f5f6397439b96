"""The timeline of a ticket: every change is a line, and every line may be worth telling someone.

Services only record. Whoever closes the transaction collects the lines with `happened` and turns
them into messages, so that words are promised in the same commit as the deed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import EventKind, MediaKind, Ticket, TicketEvent, TicketMedia

_KEY = "happened"
_SHOW_AGAIN = "show again"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as the messenger names it."""

    kind: MediaKind
    file_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline as it was recorded, with what came with it."""

    ticket: Ticket
    event: TicketEvent
    attachments: Sequence[Attachment]


async def record(
    session: AsyncSession,
    ticket: Ticket,
    kind: EventKind,
    *,
    now: datetime,
    actor_id: int | None = None,
    text: str | None = None,
    internal: bool = False,
    data: dict[str, Any] | None = None,
    attachments: Sequence[Attachment] = (),
) -> TicketEvent:
    """Append a line to the timeline of `ticket` (which has an id) and let it be announced.

    `text` and `actor_id` can be erased later, `data` cannot: no names, no words of people in it.
    """
    event = TicketEvent(
        ticket=ticket,
        ticket_id=ticket.id,
        at=now,
        kind=kind,
        actor_id=actor_id,
        text=text,
        internal=internal,
        data=data or {},
    )
    session.add(event)
    if attachments:
        if kind is not EventKind.FILED:
            await session.flush()
        session.add_all(
            TicketMedia(
                ticket=ticket,
                ticket_id=ticket.id,
                event_id=event.id,
                sender_id=actor_id,
                kind=attachment.kind,
                file_id=attachment.file_id,
            )
            for attachment in attachments
        )
    session.info.setdefault(_KEY, []).append(Line(ticket, event, tuple(attachments)))
    return event


def show_again(session: AsyncSession, ticket: Ticket) -> None:
    """Have the card of `ticket` posted anew though nothing happened to the ticket itself."""
    session.info.setdefault(_SHOW_AGAIN, []).append(ticket)


def to_show_again(session: AsyncSession) -> list[Ticket]:
    """What was left with `show_again` since the last call."""
    tickets: list[Ticket] = session.info.pop(_SHOW_AGAIN, [])
    return tickets


def happened(session: AsyncSession) -> list[Line]:
    """The lines recorded since the last call, in order; they are handed over once."""
    lines: list[Line] = session.info.pop(_KEY, [])
    return lines
