"""What can be read of a request and its history."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from services.groups import known
from services.rows import current
from services.tickets.merged import FROM, INTO
from services.tickets.recording import Line
from services.tickets.succession import LIVES_ON
from services.tickets.transitions import ENDED, IN_WORK
from storage.media import Attachment
from storage.tables import EventKind, Group, Media, Ticket, TicketEvent, TicketFollower, TicketMedia

AFTER = timedelta(hours=1)
"""How much later than its message a line may be written; see `line_from`."""

ANSWERED_WITHIN = timedelta(days=2)
"""After that what the author writes may well be something else."""


async def get(session: AsyncSession, ticket_id: int) -> Ticket | None:
    return await session.get(Ticket, ticket_id)


async def group_of(session: AsyncSession, ticket: Ticket) -> Group | None:
    """The group that holds it, also one that is out of reach; None where nobody does."""
    return await known.get(session, ticket.group_id) if ticket.group_id else None


async def mine(session: AsyncSession, person_id: int) -> list[Ticket]:
    """The requests a person filed or joined: what still moves first, then the newest."""
    filed = select(Ticket.id).where(Ticket.author_id == person_id)
    joined = select(TicketFollower.ticket_id).where(TicketFollower.person_id == person_id)
    found = await session.scalars(
        select(Ticket)
        # As one selection: for OR with a selection PostgreSQL reads every request.
        .where(Ticket.id.in_(union(filed, joined)))
        .order_by(Ticket.state.in_(ENDED), Ticket.filed_at.desc(), Ticket.id.desc())
    )
    return list(found)


def asked_lately(ticket: Ticket, *, now: datetime) -> bool:
    """Whether what its author writes next is taken as the answer without asking."""
    return ticket.asked_at is not None and now - ticket.asked_at <= ANSWERED_WITHIN


async def timeline(session: AsyncSession, ticket_id: int, *, internal: bool) -> list[TicketEvent]:
    """All lines in order; those among staff only with `internal`."""
    lines = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    if not internal:
        lines = lines.where(TicketEvent.internal.is_(False))
    return list(await session.scalars(lines))


def may_read(line: TicketEvent, ticket: Ticket, person_id: int) -> bool:
    """Whether who filed or joined it reads the words of a line, not only that it was written.

    What neighbours say is for those who do the work; what was asked before who filed it left was
    asked of them alone.
    """
    if line.kind not in _AMONG_TWO:
        return True
    since = ticket.author_left_at
    asked_them = line.kind is EventKind.ASKED and ticket.author_id == person_id
    return line.actor_id == person_id or (asked_them and (since is None or line.at > since))


async def attachments_of(
    session: AsyncSession, ticket_id: int, event_id: int | None = None
) -> list[Attachment]:
    """What came with the line `event_id`; without one, what the request was filed with."""
    found = await session.execute(
        select(Media.kind, Media.id)
        .join(TicketMedia, TicketMedia.media_id == Media.id)
        .where(
            TicketMedia.ticket_id == ticket_id,
            TicketMedia.event_id.is_not_distinct_from(event_id),
        )
        .order_by(TicketMedia.id)
    )
    return [Attachment(kind, media_id) for kind, media_id in found]


async def attachment_count(session: AsyncSession, ticket_id: int) -> int:
    """With how many files a request was filed."""
    count = select(func.count()).where(
        TicketMedia.ticket_id == ticket_id, TicketMedia.event_id.is_(None)
    )
    return await session.scalar(count) or 0


async def followers(session: AsyncSession, ticket_id: int) -> list[int]:
    """Ids of those who joined (附议), first come first."""
    found = await session.scalars(
        select(TicketFollower.person_id)
        .where(TicketFollower.ticket_id == ticket_id)
        .order_by(TicketFollower.joined_at, TicketFollower.person_id)
    )
    return list(found)


_AMONG_TWO = (
    EventKind.ADDED,
    EventKind.ASKED,
    EventKind.ANSWERED,
    EventKind.RATED,
    EventKind.REOPENED,
    EventKind.CORRECTED,
)
"""Words between one resident and the staff."""
_FOR_ALL = (
    EventKind.TAKEN,
    EventKind.REASSIGNED,
    EventKind.RETURNED,
    EventKind.WHISTLED,
    EventKind.RESOLVED,
    EventKind.DECLINED,
    EventKind.OVERDUE,
    EventKind.REOPENED,
    EventKind.ESCALATED,
    EventKind.PROMISED,
    EventKind.BROKEN,
)
"""What those who joined hear as well."""
_BETWEEN_TWO = (EventKind.MERGED, EventKind.UNMERGED)


async def residents_who_hear(session: AsyncSession, line: Line) -> list[int]:
    """Ids of the author and of those who joined, as far as the line concerns them.

    Nobody hears what they did themselves, nor how a request goes round within its group; nor of a
    promise that came with what was merged into it, where it was made to them.
    """
    if line.event.internal or line.stays_in_its_group:
        return []
    ids = [line.ticket.author_id] if line.ticket.author_id else []
    is_merged = line.event.kind in _BETWEEN_TWO and INTO in line.event.data
    if line.event.kind in _FOR_ALL or LIVES_ON in line.event.data or is_merged:
        ids += await followers(session, line.ticket.id)
    if line.event.kind is EventKind.PROMISED and FROM in line.event.data:
        told = await _people_of(session, line.event.data[FROM])
        ids = [person_id for person_id in ids if person_id not in told]
    return [person_id for person_id in ids if person_id != line.event.actor_id]


async def _people_of(session: AsyncSession, ticket_id: int) -> set[int]:
    ticket = await current(session, Ticket, ticket_id)
    return {ticket.author_id or 0, *await followers(session, ticket_id)}


async def seen_by(session: AsyncSession, ticket_id: int, person_id: int) -> Ticket:
    """The request, if the person filed or joined it. Raises NotFound."""
    ticket = await session.get(Ticket, ticket_id)
    if ticket is None or (
        ticket.author_id != person_id
        and await session.get(TicketFollower, (ticket_id, person_id)) is None
    ):
        raise NotFound
    return ticket


async def in_group(session: AsyncSession, number: str, group_id: int) -> Ticket | None:
    """The request of that number, if the group has it."""
    found = await session.scalars(
        select(Ticket).where(Ticket.number == number, Ticket.group_id == group_id)
    )
    return found.one_or_none()


async def in_work_of(session: AsyncSession, group_id: int) -> list[Ticket]:
    """What a group still has to do, the most urgent promise first."""
    found = await session.scalars(
        select(Ticket)
        .where(Ticket.group_id == group_id, Ticket.state.in_(IN_WORK))
        .order_by(Ticket.respond_by, Ticket.id)
    )
    return list(found)


async def line_from(
    session: AsyncSession,
    person_id: int,
    sent_at: datetime,
    kinds: Collection[EventKind],
    ticket_id: int | None = None,
) -> TicketEvent | None:
    """The line of a timeline that a message became which the person sent at `sent_at`, if any.

    The first they caused from then on, within AFTER: a draft becomes a line only once it is done,
    and after an outage everything does later.
    """
    lines = select(TicketEvent).where(
        TicketEvent.actor_id == person_id,
        TicketEvent.kind.in_(kinds),
        TicketEvent.at >= sent_at,
        TicketEvent.at <= sent_at + AFTER,
    )
    if ticket_id is not None:
        lines = lines.where(TicketEvent.ticket_id == ticket_id)
    found: TicketEvent | None = await session.scalar(lines.order_by(TicketEvent.id).limit(1))
    return found
