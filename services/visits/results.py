"""What a list brought, door by door: for the office alone, residents are named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from storage.media import Attachment
from storage.tables import Media, Ticket, Visit, VisitMedia


@dataclass(frozen=True, slots=True)
class Result:
    """One door, in words that can be shown beside it."""

    visit: Visit
    where: str
    number: str | None
    """编号 of the request that was made of it."""
    photos: int


async def photos_of(session: AsyncSession, round_id: int) -> Mapping[int, Sequence[Attachment]]:
    """What was sent from the doors of a list, by visit, in the order of the list."""
    found = await session.execute(
        select(VisitMedia.visit_id, Media.kind, Media.id)
        .join(Media, Media.id == VisitMedia.media_id)
        .join(Visit, Visit.id == VisitMedia.visit_id)
        .where(Visit.round_id == round_id)
        .order_by(Visit.position, VisitMedia.id)
    )
    by_visit: dict[int, list[Attachment]] = defaultdict(list)
    for visit_id, kind, media_id in found:
        by_visit[visit_id].append(Attachment(kind, media_id))
    return by_visit


async def of_round(session: AsyncSession, round_id: int) -> Sequence[Result]:
    """In the order of the list."""
    found = await session.execute(
        select(Visit, Ticket.number, func.count(VisitMedia.id))
        .outerjoin(Ticket, Ticket.id == Visit.ticket_id)
        .outerjoin(VisitMedia, VisitMedia.visit_id == Visit.id)
        .where(Visit.round_id == round_id)
        .group_by(Visit.id, Ticket.number)
        .order_by(Visit.position)
        .execution_options(populate_existing=True)
    )
    rows = list(found)
    titles = await areas.titles(session, {visit.area_id for visit, _number, _photos in rows})
    return [
        Result(visit, f"{titles[visit.area_id]} {visit.door}".strip(), number, photos)
        for visit, number, photos in rows
    ]
