"""Two people who are one, as far as meals are concerned."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Diner, MealProxy, ProxyState

_LIVING = (ProxyState.ASKED, ProxyState.CONFIRMED)


async def join(session: AsyncSession, *, from_id: int, into_id: int) -> None:
    """Nobody books for themselves as for somebody else, nor twice for the same diner."""
    theirs = select(MealProxy.diner_id).where(
        MealProxy.person_id == into_id, MealProxy.state.in_(_LIVING)
    )
    they = select(Diner.id).where(Diner.person_id.in_((from_id, into_id)))
    for_themselves = MealProxy.diner_id.in_(they), MealProxy.person_id.in_((from_id, into_id))
    twice = MealProxy.person_id == from_id, MealProxy.diner_id.in_(theirs)
    for second in (for_themselves, twice):
        await session.execute(
            delete(MealProxy)
            .where(*second, MealProxy.state.in_(_LIVING))
            .execution_options(synchronize_session=False)
        )
