"""The counter at the 驿站: staff hand out what was reserved, against the code."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotFound, NotYourGroup
from services.groups import known
from services.groups.authority import is_member
from services.news import tell
from services.rows import judged_again
from services.tickets import Member
from services.volunteering import rewards
from services.volunteering.hours_errors import NotOrganiser, OwnMinutes, RedemptionOver
from services.volunteering.hours_news import HandedOut
from services.volunteering.rewards import Redeemed
from storage.tables import Purpose, Redemption, RedemptionState, Reward


async def by_code(session: AsyncSession, code: str, member: Member) -> Redeemed:
    """What the code of somebody at the counter stands for, whatever became of it.

    Raises NotFound for a code there is not, NotYourGroup where another office hands it out,
    NotOrganiser for who is not in the group.
    """
    found = await session.execute(
        select(Redemption, Reward)
        .join(Reward, Reward.id == Redemption.reward_id)
        .where(Redemption.code == code)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound
    redemption, reward = row
    await _check_counter(session, reward, member)
    return Redeemed(redemption, reward)


async def to_hand_out(session: AsyncSession, code: str, member: Member) -> Redeemed:
    """What waits to be fetched with the code. Raises as `by_code` does, and RedemptionOver."""
    found = await by_code(session, code, member)
    if found.redemption.state is not RedemptionState.RESERVED:
        raise RedemptionOver(found.redemption.state)
    return found


@judged_again
async def hand_out(
    session: AsyncSession, code: str, member: Member, *, now: datetime
) -> Redemption:
    """Note that it was handed over. Raises as `by_code` does, OwnMinutes and RedemptionOver."""
    found = await by_code(session, code, member)
    redemption = found.redemption
    if redemption.person_id == member.person_id:
        raise OwnMinutes
    await rewards.end(
        session,
        redemption,
        state=RedemptionState.HANDED_OUT,
        ended_at=now,
        ended_by=member.person_id,
        ended_by_name=member.name,
    )
    tell(session, HandedOut(redemption.id))
    return redemption


async def _check_counter(session: AsyncSession, reward: Reward, member: Member) -> None:
    """An office hands out what its area, one above or one below it gives."""
    group = await known.get(session, member.group_id)
    if group is None or group.purpose is not Purpose.STAFF or group.lost_at is not None:
        raise NotYourGroup
    here = await areas.of_group(session, group)
    there = await areas.one(session, reward.area_id)
    if here.id not in there.lineage and there.id not in here.lineage:
        raise NotYourGroup
    if not await is_member(session, group, member.person_id):
        raise NotOrganiser
