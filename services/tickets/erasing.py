"""Erasing what a person filed, and what they did on requests of others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import draw
from services.rows import change_all, judged_again
from services.tickets import clocks, promises
from services.tickets.hot_spots import HotSpotCard
from services.tickets.rated_by_phone import RingBackCard
from services.tickets.recording import AMONG_STAFF, record
from services.tickets.rehoming import give_back_all
from services.tickets.succession import pass_on, place_by_name, successor
from services.tickets.transitions import IN_WORK, change, current
from storage import media
from storage.outbox import forget_unsent
from storage.tables import (
    AgendaItem,
    EventKind,
    FollowUp,
    HotSpotTicket,
    OnBehalf,
    Promise,
    Ticket,
    TicketEvent,
    TicketFollower,
    TicketMedia,
    TicketState,
)

RESIDENTS_LINES = (
    EventKind.FILED,
    EventKind.JOINED,
    EventKind.ADDED,
    EventKind.ANSWERED,
    EventKind.NUDGED,
    EventKind.WITHDRAWN,
    EventKind.RATED,
    EventKind.REOPENED,
    EventKind.CONFIRMED,
    EventKind.CORRECTED,
    EventKind.ANSWERED_LATER,
)
"""Whose words are a resident's own; the words of the others are the community's."""


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """End what a person filed, leave what neighbours joined to these.

    What they added to requests of others goes too; what they had taken waits for somebody else.
    """
    await _stop_filing_for_others(session, person_id, now)
    filed = await _filed_by(session, person_id)
    await session.execute(delete(OnBehalf).where(OnBehalf.ticket_id.in_(filed)))
    ended = [each for each in filed if await _leave(session, each, person_id, now=now)]
    await _erase_words(session, ended, now)
    await _erase_words_to_them(session, [each for each in filed if each not in ended], person_id)
    await _erase_deeds(session, person_id)
    await _erase_work(session, person_id, now)
    # Cards that staff have already get their new look by the ERASED lines.
    await forget_unsent(session, [f"ticket:{ticket_id}" for ticket_id in filed])
    await _show_anew(session, filed)


async def _stop_filing_for_others(session: AsyncSession, person_id: int, now: datetime) -> None:
    """What they filed for somebody is that person's, and lives on without them.

    What they were asked about that nobody answers: its time goes on.
    """
    filed = Ticket.filed_by_id == person_id
    theirs = filed, Ticket.author_id == person_id
    for ticket in await change_all(session, Ticket, *theirs, author_id=None, asked_at=None):
        await clocks.follow(session, ticket, now=now)
    await session.execute(update(Ticket).where(filed).values(filed_by_id=None))
    await session.execute(
        update(OnBehalf)
        .where(OnBehalf.heard_by == person_id)
        .values(heard_by=None, heard_by_name=None)
    )


async def _filed_by(session: AsyncSession, person_id: int) -> list[int]:
    """What is theirs, and what they filed and left to neighbours."""
    left = (
        select(TicketEvent.ticket_id)
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(TicketEvent.kind == EventKind.FILED, TicketEvent.actor_id == person_id)
        .where(Ticket.author_left_at.is_not(None))
    )
    own = select(Ticket.id).where(Ticket.author_id == person_id)
    return sorted(await session.scalars(union(own, left)))


@judged_again
async def _leave(session: AsyncSession, ticket_id: int, person_id: int, *, now: datetime) -> bool:
    """Take the person out of a request; whether it ended, for want of anybody else."""
    ticket = await current(session, ticket_id)
    if ticket.author_id != person_id:
        await change(session, ticket, **await _told_by_nobody(session, ticket))
        await record(session, ticket, EventKind.ERASED, now=now)
        return False
    heir = await successor(session, ticket)
    if heir is None:
        await _end(session, ticket, now=now)
        return True
    bare = await _told_by_nobody(session, ticket)
    await pass_on(session, ticket, heir, EventKind.ERASED, actor_id=None, now=now, **bare)
    return False


async def _told_by_nobody(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    """What a request that lives on says without its author's words: the place by its name."""
    return {"text": "", "answer": None, **await place_by_name(session, ticket)}


