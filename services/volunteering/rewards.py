"""Rewards (积分兑换): reserved by a volunteer, handed out by staff against a code.

Redeeming takes points, never hours. What is not fetched within two weeks goes back: the stock and
the points are as before.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.errors import NotYours
from services.news import tell
from services.rows import Outrun, judged_again
from services.volunteering import ledger, volunteers
from services.volunteering.hours_errors import (
    OutOfStock,
    RedemptionOver,
    TooFewPoints,
)
from services.volunteering.hours_news import RewardReturned
from storage.tables import Area, Person, Redemption, RedemptionState, Reward

KEPT_FOR = timedelta(days=14)
CODE_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A redemption with the reward it is for."""

    redemption: Redemption
    reward: Reward


async def offered(session: AsyncSession, area: Area) -> list[Reward]:
    """What is given in the area or above it and is in stock, the cheapest first."""
    found = await session.scalars(
        select(Reward)
        .where(Reward.area_id.in_(area.lineage), Reward.active, Reward.stock > 0)
        .order_by(Reward.points, Reward.id)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def offered_to(session: AsyncSession, person: Person) -> list[Reward]:
    """What is offered where they volunteer, else where they live."""
    volunteer = await volunteers.get(session, person.id)
    area_id = volunteer.area_id if volunteer is not None else person.home_id
    area = await areas.get(session, area_id) if area_id is not None else None
    return await offered(session, area) if area is not None else []


async def get(session: AsyncSession, reward_id: int) -> Reward:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, Reward, reward_id)


@judged_again
async def redeem(
    session: AsyncSession, reward_id: int, person_id: int, *, now: datetime
) -> Redemption:
    """Reserve one for two weeks and take its points. Raises NotFound, TooFewPoints, OutOfStock.

    The balance is locked first: from then on only the stock may run out, and that is judged and
    taken by one UPDATE.
    """
    reward = await get(session, reward_id)
    if not reward.active or reward.stock == 0:
        raise OutOfStock
    await check_affords(session, person_id, reward)
    await ledger.lock(session, person_id)
    await check_affords(session, person_id, reward)
    taken = await rows.change(
        session,
        Reward,
        Reward.id == reward_id,
        Reward.active,
        Reward.stock > 0,
        Reward.points == reward.points,
        stock=Reward.stock - 1,
    )
    if taken is None:
        raise Outrun
    redemption = await _reserve(session, taken, person_id, now)
    await ledger.spend(session, redemption, now=now)
    return redemption


async def reserved_by(session: AsyncSession, person_id: int) -> list[Redeemed]:
    """What waits to be fetched, the most urgent first."""
    found = await session.execute(
        select(Redemption, Reward)
        .join(Reward, Reward.id == Redemption.reward_id)
        .where(Redemption.person_id == person_id, Redemption.state == RedemptionState.RESERVED)
        .order_by(Redemption.until, Redemption.id)
        .execution_options(populate_existing=True)
    )
    return [Redeemed(redemption, reward) for redemption, reward in found]


@judged_again
async def give_back(
    session: AsyncSession, redemption_id: int, person_id: int, *, now: datetime
) -> Redemption:
    """Somebody no longer wants what they reserved. Raises NotFound, NotYours, RedemptionOver."""
    redemption = await get_redemption(session, redemption_id)
    if redemption.person_id != person_id:
        raise NotYours
    await _return(session, redemption, now)
    return redemption


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of redemptions that were not fetched in time."""
    found = await session.scalars(
        select(Redemption.id).where(Redemption.until <= now).order_by(Redemption.until)
    )
    return list(found)


@judged_again
async def act(session: AsyncSession, redemption_id: int, *, now: datetime) -> None:
    """Return what was not fetched in time; nothing if it was, a moment ago."""
    redemption = await get_redemption(session, redemption_id)
    if redemption.until is None or redemption.until > now:
        return
    await _return(session, redemption, now)
    tell(session, RewardReturned(redemption.id))


async def check_affords(session: AsyncSession, person_id: int, reward: Reward) -> None:
    """Raises TooFewPoints."""
    points = await ledger.spendable(session, person_id)
    if points < reward.points:
        raise TooFewPoints(points, reward.points)


async def _reserve(
    session: AsyncSession, reward: Reward, person_id: int, now: datetime
) -> Redemption:
    """With a code that no other redemption ever had."""
    while True:
        values = {
            "reward_id": reward.id,
            "person_id": person_id,
            "points": reward.points,
            "code": f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}",
            "state": RedemptionState.RESERVED,
            "reserved_at": now,
            "until": now + KEPT_FOR,
        }
        for reserved in await rows.add_missing(session, Redemption, [values]):
            return reserved


async def get_redemption(session: AsyncSession, redemption_id: int) -> Redemption:
    """Raises NotFound."""
    return await rows.current(session, Redemption, redemption_id)


async def redeemed(session: AsyncSession, redemption_id: int) -> tuple[Redemption, Reward]:
    """Raises NotFound."""
    redemption = await get_redemption(session, redemption_id)
    return redemption, await get(session, redemption.reward_id)


async def _return(session: AsyncSession, redemption: Redemption, now: datetime) -> None:
    if redemption.person_id is not None:
        # The same order as in `redeem`: balance before stock, so that two never wait in a ring.
        await ledger.lock(session, redemption.person_id)
    await end(session, redemption, state=RedemptionState.RETURNED, ended_at=now)
    await session.execute(
        update(Reward).where(Reward.id == redemption.reward_id).values(stock=Reward.stock + 1),
        execution_options={"synchronize_session": False},
    )
    await ledger.give_back(session, redemption, now=now)


async def end(session: AsyncSession, redemption: Redemption, **values: object) -> None:
    """Raises RedemptionOver, and Outrun where that happened since it was read."""
    if redemption.state is not RedemptionState.RESERVED:
        raise RedemptionOver(redemption.state)
    ended = await rows.change(
        session,
        Redemption,
        Redemption.id == redemption.id,
        Redemption.state == RedemptionState.RESERVED,
        until=None,
        **values,
    )
    if ended is None:
        raise Outrun
