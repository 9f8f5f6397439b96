"""Who may act for a diner: themselves, proxies once they are confirmed, staff of the canteen."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotYourGroup, NotYours
from services.groups import known
from services.groups.authority import Member
from services.meals import canteens
from services.meals.authority import check_works_for
from services.meals.errors import NotConfirmed
from storage.tables import Diner, MealProxy, ProxyState

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


async def check_may_correct(session: AsyncSession, diner: Diner, person_id: int) -> None:
    """Whether this person may see, and put right, what was told of `diner`.

    Who may book for them; and who registered them, as long as nobody has said no to that and the
    diner has no messenger of their own. Raises NotConfirmed or NotYours.
    """
    if person_id != diner.created_by:
        await check_may(session, diner, person_id)
        return
    answers = set(
        await session.scalars(
            select(MealProxy.state).where(
                MealProxy.diner_id == diner.id, MealProxy.person_id == person_id
            )
        )
    )
    unasked = not answers and diner.person_id in (None, person_id)
    if not unasked and answers.isdisjoint(LIVING):
        raise NotYours


async def check_serves(session: AsyncSession, diner: Diner, member: Member) -> None:
    """Whether the member's canteen serves where `diner` lives. Raises NotYourGroup, NotAMember."""
    area = await areas.one(session, diner.area_id)
    group = await known.get(session, member.group_id)
    canteen = await canteens.of_group(session, group) if group else None
    if canteen is None or canteen.area_id not in area.lineage:
        raise NotYourGroup
    await check_works_for(session, canteen.id, member)
