"""Lists of visits in the small neighbourhood of tests/services/factories."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member
from services.visits import rounds
from services.visits.rounds import Door, NewRound
from storage.tables import Group, GroupMember, Visit, VisitKind, VisitRound
from tests.services.factories import NOW, Neighbourhood, member

GOER, OTHER_GOER = 101, 102
LATER = NOW + timedelta(days=4, hours=9)
"""Six in the evening on Friday."""


async def a_member(session: AsyncSession, group: Group, person_id: int = GOER) -> Member:
    """Seen in the office's group."""
    who = member(group, person_id)
    known = await session.get(GroupMember, (group.id, person_id))
    if known is None:
        session.add(GroupMember(group_id=group.id, person_id=person_id, name=who.name, seen_at=NOW))
        await session.flush()
    return who


async def a_round(
    session: AsyncSession,
    place: Neighbourhood,
    group: Group,
    *names: str,
    now: datetime = NOW,
    **differently: Any,
) -> VisitRound:
    """Of the doors with these `names`, in the building."""
    who = await a_member(session, group)
    told: dict[str, Any] = {
        "area_id": place.community.id,
        "kind": VisitKind.VISIT,
        "title": "三月走访",
        "doors": [Door(place.building.id, name) for name in names],
        "goers": [GOER],
        "due_at": LATER,
    }
    return await rounds.draw(session, NewRound(**(told | differently)), who, now=now)


async def doors_of(session: AsyncSession, drawn: VisitRound) -> list[Visit]:
    found = await session.scalars(
        select(Visit)
        .where(Visit.round_id == drawn.id)
        .order_by(Visit.position)
        .execution_options(populate_existing=True)
    )
    return list(found)
