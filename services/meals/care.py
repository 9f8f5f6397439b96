"""平安守望: somebody who was expected was not seen, so somebody looks in on them.

An alert goes to the group of their community's office, and to those who book for them. It is
repeated every half hour until somebody goes; it ends with what they found.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import AlreadySettled, AlreadyTaken, NotFound, NotYourGroup
from services.meals.authority import check_still_member
from services.meals.kitchen_news import (
    CareCard,
    CareRaised,
    CareSettled,
    CareTaken,
    CareUnheeded,
)
from services.news import draw, tell
from services.routing import office
from services.tickets import Member
from services.tickets.words import checked
from storage.tables import (
    Area,
    CareAlert,
    CareCause,
    CareOutcome,
    Diner,
    MealBooking,
    MealProxy,
    ProxyState,
)

log = logging.getLogger(__name__)

NUDGE_EVERY = timedelta(minutes=30)
"""Somebody may lie on the floor: half an hour is what it takes to walk there and ring."""
WORDS_LIMIT = 500
_AS_IT_IS = {"populate_existing": True, "synchronize_session": False}


async def raise_alert(
    session: AsyncSession, booking: MealBooking, cause: CareCause, *, now: datetime
) -> CareAlert | None:
    """Have somebody look in on the booking's diner; one alert a booking, None where it has one."""
    dialect = session.get_bind().dialect.name
    insert = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(CareAlert)
    raised: CareAlert | None = await session.scalar(
        insert.values(
            diner_id=booking.diner_id,
            booking_id=booking.id,
            cause=cause,
            raised_at=now,
            nudge_at=now + NUDGE_EVERY,
        )
        .on_conflict_do_nothing(index_elements=["booking_id"])
        .returning(CareAlert)
    )
    if raised is not None:
        tell(session, CareRaised(raised.id))
        draw(session, CareCard(raised.id))
    return raised


