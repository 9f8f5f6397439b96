"""What is kept about one person for their requests, for them to take along."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets import categories
from services.tickets.calling import speaks_for_another
from services.tickets.recording import AMONG_STAFF
from storage.tables import (
    FollowUp,
    LaterFollowUp,
    Media,
    OnBehalf,
    Ticket,
    TicketEvent,
    TicketFollower,
    TicketMedia,
)


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Keys: requests (each with its timeline), filed_for_others (their numbers), joined, words
    (on requests of others).

    What staff say among themselves is not part of it.
    """
    own = await session.scalars(
        select(Ticket).where(Ticket.author_id == person_id).order_by(Ticket.id)
    )
    joined = await session.execute(
        select(Ticket.number, TicketFollower.joined_at)
        .join(TicketFollower, TicketFollower.ticket_id == Ticket.id)
        .where(TicketFollower.person_id == person_id)
        .order_by(Ticket.id)
    )
    for_others = await session.scalars(
        select(Ticket.number)
        .where(Ticket.filed_by_id == person_id)
        .where(Ticket.author_id.is_distinct_from(person_id))
        .order_by(Ticket.id)
    )
    return {
        "filed_for_others": list(for_others),
        "requests": [await _request(session, ticket) for ticket in own.all()],
        "joined": [{"number": number, "joined_at": at.isoformat()} for number, at in joined],
        "words": await _words_elsewhere(session, person_id),
    }


async def _request(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    category = await categories.of(session, ticket)
    events = await session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.internal.is_(False))
        .order_by(TicketEvent.id)
    )
    files = await session.scalars(
        select(Media.kind)
        .join(TicketMedia, TicketMedia.media_id == Media.id)
        .where(TicketMedia.ticket_id == ticket.id)
        .order_by(TicketMedia.id)
    )
    asked = await session.scalars(
        select(FollowUp).where(FollowUp.ticket_id == ticket.id).order_by(FollowUp.round)
    )
    later = await session.scalars(
        select(LaterFollowUp)
        .where(LaterFollowUp.ticket_id == ticket.id, LaterFollowUp.asked_at.is_not(None))
        .order_by(LaterFollowUp.round)
    )
    return {
        "number": ticket.number,
        "category": category.key,
        "state": ticket.state.value,
        "named_as": ticket.author_name,
        "private": ticket.private,
        "filed_by_somebody_else": ticket.on_behalf and not speaks_for_another(ticket),
        "filed_for": (await _filed_for(session, ticket)),
        "text": ticket.text,
        "answer": ticket.answer,
        "place": ticket.place,
        "latitude": ticket.latitude,
        "longitude": ticket.longitude,
        "filed_at": _iso(ticket.filed_at),
        "files": [kind.value for kind in files],
        "timeline": [_line(event, event.kind not in AMONG_STAFF) for event in events],
        "ratings": [_rating(follow_up) for follow_up in asked],
        "weeks_later": [each.answer.value if each.answer else None for each in later],
    }


async def _filed_for(session: AsyncSession, ticket: Ticket) -> str | None:
    """As they told it, of somebody who is not with us."""
    behalf = await session.get(OnBehalf, ticket.id) if speaks_for_another(ticket) else None
    return behalf.name if behalf else None


async def _words_elsewhere(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """What they wrote, showed or did on requests that are not their own."""
    rows = await session.execute(
        select(TicketEvent, Ticket.number)
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(TicketEvent.actor_id == person_id)
        .where(or_(Ticket.author_id.is_(None), Ticket.author_id != person_id))
        .order_by(TicketEvent.id)
    )
    shown: dict[int | None, list[str]] = {}
    files = await session.execute(
        select(TicketMedia.event_id, Media.kind)
        .join(Media, Media.id == TicketMedia.media_id)
        .where(TicketMedia.sender_id == person_id)
        .order_by(TicketMedia.id)
    )
    for event_id, kind in files:
        shown.setdefault(event_id, []).append(kind.value)
    return [
        {"number": number} | _line(event) | {"files": shown.get(event.id, [])}
        for event, number in rows
    ]


def _line(event: TicketEvent, whole: bool = True) -> dict[str, Any]:
    text = event.text if whole else None
    return {"at": event.at.isoformat(), "kind": event.kind.value, "text": text}


def _rating(follow_up: FollowUp) -> dict[str, Any]:
    return {
        "round": follow_up.round,
        "contacted": follow_up.contacted,
        "solved": follow_up.solved,
        "satisfaction": follow_up.satisfaction.value if follow_up.satisfaction else None,
        "words": follow_up.words,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