async def _end(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Nobody is left to hear of it: stop the work, close what only awaited a rating."""
    withdrawn = ticket.state in IN_WORK
    ended: dict[str, object] = {"closed_at": now, "asked_at": None}
    if withdrawn:
        ended["state"] = TicketState.WITHDRAWN
    elif ticket.state is TicketState.RESOLVED:
        ended["state"] = TicketState.CLOSED
    else:
        ended = {}
    await change(
        session,
        ticket,
        **ended,
        author_id=None,
        author_name=None,
        text="",
        answer=None,
        place="",
        latitude=None,
        longitude=None,
        area_id=ticket.community_id,
        compound_id=None,
    )
    await clocks.follow(session, ticket, now=now)
    if withdrawn:
        await record(session, ticket, EventKind.WITHDRAWN, now=now)
        await promises.dropped(session, ticket, now=now)
    await record(session, ticket, EventKind.ERASED, now=now)
    await session.flush()


async def _erase_words(session: AsyncSession, ticket_ids: Sequence[int], now: datetime) -> None:
    """The words of staff go too: they answer the person and often say who they are and where."""
    await session.execute(
        update(TicketEvent).where(TicketEvent.ticket_id.in_(ticket_ids)).values(text=None)
    )
    await _erase_files(session, TicketMedia.ticket_id.in_(ticket_ids))
    asked = FollowUp.ticket_id.in_(ticket_ids)
    await session.execute(update(FollowUp).where(asked).values(words=None))
    await session.execute(
        update(FollowUp).where(asked, FollowUp.ended_at.is_(None)).values(due_at=None, ended_at=now)
    )


async def _erase_words_to_them(
    session: AsyncSession, ticket_ids: Sequence[int], person_id: int
) -> None:
    """In what lives on: what staff asked them or said among themselves, and what they showed.

    How it was answered to everyone stays, and so do the words of those who joined.
    """
    said_for_them = TicketEvent.kind.in_((EventKind.CORRECTED, EventKind.REOPENED))
    to_them = or_(
        TicketEvent.kind.in_((EventKind.ASKED, EventKind.NOTE, EventKind.REPORTED, *AMONG_STAFF)),
        # Taken down by staff who rang them: nobody stands beside these words.
        and_(said_for_them, TicketEvent.actor_id.is_(None)),
    )
    await session.execute(
        update(TicketEvent).where(TicketEvent.ticket_id.in_(ticket_ids), to_them).values(text=None)
    )
    theirs = TicketMedia.sender_id == person_id
    await _erase_files(session, TicketMedia.ticket_id.in_(ticket_ids), theirs)
    await session.execute(
        update(FollowUp).where(FollowUp.ticket_id.in_(ticket_ids)).values(words=None)
    )


async def _erase_deeds(session: AsyncSession, person_id: int) -> None:
    """What they added to requests of others, and their name on everything they did."""
    by_them = TicketEvent.actor_id == person_id
    residents = TicketEvent.kind.in_(RESIDENTS_LINES)
    added = select(TicketEvent.id).where(by_them, residents)
    await _erase_files(session, TicketMedia.event_id.in_(added))
    await session.execute(
        update(TicketMedia).where(TicketMedia.sender_id == person_id).values(sender_id=None)
    )
    await session.execute(
        update(TicketEvent)
        .where(by_them)
        .values(actor_id=None, text=case((residents, None), else_=TicketEvent.text))
    )
    await session.execute(
        update(AgendaItem).where(AgendaItem.added_by == person_id).values(added_by=None)
    )
    joined = select(TicketFollower.ticket_id).where(TicketFollower.person_id == person_id)
    await session.execute(
        update(Ticket).where(Ticket.id.in_(joined)).values(affected=Ticket.affected - 1)
    )
    await session.execute(delete(TicketFollower).where(TicketFollower.person_id == person_id))


async def _show_anew(session: AsyncSession, ticket_ids: Sequence[int]) -> None:
    """The other cards that show words of these: a hot spot's, and what the office rings about."""
    spots = await session.scalars(
        select(HotSpotTicket.hot_spot_id).where(HotSpotTicket.ticket_id.in_(ticket_ids)).distinct()
    )
    asked = await session.scalars(
        select(TicketEvent.data)
        .where(TicketEvent.ticket_id.in_(ticket_ids))
        .where(TicketEvent.kind == EventKind.FOLLOW_UP_ASKED)
    )
    hot_spots = sorted(spots)
    rung_about = [data["follow_up"] for data in asked if data.get("by_phone")]
    cards = (("hotspot", hot_spots), ("ringback", rung_about))
    await forget_unsent(session, [f"{kind}:{row_id}" for kind, ids in cards for row_id in ids])
    for hot_spot_id in hot_spots:
        draw(session, HotSpotCard(hot_spot_id))
    for follow_up_id in rung_about:
        draw(session, RingBackCard(follow_up_id))


async def _erase_files(session: AsyncSession, *where: ColumnElement[bool]) -> None:
    gone = await session.scalars(delete(TicketMedia).where(*where).returning(TicketMedia.media_id))
    await media.forget(session, gone.all())


async def _erase_work(session: AsyncSession, person_id: int, now: datetime) -> None:
    """No request names them as the one who took it."""
    await give_back_all(session, person_id, now=now)
    await session.execute(
        update(Ticket).where(Ticket.taker_id == person_id).values(taker_id=None, taker_name=None)
    )
    await session.execute(
        update(Ticket).where(Ticket.previous_taker_id == person_id).values(previous_taker_id=None)
    )
    await session.execute(
        update(Promise).where(Promise.person_id == person_id).values(person_id=None)
    )
