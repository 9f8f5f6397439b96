"""Who may book for whom: diners for themselves, and proxies once they are confirmed."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotYours
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
