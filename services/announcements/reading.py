"""What was announced where somebody lives, for those who look it up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.announcements.policies import Conditions
from services.errors import NotFound
from storage.tables import Announcement, AnnouncementState, Area

A_PAGE = 5


async def latest(session: AsyncSession, home: Area, *, now: datetime) -> Sequence[Announcement]:
    """Of the community, the street and the district around `home`, the newest first."""
    found = await session.scalars(
        select(Announcement)
        .where(
            Announcement.area_id.in_(home.lineage),
            Announcement.state == AnnouncementState.STANDING,
            Announcement.starts_at <= now,
        )
        .order_by(Announcement.starts_at.desc(), Announcement.id.desc())
        .limit(A_PAGE)
    )
    return found.all()


async def told(session: AsyncSession, announcement_id: int, *, now: datetime) -> Announcement:
    """One that everybody may read by now. Raises NotFound: it may have been recalled."""
    found = await rows.current(session, Announcement, announcement_id)
    if found.state is not AnnouncementState.STANDING or found.starts_at > now:
        raise NotFound
    return found


def conditions_of(announcement: Announcement) -> Conditions | None:
    """Of a policy: whom it is for."""
    kept = announcement.conditions
    return Conditions.load(kept) if kept else None
