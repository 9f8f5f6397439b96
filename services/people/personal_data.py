"""What is kept about one person, for them to take along."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.meals import personal as meals
from services.people import addresses
from services.volunteering import personal as volunteering
from storage import media
from storage.tables import (
    Area,
    Category,
    FollowUp,
    Group,
    GroupMember,
    Media,
    Person,
    Place,
    PlaceReport,
    Ticket,
    TicketEvent,
    TicketFollower,
    TicketMedia,
)


async def everything_about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """All that is kept about a person and that they may see, ready for JSON; times in ISO 8601.

    Keys: profile, requests (each with its timeline), joined, words, groups, place_reports, meals,
    volunteering, unsent_files (of what they have begun to write). A person we do not know has an
    empty profile. Notes that staff keep among themselves are not part of it.
    """
    own = list(
        await session.scalars(
            select(Ticket).where(Ticket.author_id == person_id).order_by(Ticket.id)
        )
    )
    joined = await session.execute(
        select(Ticket.number, TicketFollower.joined_at)
        .join(TicketFollower, TicketFollower.ticket_id == Ticket.id)
        .where(TicketFollower.person_id == person_id)
        .order_by(Ticket.id)
    )
    groups = await session.execute(
        select(Group.title, GroupMember.name, GroupMember.seen_at)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.person_id == person_id)
        .order_by(Group.id)
    )
    return {
        "profile": await _profile(session, person_id),
        "requests": [await _request(session, ticket) for ticket in own],
        "joined": [{"number": number, "joined_at": at.isoformat()} for number, at in joined],
        "words": await _words_elsewhere(session, person_id),
        "groups": [
            {"title": title, "name": name, "seen_at": at.isoformat()} for title, name, at in groups
        ],
        "place_reports": await _place_reports(session, person_id),
        "meals": await meals.about(session, person_id),
        "volunteering": await volunteering.about(session, person_id),
        "unsent_files": [
            {"kind": file.kind.value, "sent_at": file.created_at.isoformat()}
            for file in await media.kept_by(session, person_id)
        ],
    }


async def _profile(session: AsyncSession, person_id: int) -> dict[str, Any]:
    person = await session.get(Person, person_id)
    if person is None:
        return {}
    home = await session.get(Area, person.home_id) if person.home_id else None
    return {
        "id": person.id,
        "addresses": await _addresses(session, person_id),
        "name": person.name,
        "language": person.language,
        "big_print": person.big_print,
        "home": await areas.title(session, home) if home else None,
        "consented_at": _iso(person.consented_at),
        "created_at": _iso(person.created_at),
    }


async def _addresses(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Under what each channel knows them."""
    found = await addresses.known(session, person_id)
    return [
        {
            "channel": each.channel.value,
            "id": each.external_id,
            "used_at": each.seen_at.isoformat(),
            "stopped_at": _iso(each.blocked_at),
        }
        for each in (found.addresses if found else [])
    ]


async def _request(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    category = await session.get_one(Category, ticket.category_id)
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
    return {
        "number": ticket.number,
        "category": category.key,
        "state": ticket.state.value,
        "named_as": ticket.author_name,
        "private": ticket.private,
        "text": ticket.text,
        "answer": ticket.answer,
        "place": ticket.place,
        "latitude": ticket.latitude,
        "longitude": ticket.longitude,
        "filed_at": _iso(ticket.filed_at),
        "files": [kind.value for kind in files],
        "timeline": [_line(event) for event in events],
        "ratings": [_rating(follow_up) for follow_up in asked],
    }


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


async def _place_reports(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """What they reported to be wrong on the map, and what they settled as staff."""
    rows = await session.execute(
        select(PlaceReport, Place.name)
        .join(Place, Place.id == PlaceReport.place_id)
        .where(or_(PlaceReport.person_id == person_id, PlaceReport.settled_by == person_id))
        .order_by(PlaceReport.id)
    )
    return [
        {
            "place": name,
            "what": report.what.value,
            "reported_at": report.reported_at.isoformat(),
            "words": report.words if report.person_id == person_id else None,
            "reported_by_you": report.person_id == person_id,
            "verdict": report.verdict.value if report.verdict else None,
            "settled_at": _iso(report.settled_at),
            "settled_by_you": report.settled_by == person_id,
        }
        for report, name in rows
    ]


def _line(event: TicketEvent) -> dict[str, Any]:
    return {"at": event.at.isoformat(), "kind": event.kind.value, "text": event.text}


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
