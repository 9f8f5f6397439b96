"""How people are erased from announcements: what the community said stays, without their name."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.announcements.news import AnnouncementCard
from services.news import draw
from services.people import profiles
from storage.tables import Announcement, AnnouncementReader, Subscription, UrgentSender


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """What they chose and told goes; of what they wrote as staff their name."""
    for table in (Subscription, UrgentSender, AnnouncementReader):
        await session.execute(delete(table).where(table.person_id == person_id))
    await profiles.forget(session, person_id)
    for by, name in (
        (Announcement.created_by, "created_by_name"),
        (Announcement.agreed_by, "agreed_by_name"),
    ):
        theirs = await session.scalars(select(Announcement.id).where(by == person_id))
        for announcement_id in theirs:
            draw(session, AnnouncementCard(announcement_id))
        await session.execute(
            update(Announcement).where(by == person_id).values({by.key: None, name: None})
        )
