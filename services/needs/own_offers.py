"""What somebody offered, as they see it: put right, or offered no longer."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.needs.errors import ResourcePast
from services.needs.news import ResourceCard, ResourceWithdrawn
from services.needs.resources import NewResource, check_may_offer, checked, get
from services.news import draw, tell
from storage.tables import Resource, ResourceState

STANDING = (ResourceState.OFFERED, ResourceState.CONFIRMED)
MOST = 20


async def every(session: AsyncSession, person_id: int) -> Sequence[Resource]:
    """What they offer still, the newest first."""
    found = await session.scalars(
        select(Resource)
        .where(Resource.offered_by == person_id, Resource.state.in_(STANDING))
        .order_by(Resource.id.desc())
        .limit(MOST)
    )
    return found.all()


async def one(session: AsyncSession, resource_id: int, person_id: int) -> Resource:
    """Raises NotFound, where somebody else offered it too, and ResourcePast."""
    found = await get(session, resource_id)
    if found.offered_by != person_id:
        raise NotFound
    if found.state not in STANDING:
        raise ResourcePast(found.state)
    return found


@rows.judged_again
async def amend(
    session: AsyncSession, resource_id: int, new: NewResource, *, today: date
) -> Resource:
    """It waits for the office again; what was promised before stays promised.

    Raises as `offer` and `one` do.
    """
    values = await checked(session, new, today)
    found = await one(session, resource_id, new.offered_by)
    if found.state is not ResourceState.OFFERED:
        await check_may_offer(session, new.offered_by)
    await rows.change_seen(
        session,
        found,
        Resource.state,
        Resource.offered_by,
        **values,
        state=ResourceState.OFFERED,
    )
    draw(session, ResourceCard(resource_id, to_the_end=True))
    return found


@rows.judged_again
async def withdraw(
    session: AsyncSession, resource_id: int, person_id: int, *, now: datetime
) -> None:
    """It is offered no longer, and the office hears so. Raises as `one` does."""
    found = await one(session, resource_id, person_id)
    await rows.change_seen(session, found, Resource.state, state=ResourceState.ENDED, ended_at=now)
    tell(session, ResourceWithdrawn(resource_id))
    draw(session, ResourceCard(resource_id))
