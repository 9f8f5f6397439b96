"""What happens to announcements by themselves: those that repeat, those nobody agreed to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.announcements import life
from services.announcements.news import AnnouncementCard, NobodyAgreed
from services.news import draw, tell
from storage.tables import Announcement, AnnouncementState


async def repeat_due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of those after which another one is to be sent."""
    found = await session.scalars(
        select(Announcement.id)
        .where(Announcement.repeat_at <= now)
        .order_by(Announcement.repeat_at, Announcement.id)
    )
    return list(found)


async def repeat(session: AsyncSession, announcement_id: int, *, now: datetime) -> None:
    """Send the same words again, as an announcement of its own that repeats in its turn."""
    before = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.repeat_at <= now,
        Announcement.state == AnnouncementState.STANDING,
        repeat_at=None,
    )
    if before is None:
        return
    again = Announcement(
        area_id=before.area_id,
        topic=before.topic,
        urgent=False,
        text=before.text,
        url=before.url,
        media_id=before.media_id,
        conditions=before.conditions,
        guide=before.guide,
        audience=before.audience,
        state=AnnouncementState.STANDING,
        starts_at=now,
        rhythm=before.rhythm,
        created_by=before.created_by,
        created_by_name=before.created_by_name,
        created_at=now,
    )
    session.add(again)
    await session.flush()
    await life.send(session, again, now=now, zone=calendar.ZONE)
    draw(session, AnnouncementCard(announcement_id))
    draw(session, AnnouncementCard(again.id, to_the_end=True))


async def agree_due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of urgent ones that waited too long for a second person."""
    found = await session.scalars(
        select(Announcement.id)
        .where(Announcement.act_at <= now)
        .order_by(Announcement.act_at, Announcement.id)
    )
    return list(found)


async def nobody_agreed(session: AsyncSession, announcement_id: int, *, now: datetime) -> None:
    """Drop it: two hours later it would say what is not true any more."""
    dropped = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.act_at <= now,
        Announcement.state == AnnouncementState.PROPOSED,
        state=AnnouncementState.DROPPED,
        act_at=None,
        ended_at=now,
    )
    if dropped is not None:
        tell(session, NobodyAgreed(announcement_id))
        draw(session, AnnouncementCard(announcement_id))
