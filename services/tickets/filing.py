"""Filing a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, written
from services.errors import NotFound
from services.groups import routing
from services.tickets import categories, clocks
from services.tickets.numbering import next_number
from services.tickets.recording import record
from services.tickets.urgency import limits
from services.tickets.words import PLACE_LIMIT, TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import Area, EventKind, Level, Ticket, TicketState

COMPARED_AFTER = timedelta(minutes=5)
"""Then it is looked whether it makes a hot spot: who sees the same at that time has filed, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What a resident told us. Positions are WGS-84 degrees."""

    category_id: int
    author_id: int
    author_name: str | None
    """As staff will see it; None where the resident asks not to be named."""
    private: bool
    urgent: bool = False
    """It cannot wait, whatever its category says; see `services.tickets.urgency`."""
    text: str = field(repr=False)
    answer: str | None = field(repr=False)
    """To the category's own question."""
    area_id: int
    """The nearest node of the tree, a community or something in it."""
    place: str
    """Where, in words."""
    latitude: float | None
    longitude: float | None
    attachments: Sequence[Attachment]
    origin: Mapping[str, Any] = field(default_factory=dict)
    """What it comes from, such as a visit's id: figures that stand in its first line for good."""
    filed_by_id: int | None = None
    """Who files it for the author, or in place of somebody who is not with us (`on_behalf`)."""


async def file(
    session: AsyncSession, new: NewTicket, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> Ticket:
    """Keep `new` and send it to its group; `zone` is the community's.

    Raises WordsNeeded when it has neither words nor attachments, TooLong, TooMany, and NotFound
    for a category not in use or a place outside every community.
    """
    # The breaks between messages are not what people wrote.
    said = checked(new.text, new.attachments, limit=TEXT_LIMIT + new.text.count("\n"))
    checked_answer = checked(new.answer, limit=TEXT_LIMIT) if new.answer else None
    place_words = written.line(new.place, limit=PLACE_LIMIT)
    category = (await categories.active(session)).get(new.category_id)
    place = await _placed(session, new.area_id)
    if category is None or place is None:
        raise NotFound
    group = await routing.route(session, category, place.area)
    urgent = category.urgent or new.urgent
    times = await limits(
        session, category, urgent=urgent, start=now, area_id=place.community.id, zone=zone
    )
    ticket_id, number = await next_number(session, f"{now.astimezone(zone):%y%m%d}")
    ticket = Ticket(
        id=ticket_id,
        number=number,
        state=TicketState.OPEN,
        category_id=category.id,
        author_id=new.author_id,
        author_name=new.author_name,
        on_behalf=new.filed_by_id is not None,
        filed_by_id=new.filed_by_id,
        urgent=urgent,
        private=new.private,
        text=said,
        answer=checked_answer,
        community_id=place.community.id,
        compound_id=place.compound.id if place.compound else None,
        area_id=place.area.id,
        place=place_words,
        latitude=new.latitude,
        longitude=new.longitude,
        affected=1,
        group_id=group.id if group else None,
        round=0,
        # What has a default in the database is said here: else SQLite writes a batch one by one,
        # to read each default back.
        moves=0,
        returns=0,
        called=0,
        filed_at=now,
        opened_at=now,
        compare_at=now + COMPARED_AFTER,
        respond_by=times.respond_by,
        solve_by=times.solve_by,
    )
    session.add(ticket)
    await clocks.begin_work(session, ticket, now=now)
    await record(
        session,
        ticket,
        EventKind.FILED,
        now=now,
        actor_id=new.filed_by_id or new.author_id,
        data=dict(new.origin),
        attachments=new.attachments,
    )
    return ticket


class _Place(NamedTuple):
    area: Area
    community: Area
    compound: Area | None


async def _placed(session: AsyncSession, area_id: int) -> _Place | None:
    """Where in the tree; None above communities."""
    area = await areas.get(session, area_id)
    community = area and await areas.of_level(session, area, Level.COMMUNITY)
    if area is None or community is None:
        return None
    compound = await areas.of_level(session, area, Level.COMPOUND)
    return _Place(area, community, compound)