async def get(session: AsyncSession, alert_id: int) -> CareAlert:
    """As it is at this moment. Raises NotFound."""
    found = await session.get(CareAlert, alert_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found


async def of_booking(session: AsyncSession, booking_id: int) -> CareAlert | None:
    found: CareAlert | None = await session.scalar(
        select(CareAlert).where(CareAlert.booking_id == booking_id),
        execution_options={"populate_existing": True},
    )
    return found


async def told_of(session: AsyncSession, alert: CareAlert) -> list[int]:
    """Ids of those who book for the diner, confirmed, whom it concerns first."""
    found = await session.scalars(
        select(MealProxy.person_id)
        .where(MealProxy.diner_id == alert.diner_id, MealProxy.state == ProxyState.CONFIRMED)
        .order_by(MealProxy.id)
    )
    return list(found)


async def take_as_staff(
    session: AsyncSession, alert_id: int, member: Member, *, now: datetime
) -> CareAlert:
    """我去看看, in the office's group.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken, AlreadySettled.
    """
    await check_looks_after(session, await get(session, alert_id), member)
    return await take(session, alert_id, member.person_id, member.name, now=now)


async def take(
    session: AsyncSession, alert_id: int, person_id: int, name: str, *, now: datetime
) -> CareAlert:
    """Somebody goes to look, staff or a volunteer; the first who says so.

    Raises NotFound, AlreadyTaken, AlreadySettled.
    """
    taken: CareAlert | None = await session.scalar(
        update(CareAlert)
        .where(
            CareAlert.id == alert_id, CareAlert.taken_at.is_(None), CareAlert.settled_at.is_(None)
        )
        .values(taken_by=person_id, taken_by_name=name[:140], taken_at=now, nudge_at=None)
        .returning(CareAlert),
        execution_options=_AS_IT_IS,
    )
    if taken is None:
        found = await get(session, alert_id)
        if found.settled_at is not None:
            raise _settled(found, person_id)
        raise AlreadyTaken(found.taken_by_name or "", yours=found.taken_by == person_id)
    tell(session, CareTaken(alert_id))
    draw(session, CareCard(alert_id))
    return taken


async def give_back(
    session: AsyncSession, alert_id: int, person_id: int, *, now: datetime
) -> CareAlert | None:
    """Whoever took it cannot go: it waits for somebody again, and is told again at once.

    None where `person_id` does not have it, or it is settled.
    """
    given: CareAlert | None = await session.scalar(
        update(CareAlert)
        .where(
            CareAlert.id == alert_id,
            CareAlert.taken_by == person_id,
            CareAlert.settled_at.is_(None),
        )
        .values(taken_by=None, taken_by_name=None, taken_at=None, nudge_at=now)
        .returning(CareAlert),
        execution_options=_AS_IT_IS,
    )
    if given is not None:
        draw(session, CareCard(alert_id))
    return given


async def settle(
    session: AsyncSession,
    alert_id: int,
    member: Member,
    outcome: CareOutcome,
    words: str | None,
    *,
    now: datetime,
) -> CareAlert:
    """What was found; any colleague may say it, the first who does is believed.

    `words` are needed where help is. Raises NotFound, NotYourGroup, NotAMember, AlreadySettled,
    WordsNeeded, TooLong.
    """
    said = await check_settles(session, alert_id, member, outcome, words)
    settled = await _settle(session, alert_id, outcome, said, member.person_id, member.name, now)
    if settled is None:
        raise _settled(await get(session, alert_id), member.person_id)
    return settled


async def check_settles(
    session: AsyncSession,
    alert_id: int,
    member: Member,
    outcome: CareOutcome,
    words: str | None,
) -> str | None:
    """The words to be kept, if `member` may settle it so; writes nothing. Raises as `settle`."""
    found = await get(session, alert_id)
    await check_looks_after(session, found, member)
    if found.settled_at is not None:
        raise _settled(found, member.person_id)
    if not words and outcome is not CareOutcome.NEEDS_HELP:
        return None
    return checked(words, limit=WORDS_LIMIT, words_needed=True)


async def seen(
    session: AsyncSession, booking_id: int, person_id: int, name: str, *, now: datetime
) -> None:
    """`person_id` has met the diner at their door or at the counter: an open alert is settled."""
    alert = await of_booking(session, booking_id)
    if alert is not None and alert.settled_at is None:
        await _settle(session, alert.id, CareOutcome.SAFE, None, person_id, name, now)


async def offered(session: AsyncSession, alert_id: int, task_id: int) -> CareAlert:
    """The volunteers' task that asks for somebody to go; the group is reminded all the same.

    Raises NotFound, AlreadyTaken, AlreadySettled.
    """
    noted: CareAlert | None = await session.scalar(
        update(CareAlert)
        .where(
            CareAlert.id == alert_id, CareAlert.taken_at.is_(None), CareAlert.settled_at.is_(None)
        )
        .values(task_id=task_id)
        .returning(CareAlert),
        execution_options=_AS_IT_IS,
    )
    if noted is None:
        found = await get(session, alert_id)
        if found.settled_at is not None:
            raise _settled(found, None)
        raise AlreadyTaken(found.taken_by_name or "", yours=False)
    draw(session, CareCard(alert_id))
    return noted


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of alerts to call `act` for, the oldest first."""
    found = await session.scalars(
        select(CareAlert.id)
        .where(CareAlert.nudge_at <= now, CareAlert.settled_at.is_(None))
        .order_by(CareAlert.nudge_at, CareAlert.id)
    )
    return list(found)


async def act(session: AsyncSession, alert_id: int, /, *, now: datetime) -> None:
    """Tell the group again that nobody has gone to look, and when to do so next."""
    nudged = await session.scalar(
        update(CareAlert)
        .where(
            CareAlert.id == alert_id,
            CareAlert.nudge_at <= now,
            CareAlert.taken_at.is_(None),
            CareAlert.settled_at.is_(None),
        )
        .values(nudge_at=now + NUDGE_EVERY)
        .returning(CareAlert.id),
        execution_options={"synchronize_session": False},
    )
    if nudged is None:
        log.info("care alert %d needs no reminder any more", alert_id)
        return
    tell(session, CareUnheeded(alert_id))


async def check_looks_after(session: AsyncSession, alert: CareAlert, member: Member) -> None:
    """Whether `member` acts for the office of where the diner lives.

    Raises NotYourGroup or NotAMember.
    """
    group = await office(session, await area_of(session, alert))
    if group is None or group.id != member.group_id:
        raise NotYourGroup
    await check_still_member(session, member)


async def area_of(session: AsyncSession, alert: CareAlert) -> Area:
    """Where the diner lives."""
    diner = await session.get_one(Diner, alert.diner_id)
    return await session.get_one(Area, diner.area_id)


async def _settle(
    session: AsyncSession,
    alert_id: int,
    outcome: CareOutcome,
    words: str | None,
    person_id: int,
    name: str,
    now: datetime,
) -> CareAlert | None:
    settled: CareAlert | None = await session.scalar(
        update(CareAlert)
        .where(CareAlert.id == alert_id, CareAlert.settled_at.is_(None))
        .values(
            outcome=outcome,
            words=words,
            settled_by=person_id,
            settled_by_name=name[:140],
            settled_at=now,
            nudge_at=None,
        )
        .returning(CareAlert),
        execution_options=_AS_IT_IS,
    )
    if settled is not None:
        tell(session, CareSettled(alert_id))
        draw(session, CareCard(alert_id))
    return settled


def _settled(found: CareAlert, person_id: int | None) -> AlreadySettled:
    return AlreadySettled(found.settled_by_name or "", yours=found.settled_by == person_id)
