"""随手报: what a building head or a grid worker sees or hears, passed on in one message."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.areas_in_words import Named, place_in
from services.stewards import reading
from storage.tables import Steward


@dataclass(frozen=True, slots=True)
class Seen:
    """As whom they say it, and the place that is meant."""

    steward: Steward
    place: Named


async def seen_by_steward(
    session: AsyncSession, person_id: int, words: str, *, today: date
) -> Seen | None:
    """None for those who have no role to pass on by, or name a place outside their community.

    Words that name no place, or several, mean the area of the role: who takes the request reads
    them, and one tap is worth more than one question to somebody who does this for nothing.
    """
    posts = await reading.communities_of(session, person_id, today)
    for community_id, steward in posts.items():
        own = await areas.one(session, steward.area_id)
        named = await place_in(session, words, own) or Named(own, "")
        if community_id in named.area.lineage:
            return Seen(steward, named)
    return None
