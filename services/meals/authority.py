"""Which members of staff act for a canteen: those of the group that is bound for its area."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotAMember, NotYourGroup
from services.tickets import Member
from storage.tables import Canteen, Group, GroupMember, Purpose


async def check_works_for(session: AsyncSession, canteen_id: int, member: Member) -> None:
    """Whether `member` acts for the canteen's own group. Raises NotYourGroup or NotAMember."""
    canteen = await session.get_one(Canteen, canteen_id)
    group = await session.get(Group, member.group_id)
    if (
        group is None
        or group.purpose is not Purpose.CANTEEN
        or group.lost_at is not None
        or group.area_id != canteen.area_id
    ):
        raise NotYourGroup
    await check_still_member(session, member)


async def check_still_member(session: AsyncSession, member: Member) -> None:
    """Raises NotAMember for those who left the group they act for."""
    seen = await session.get(
        GroupMember, (member.group_id, member.person_id), populate_existing=True
    )
    if seen is not None and seen.left_at is not None:
        raise NotAMember
