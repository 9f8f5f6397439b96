"""Who may send what is urgent: people whom an admin has named, for the office they are in.

What rings at night needs two of them (双人复核), so one name alone sends nothing.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.announcements.errors import NotNamed
from services.errors import NotFound
from services.groups import known
from services.groups.authority import Member, check_still_member
from services.groups.rota import called
from storage.tables import Group, GroupMember, Purpose, UrgentSender

NEEDED = 2
"""Who writes it, and who agrees."""


async def named(session: AsyncSession, area_id: int) -> Collection[int]:
    """Ids of those who may, also of who has left the group since: there they may do nothing."""
    found = await session.scalars(
        select(UrgentSender.person_id).where(UrgentSender.area_id == area_id)
    )
    return set(found)


async def name(
    session: AsyncSession, area_id: int, group_id: int, person_id: int, *, may: bool
) -> None:
    """Name somebody who is in the office's group, or no longer.

    Who calls it has made sure that an admin wants it. Raises NotFound for who is not in the group.
    """
    if not may:
        it = (UrgentSender.area_id == area_id, UrgentSender.person_id == person_id)
        await session.execute(delete(UrgentSender).where(*it))
        return
    if person_id not in await called(session, group_id):
        raise NotFound
    await rows.add_missing(session, UrgentSender, [{"area_id": area_id, "person_id": person_id}])


async def too_few(session: AsyncSession) -> Sequence[str]:
    """The titles of the bound staff groups where fewer than two are named and still there."""
    there = (
        select(func.count())
        .select_from(UrgentSender)
        .join(GroupMember, GroupMember.person_id == UrgentSender.person_id)
        .where(
            UrgentSender.area_id == Group.area_id,
            GroupMember.group_id == Group.id,
            GroupMember.left_at.is_(None),
        )
        .scalar_subquery()
    )
    found = await session.scalars(
        select(Group.title)
        .where(Group.purpose == Purpose.STAFF, Group.lost_at.is_(None), there < NEEDED)
        .order_by(Group.id)
    )
    return found.all()


async def check(session: AsyncSession, member: Member) -> None:
    """Raises NotNamed, and NotAMember for who has left the group."""
    group = await known.get(session, member.group_id)
    is_named = group is not None and await session.scalar(
        select(
            exists().where(
                UrgentSender.area_id == group.area_id, UrgentSender.person_id == member.person_id
            )
        )
    )
    if not is_named:
        raise NotNamed
    await check_still_member(session, member)
