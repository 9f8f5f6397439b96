"""The timeline of a ticket: every change is a line, and every line may be worth telling someone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.news import CardSubject, News, draw, tell
from services.tickets.calling import ENDS_OR_BEGINS, CallCard, speaks_for_another
from storage import media
from storage.media import Attachment
from storage.tables import EventKind, Ticket, TicketEvent, TicketMedia

MOVES = (EventKind.REASSIGNED, EventKind.RETURNED, EventKind.ESCALATED)
"""Lines that say from which group it went to which."""
_TO_THE_END = (EventKind.REOPENED, EventKind.WHISTLED)
"""So much is new that the card is posted again."""
AMONG_STAFF = (EventKind.REASSIGNED, EventKind.RETURNED)
"""Residents read that it happened; the words are between groups."""


@dataclass(frozen=True, slots=True)
class Line(News):
    """Something happened to a request: a line of its timeline, with the files that came with it."""

    ticket: Ticket
    event: TicketEvent
    attachments: Sequence[Attachment]

    @property
    def by_clock(self) -> bool:
        """A clock told it by itself (`services.tickets.clock_steps`)."""
        return "clock" in self.event.data

    @property
    def stays_in_its_group(self) -> bool:
        """It moved nowhere: given back by a member, or nobody is bound at the level above."""
        return self.event.kind in MOVES and not moves(self.event)

    @property
    def moves(self) -> bool:
        """It came to a group that has not seen what it was filed with."""
        return moves(self.event)


def moves(line: TicketEvent) -> bool:
    """Whether a line says that it went to another group, or to none."""
    if "from_group" not in line.data:
        return False
    if line.kind is EventKind.ESCALATED:
        return line.data["to_group"] is not None
    return bool(line.data["from_group"] != line.data["to_group"])


@dataclass(frozen=True, slots=True)
class TicketCard(CardSubject):
    """A request, in the group that has it."""

    ticket: Ticket
    files: int | None = field(default=None, compare=False)
    """With how many it was filed, where that need not be counted: a moment ago."""


@dataclass(frozen=True, slots=True)
class LeftGroup(CardSubject):
    """The card of a request in a group that had it: it says where that went."""

    ticket: Ticket
    group_id: int


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
    """Append a line to the timeline of `ticket` (which has an id), tell it, and draw the card.

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
        await media.write_before(session, attachments)
        session.add_all(
            TicketMedia(
                ticket=ticket,
                ticket_id=ticket.id,
                event_id=event.id,
                sender_id=actor_id,
                media_id=attachment.media_id,
            )
            for attachment in attachments
        )
    tell(session, Line(ticket, event, tuple(attachments)))
    files = len(attachments) if kind is EventKind.FILED else None
    draw(session, TicketCard(ticket, files, to_the_end=kind in _TO_THE_END))
    if kind in ENDS_OR_BEGINS and speaks_for_another(ticket):
        draw(session, CallCard(ticket.id))
    if from_group := event.data.get("from_group"):
        draw(session, LeftGroup(ticket, from_group))
    return event
