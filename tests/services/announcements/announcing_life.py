"""What a person leaves behind in announcements: what they chose and told, and wrote as staff."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import profiles, subscriptions
from storage.tables import Announcement, AnnouncementState, Household, Topic
from tests.services.factories import NEIGHBOUR, NOW, Neighbourhood


async def is_told_and_tells(
    session: AsyncSession, place: Neighbourhood, person_id: int, *, name: str
) -> None:
    """`person_id` wrote one announcement, and agreed to a colleague's."""
    await subscriptions.choose(session, person_id, Topic.POLICY, wanted=True)
    await profiles.keep(session, person_id, birth_year=1948, households=[Household.ALONE], now=NOW)
    for author_id, agreed_by in ((person_id, NEIGHBOUR), (NEIGHBOUR, person_id)):
        session.add(
            Announcement(
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
        )
    await session.flush()
