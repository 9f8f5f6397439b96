"""代订: who books for a diner, once the diner or staff said yes.

Children abroad book for parents, neighbours for neighbours. A diner with a messenger of their own
answers for themselves; for one without, staff of the canteen ask and answer.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotYours
from services.groups.authority import Member
from services.meals import diners, news
from services.meals.errors import DinerEnded, OwnDiner, WrongProxyState
from services.meals.leave import LIVING
from services.news import draw, tell
from storage.tables import Diner, MealProxy, ProxyState, Relation


async def get(session: AsyncSession, proxy_id: int) -> MealProxy:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, MealProxy, proxy_id)


async def ask(
    session: AsyncSession, diner_id: int, person_id: int, relation: Relation, *, now: datetime
) -> MealProxy:
    """May this person book for the diner? Asked twice, the first question or its yes stands.

    Raises NotFound, DinerEnded, and OwnDiner for the diner themselves.
    """
    diner = await diners.held(session, diner_id)
    if diner.ended_at is not None:
        raise DinerEnded
    if diner.person_id == person_id:
        raise OwnDiner
    if living := await _living(session, diner_id, person_id):
        return living
    proxy = MealProxy(
        diner_id=diner.id,
        person_id=person_id,
        relation=relation,
        state=ProxyState.ASKED,
        asked_at=now,
    )
    session.add(proxy)
    await session.flush()
    tell(session, news.ProxyAsked(proxy.id))
    return proxy


async def answer(
    session: AsyncSession, proxy_id: int, by: int | Member, *, confirmed: bool, now: datetime
) -> MealProxy:
    """The diner's yes or no, or that of staff in their place.

    Raises NotFound, NotYours for anybody else, NotYourGroup or NotAMember for staff of another
    canteen, WrongProxyState when it was answered or ended.
    """
    proxy = await get(session, proxy_id)
    await _check_answers(session, proxy, by)
    state = ProxyState.CONFIRMED if confirmed else ProxyState.REFUSED
    answered = await _move(session, proxy, [ProxyState.ASKED], state, now=now, by=_id(by))
    tell(session, news.ProxyAnswered(answered.id))
    return answered


async def end(
    session: AsyncSession, proxy_id: int, by: int | Member, *, now: datetime
) -> MealProxy:
    """They do not book for the diner any more; what they booked stands, standing orders too.

    By the proxy, the diner or staff. Raises as `answer` does.
    """
    proxy = await get(session, proxy_id)
    if by != proxy.person_id:
        await _check_answers(session, proxy, by)
    ended = await _move(session, proxy, LIVING, ProxyState.ENDED, now=now, by=_id(by))
    tell(session, news.ProxyEnded(ended.id, _id(by)))
    return ended


async def leave(session: AsyncSession, diner_id: int, person_id: int, *, now: datetime) -> None:
    """This person books for the diner no more; nothing happens where they did not."""
    if living := await _living(session, diner_id, person_id):
        await end(session, living.id, person_id, now=now)


async def who_corrects(session: AsyncSession, diner_id: int, member: Member) -> list[int]:
    """Whom staff tell what is wrong in an entry: who registered the diner is among them.

    Raises NotFound, NotYourGroup and NotAMember.
    """
    diner = await diners.served_by(session, diner_id, member)
    whom = [*await concerned(session, diner), diner.created_by]
    return [person_id for person_id in dict.fromkeys(whom) if person_id is not None]


async def relation_to(session: AsyncSession, diner: Diner, person_id: int) -> Relation | None:
    """What this person is to the diner: None for the diner, a relative where nobody said."""
    if living := await _living(session, diner.id, person_id):
        return living.relation
    return None if diner.person_id == person_id else Relation.RELATIVE


async def of_diner(session: AsyncSession, diner_id: int) -> list[MealProxy]:
    """Who books for the diner or asks to, in the order in which they asked."""
    found = await session.scalars(
        select(MealProxy)
        .where(MealProxy.diner_id == diner_id, MealProxy.state.in_(LIVING))
        .order_by(MealProxy.id),
        execution_options={"populate_existing": True},
    )
    return list(found)


async def of_person(session: AsyncSession, person_id: int) -> list[tuple[MealProxy, Diner]]:
    """For whom this person books or asks to, in the order in which they asked."""
    found = await session.execute(
        select(MealProxy, Diner)
        .join(Diner, Diner.id == MealProxy.diner_id)
        .where(MealProxy.person_id == person_id, MealProxy.state.in_(LIVING))
        .order_by(MealProxy.id),
        execution_options={"populate_existing": True},
    )
    return [(proxy, diner) for proxy, diner in found]


async def concerned(session: AsyncSession, diner: Diner) -> list[int]:
    """The diner, and those who book for them or ask to, each once."""
    asked = [proxy.person_id for proxy in await of_diner(session, diner.id)]
    whom = (diner.person_id, *asked)
    return list(dict.fromkeys(person_id for person_id in whom if person_id is not None))


async def _check_answers(session: AsyncSession, proxy: MealProxy, by: int | Member) -> None:
    diner = await diners.get(session, proxy.diner_id)
    if isinstance(by, Member):
        await diners.check_serves(session, diner, by)
    elif diner.person_id != by:
        raise NotYours


async def _move(
    session: AsyncSession,
    proxy: MealProxy,
    before: Sequence[ProxyState],
    state: ProxyState,
    *,
    now: datetime,
    by: int,
) -> MealProxy:
    moved = await rows.change(
        session,
        MealProxy,
        MealProxy.id == proxy.id,
        MealProxy.state.in_(before),
        state=state,
        answered_at=now,
        answered_by=by,
    )
    if moved is None:
        raise WrongProxyState((await get(session, proxy.id)).state)
    draw(session, news.ProxyCard(moved.id))
    return moved


async def _living(session: AsyncSession, diner_id: int, person_id: int) -> MealProxy | None:
    found: MealProxy | None = await session.scalar(
        select(MealProxy).where(
            MealProxy.diner_id == diner_id,
            MealProxy.person_id == person_id,
            MealProxy.state.in_(LIVING),
        ),
        execution_options={"populate_existing": True},
    )
    return found


def _id(by: int | Member) -> int:
    return by.person_id if isinstance(by, Member) else by
