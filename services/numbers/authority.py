"""Whose numbers somebody may see: those of the area that their office's group works for."""

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotYourGroup
from services.groups import known
from services.groups.authority import Member, check_still_member
from storage.tables import Area, Purpose


async def area_of(session: AsyncSession, member: Member) -> Area:
    """The area of the office for which `member` acts: a community, a street or the district.

    Raises NotYourGroup for groups of other purposes and those that are gone, NotAMember.
    """
    group = await known.get(session, member.group_id)
    if group is None or group.lost_at is not None or group.purpose is not Purpose.STAFF:
        raise NotYourGroup
    await check_still_member(session, member)
    return await areas.of_group(session, group)
