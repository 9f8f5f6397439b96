"""What is found at a door becomes a request, with its place and photos; each knows the other."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows, tickets
from services.news import draw
from services.tickets import PLACE_LIMIT, NewTicket
from services.visits import holding, walking
from services.visits.errors import AlreadyFiled
from services.visits.news import RoundCard
from storage.tables import Ticket, Visit, VisitKind, VisitRound


async def where(session: AsyncSession, visit: Visit) -> str:
    """Such as 军门社区 · 军门新村 · 3号楼 301: without who lives there."""
    title = await areas.title_of(session, visit.area_id)
    return f"{title} {visit.door}".strip()


async def file(
    session: AsyncSession,
    visit_id: int,
    person_id: int,
    author_name: str,
    category_id: int,
    *,
    now: datetime,
) -> Ticket:
    """File what was noted at the door, in the name of who went there.

    Of a household it is not shown to neighbours as a similar request. Raises AlreadyFiled, as
    `holding.at_door` and as `tickets.file` do.
    """
    visit = await rows.held(session, Visit, visit_id)
    await holding.at_door(session, visit_id, person_id)
    if visit.ticket_id is not None:
        raise await _already(session, visit.ticket_id)
    drawn = await rows.once(session, VisitRound, visit.round_id)
    area = await areas.one(session, visit.area_id)
    new = NewTicket(
        category_id=category_id,
        author_id=person_id,
        author_name=author_name,
        private=drawn.kind is VisitKind.VISIT,
        text=visit.note or "",
        answer=None,
        area_id=visit.area_id,
        place=(await where(session, visit))[:PLACE_LIMIT],
        latitude=area.latitude,
        longitude=area.longitude,
        attachments=await walking.photos(session, visit_id),
        origin={"visit": visit_id, "found_on": drawn.kind.value},
    )
    ticket = await tickets.file(session, new, now=now)
    await session.flush()
    visit.ticket_id = ticket.id
    draw(session, RoundCard(visit.round_id))
    return ticket


async def number_of(session: AsyncSession, ticket_id: int) -> str:
    """编号."""
    return (await rows.once(session, Ticket, ticket_id)).number


async def _already(session: AsyncSession, ticket_id: int) -> AlreadyFiled:
    return AlreadyFiled(await number_of(session, ticket_id))
