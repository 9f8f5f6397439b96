"""What a person leaves behind in announcements: what they chose and told, and wrote as staff."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import profiles, subscriptions
from storage.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Household,
    Tapped,
    Topic,
    UrgentSender,
)
from tests.services.factories import NEIGHBOUR, NOW, Neighbourhood


async def is_told_and_tells(
    session: AsyncSession, place: Neighbourhood, person_id: int, *, name: str
) -> None:
    """`person_id` wrote one announcement, agreed to a colleague's, and asked about both."""
    await subscriptions.choose(session, person_id, Topic.POLICY, wanted=True)
    await profiles.keep(session, person_id, birth_year=1948, households=[Household.ALONE], now=NOW)
    session.add(UrgentSender(area_id=place.community.id, person_id=person_id))
    for author_id, agreed_by in ((person_id, NEIGHBOUR), (NEIGHBOUR, person_id)):
        announcement = Announcement(
            area_id=place.community.id,
            topic=Topic.SAFETY,
            urgent=True,
            text="台风来了",
            audience={},
            state=AnnouncementState.STANDING,
            starts_at=NOW,
            created_by=author_id,
            created_by_name=name if author_id == person_id else "同事",
            created_at=NOW,
            agreed_by=agreed_by,
            agreed_by_name=name if agreed_by == person_id else "同事",
        )
        session.add(announcement)
        await session.flush()
        session.add(
            AnnouncementReader(
                announcement_id=announcement.id, tapped=Tapped.ASKED, person_id=person_id
            )
        )
    await session.flush()
