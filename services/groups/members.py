"""Who is in a group, as far as we were told: in large groups nobody tells us who left."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.groups import routing
from services.news import News, tell
from storage.tables import GroupMember


@dataclass(frozen=True, slots=True)
class InDoubt(News):
    """The messenger has to be asked whether a person is still in a group."""

    group_id: int
    person_id: int


def ask_whether_there(session: AsyncSession, group_id: int | None, person_id: int | None) -> None:
    """If they are gone, the answer leads to `groups.left`, and a colleague takes over."""
    if group_id is not None and person_id is not None:
        tell(session, InDoubt(group_id, person_id))


async def of_office(session: AsyncSession, area_id: int) -> dict[int, str]:
    """The members of the area's office, as they are called in its group, by their ids."""
    office = await routing.office(session, await areas.one(session, area_id))
    if office is None:
        return {}
    found = await session.execute(
        select(GroupMember.person_id, GroupMember.name)
        .where(GroupMember.group_id == office.id, GroupMember.left_at.is_(None))
        .order_by(GroupMember.seen_at.desc(), GroupMember.person_id)
    )
    return {row.person_id: row.name for row in found}
