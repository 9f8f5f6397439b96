"""拆分: one request that tells of two things becomes two, each on its own way.

Who filed it is the author of both; place and photos are the same, for nobody knows which of them
shows what. Where who filed it left it to a neighbour, the second has no photos of theirs, and its
place is only the name on the tree. Neighbours who joined stay with the first: what they joined is
what they read there.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.errors import NotFound
from services.groups.authority import Member
from services.tickets import on_behalf
from services.tickets.filing import NewTicket, file
from services.tickets.holding import free_or_theirs
from services.tickets.merged import FROM, INTO
from services.tickets.reading import attachments_of
from services.tickets.recording import record
from services.tickets.succession import place_by_name
from services.tickets.words import STAFF_TEXT_LIMIT, checked
from storage.tables import EventKind, Ticket


async def check(session: AsyncSession, ticket_id: int, member: Member, text: str) -> Ticket:
    """Refuse before a category is asked for. Raises as `split` does."""
    checked(text, limit=STAFF_TEXT_LIMIT, words_needed=True)
    return await free_or_theirs(session, ticket_id, member)


async def split(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    text: str,
    category_id: int,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> tuple[Ticket, Ticket]:
    """Both requests; `text`, written by staff, is what the second one says.

    Its time starts now: nobody was promised anything for it yet. Raises NotFound, also for a
    category not in use, NotYourGroup, NotAMember, AlreadyTaken for another's, WrongState,
    WordsNeeded, TooLong.
    """
    said = checked(text, limit=STAFF_TEXT_LIMIT, words_needed=True)
    await rows.held(session, Ticket, ticket_id)
    first = await free_or_theirs(session, ticket_id, member)
    if first.author_id is None:
        raise NotFound
    left = first.author_left_at is not None
    where: dict[str, Any] = (
        await place_by_name(session, first)
        if left
        else {"place": first.place, "latitude": first.latitude, "longitude": first.longitude}
    )
    new = NewTicket(
        category_id=category_id,
        author_id=first.author_id,
        author_name=first.author_name,
        private=first.private,
        text=said,
        answer=None,
        area_id=first.area_id,
        attachments=[] if left else await attachments_of(session, ticket_id),
        filed_by_id=None if left else first.filed_by_id,
        **where,
    )
    second = await file(session, new, now=now, zone=zone)
    if not left:
        await on_behalf.is_for_the_same(session, first, second)
    for ticket, data in ((first, {INTO: second.id}), (second, {FROM: first.id})):
        await record(
            session, ticket, EventKind.SPLIT, now=now, actor_id=member.person_id, data=data
        )
    return first, second
