"""What came of announcements: whom they reached, who tapped what, who had to give them back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, rows
from services.announcements.life import RECALLED, SENT, SENT_AT_ONCE
from services.figures import Figures, Measure, Within
from storage.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Area,
    Broadcast,
    BroadcastRecipient,
    RecipientState,
    Tapped,
)

A_PAGE = 8
"""As many as one message offers."""
A_BOOK = 500
LOOKED_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Outcome:
    """People, in all figures."""

    total: int = 0
    """For whom it was."""
    sent: int = 0
    """Who got it."""
    failed: int = 0
    """Who cannot be reached."""
    not_wanted: int = 0
    """Who had switched its topic off by then."""
    read: int = 0
    """Who opened it in the list of the latest ones; whether a message was read nobody tells us."""
    asked: int = 0
    """Who tapped 我符合吗？."""
    taken_back: int = 0
    """From whom it was taken, or who were told that it is void."""
    is_taking_back: bool = False
    """More people's turn is still to come."""


async def tapped(session: AsyncSession, announcement_id: int, person_id: int, what: Tapped) -> None:
    """Somebody tapped that; however often, they count once.

    A button's data can be sent by anybody: who asks counts if they were sent it, or opened it.
    """
    if what is Tapped.ASKED and not await _was_shown(session, announcement_id, person_id):
        return
    it = {"announcement_id": announcement_id, "tapped": what, "person_id": person_id}
    await rows.add_missing(session, AnnouncementReader, [it])


async def _was_shown(session: AsyncSession, announcement_id: int, person_id: int) -> bool:
    opened = exists().where(
        AnnouncementReader.announcement_id == announcement_id,
        AnnouncementReader.person_id == person_id,
    )
    sent = exists().where(
        Broadcast.subject_id == announcement_id,
        Broadcast.kind.in_((SENT, SENT_AT_ONCE)),
        BroadcastRecipient.broadcast_id == Broadcast.id,
        BroadcastRecipient.person_id == person_id,
    )
    return bool(await session.scalar(select(or_(opened, sent))))


async def latest(
    session: AsyncSession, area: Area, *, now: datetime, limit: int = A_PAGE
) -> Sequence[Announcement]:
    """Of a year, in the area and below it, the newest first."""
    within = select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    found = await session.scalars(
        select(Announcement)
        .where(Announcement.area_id.in_(within), Announcement.starts_at > now - LOOKED_BACK)
        .order_by(Announcement.starts_at.desc(), Announcement.id.desc())
        .limit(limit)
    )
    return found.all()


async def of(session: AsyncSession, announcements: Sequence[Announcement]) -> Mapping[int, Outcome]:
    """By the announcement's id."""
    ids = [each.id for each in announcements]
    recalls = await _recalls(session, ids)
    sent = [each.broadcast_id for each in announcements if each.broadcast_id is not None]
    counted = await broadcasts.counted(session, [*sent, *(each.id for each in recalls.values())])
    taps = await _taps(session, ids)
    outcomes = {}
    for each in announcements:
        states = counted.get(each.broadcast_id or 0, {})
        recall = recalls.get(each.id)
        taken = counted.get(recall.id, {}) if recall else {}
        outcomes[each.id] = Outcome(
            total=sum(states.values()),
            sent=states.get(RecipientState.DELIVERED, 0),
            failed=states.get(RecipientState.UNREACHABLE, 0),
            not_wanted=states.get(RecipientState.NOT_WANTED, 0),
            read=taps.get((each.id, Tapped.READ), 0),
            asked=taps.get((each.id, Tapped.ASKED), 0),
            taken_back=taken.get(RecipientState.DELIVERED, 0),
            is_taking_back=recall is not None and recall.ended_at is None,
        )
    return outcomes


async def _recalls(
    session: AsyncSession, announcement_ids: Collection[int]
) -> dict[int, Broadcast]:
    """The broadcasts that take announcements back, by the announcement's id."""
    found = await session.scalars(
        select(Broadcast).where(
            Broadcast.kind == RECALLED, Broadcast.subject_id.in_(announcement_ids)
        )
    )
    return {each.subject_id: each for each in found}


async def _taps(
    session: AsyncSession, announcement_ids: Collection[int]
) -> dict[tuple[int, Tapped], int]:
    found = await session.execute(
        select(AnnouncementReader.announcement_id, AnnouncementReader.tapped, func.count())
        .where(AnnouncementReader.announcement_id.in_(announcement_ids))
        .group_by(AnnouncementReader.announcement_id, AnnouncementReader.tapped)
    )
    return {(announcement_id, what): count for announcement_id, what, count in found}


async def figures(session: AsyncSession, within: Within) -> Figures:
    """What announcements add to a report; nothing where none was sent."""
    sent = await session.execute(
        select(func.count(), func.sum(Broadcast.sent))
        .select_from(Announcement)
        .join(Broadcast, Broadcast.id == Announcement.broadcast_id)
        .where(
            Announcement.area_id.in_(within.areas),
            Announcement.starts_at >= within.start,
            Announcement.starts_at < within.end,
            Announcement.state.in_((AnnouncementState.STANDING, AnnouncementState.RECALLED)),
        )
    )
    count, delivered = sent.one()
    if not count:
        return {}
    return {Measure.ANNOUNCED: count, Measure.ANNOUNCED_TO: delivered or 0}
