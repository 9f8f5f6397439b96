"""Which members of staff act for a canteen: those of the group that is bound for its area."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotYourGroup
from services.groups import known
from services.groups.authority import Member, check_still_member
from storage.tables import Canteen, Purpose


async def check_works_for(session: AsyncSession, canteen_id: int, member: Member) -> None:
    """Whether `member` acts for the canteen's own group. Raises NotYourGroup or NotAMember."""
    canteen = await session.get_one(Canteen, canteen_id)
    group = await known.get(session, member.group_id)
    if (
        group is None
        or group.purpose is not Purpose.CANTEEN
        or group.lost_at is not None
        or group.area_id != canteen.area_id
    ):
        raise NotYourGroup
    await check_still_member(session, member)
