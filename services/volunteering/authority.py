"""Which members of staff decide about an area's volunteers."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotAMember, NotYourGroup
from services.tickets import Member
from storage.tables import Area, Group, GroupMember, Purpose


async def check_staff_of(session: AsyncSession, area_id: int, member: Member) -> None:
    """Whether `member` acts for the office of the area, or for one above it.

    The volunteers' own group is none: everybody in it is a volunteer. Raises NotYourGroup or
    NotAMember.
    """
    area = await session.get_one(Area, area_id)
    group = await session.get(Group, member.group_id)
    serves = group is not None and group.purpose is Purpose.STAFF and group.lost_at is None
    if group is None or not serves or group.area_id not in area.lineage:
        raise NotYourGroup
    seen = await session.get(GroupMember, (group.id, member.person_id), populate_existing=True)
    if seen is not None and seen.left_at is not None:
        raise NotAMember
