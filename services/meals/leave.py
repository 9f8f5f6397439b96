"""Who may act for a diner: themselves, proxies once they are confirmed, staff of the canteen."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotYourGroup, NotYours
from services.meals import canteens
from services.meals.authority import check_works_for
from services.meals.errors import NotConfirmed
from services.tickets import Member
from storage.tables import Area, Diner, Group, MealProxy, ProxyState

LIVING = (ProxyState.ASKED, ProxyState.CONFIRMED)


async def check_may(session: AsyncSession, diner: Diner, person_id: int) -> None:
    """Whether this person books for `diner`. Raises NotConfirmed while that is asked, NotYours."""
    if diner.person_id == person_id:
        return
    state = await session.scalar(
        select(MealProxy.state).where(
            MealProxy.diner_id == diner.id,
            MealProxy.person_id == person_id,
            MealProxy.state.in_(LIVING),
        )
    )
    if state is ProxyState.ASKED:
        raise NotConfirmed
    if state is None:
        raise NotYours


async def check_serves(session: AsyncSession, diner: Diner, member: Member) -> None:
    """Whether the member's canteen serves where `diner` lives. Raises NotYourGroup, NotAMember."""
    area = await session.get_one(Area, diner.area_id)
    group = await session.get(Group, member.group_id)
    canteen = await canteens.of_group(session, group) if group else None
    if canteen is None or canteen.area_id not in area.lineage:
        raise NotYourGroup
    await check_works_for(session, canteen.id, member)
