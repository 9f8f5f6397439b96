"""问效于民 by telephone: a colleague rings who has no chat with us and taps what they say.

Only the person rates, never who filed it for them; and neither who worked on it nor who filed it
holds the telephone, so that nobody writes down their own praise.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from services.errors import Refusal, WrongState
from services.groups.authority import Member, check_staff_of
from services.news import CardSubject, draw
from services.people import people
from services.rows import judged_again
from services.tickets import rated
from services.tickets.calling import speaks_for_another
from services.tickets.words import STAFF_TEXT_LIMIT, checked
from storage.tables import FollowUp, Satisfaction, Ticket


class ColleagueAsks(Refusal):
    """They worked on it or filed it themselves: somebody else has to ask."""


@dataclass(frozen=True, slots=True)
class RingBackCard(CardSubject):
    """A to-do of the office: ring them and ask whether it helped."""

    follow_up_id: int


async def is_asked_by_phone(session: AsyncSession, ticket: Ticket) -> bool:
    """Whether the person for whom it was filed can be asked in no other way."""
    if not ticket.on_behalf:
        return False
    if ticket.author_id is None or speaks_for_another(ticket):
        return True
    return await people.reachable(session, ticket.author_id) is None


async def to_ask(
    session: AsyncSession, follow_up_id: int, member: Member
) -> tuple[FollowUp, Ticket]:
    """One that the member may ask about.

    Raises NotFound, NotYourGroup, NotAMember, ColleagueAsks, WrongState once it has ended.
    """
    follow_up, ticket = await rated.held(session, follow_up_id)
    await check_staff_of(session, ticket.area_id, member)
    if member.person_id in (ticket.taker_id, ticket.filed_by_id):
        raise ColleagueAsks
    if follow_up.ended_at is not None or not await is_asked_by_phone(session, ticket):
        raise WrongState(ticket.state)
    return follow_up, ticket


@judged_again
async def content(
    session: AsyncSession,
    follow_up_id: int,
    member: Member,
    satisfaction: Satisfaction,
    *,
    now: datetime,
) -> Ticket:
    """It is solved, and they are content (满意, 基本满意). Raises as `to_ask`."""
    follow_up, ticket = await to_ask(session, follow_up_id, member)
    by = member.person_id
    given = {"solved": True, "satisfaction": satisfaction}
    await rated.end_well(session, ticket, follow_up, by, now=now, **given)
    draw(session, RingBackCard(follow_up_id))
    return ticket


@judged_again
async def unhappy(
    session: AsyncSession,
    follow_up_id: int,
    member: Member,
    missing: str | None,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Ticket:
    """They say what is still missing: it is opened again (重办).

    Raises WordsNeeded, TooLong, and as `to_ask`.
    """
    said = checked(missing, limit=STAFF_TEXT_LIMIT, words_needed=True)
    follow_up, ticket = await to_ask(session, follow_up_id, member)
    await rated.end_unhappily(
        session,
        ticket,
        follow_up,
        now=now,
        zone=zone,
        missing=said,
        said_by=None,
        solved=False,
    )
    draw(session, RingBackCard(follow_up_id))
    return ticket
