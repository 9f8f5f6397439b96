"""Erasing a person from the meals, at their wish.

That somebody of that age ate this, at that price, stays: the kitchen cooked it, and the accounts
have to come to the same fen again. Whose name, door, telephone, diet and need it was goes.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.meals import care, changing, diners, news, reading, rounds, standing
from services.meals.history import record
from services.meals.kitchen_news import CareCard, StopsCard
from services.news import CardSubject, draw, tell
from storage.tables import (
    BookingEvent,
    BookingEventKind,
    CareAlert,
    Diner,
    DinerStatus,
    MealBooking,
    MealCharge,
    MealMonth,
    MealProxy,
    MealRound,
    MealStop,
    OutboxMessage,
    ProxyState,
    RoundState,
    StandingOrder,
)

NAMELESS = "—"
"""What stands for a name, in every language, on cards and in accounts."""


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Their own meals end, also after cut-off; those they booked for others stay with the others.

    What they carried or went to look at waits for somebody else.
    """
    own = await diners.of_person(session, person_id)
    if own is not None:
        await _end(session, own.id, now=now)
    await _give_back(session, person_id, now=now)
    await session.execute(delete(MealProxy).where(MealProxy.person_id == person_id))
    await _unname(session, person_id)


async def _end(session: AsyncSession, diner_id: int, *, now: datetime) -> None:
    diner = await diners.held(session, diner_id)
    person_id = diner.person_id
    await standing.end_all(session, diner.id, now=now)
    coming = await reading.to_come(session, diner.id, now=now)
    await changing.cancel_each(session, coming, by=person_id, now=now)
    ended = await rows.change_all(
        session,
        MealProxy,
        MealProxy.diner_id == diner.id,
        MealProxy.state.in_([ProxyState.ASKED, ProxyState.CONFIRMED]),
        state=ProxyState.ENDED,
        answered_at=now,
    )
    for proxy in ended:
        tell(session, news.ProxyEnded(proxy.id, person_id))
    await _forget(session, diner, now=now)
    bookings = await session.scalars(
        select(MealBooking).where(MealBooking.diner_id == diner.id).order_by(MealBooking.id)
    )
    await _forget_words(session, diner, list(bookings), now=now)
    await _forget_cards(session, diner)


async def _forget(session: AsyncSession, diner: Diner, *, now: datetime) -> None:
    """Of the person there remain the year of birth and the community."""
    community = await areas.community_of(session, diner.area_id)
    diner.area_id = community.id if community else diner.area_id
    diner.born_on = diner.born_on.replace(month=1, day=1)
    diner.name, diner.door = NAMELESS, ""
    diner.person_id = diner.phone = diner.card_number = diner.diet = None
    diner.ended_at = diner.ended_at or now
    await session.execute(delete(DinerStatus).where(DinerStatus.diner_id == diner.id))
    await session.flush()


async def _forget_words(
    session: AsyncSession, diner: Diner, bookings: Sequence[MealBooking], *, now: datetime
) -> None:
    """What staff wrote goes too: it says how the person was."""
    ids = [booking.id for booking in bookings]
    await session.execute(
        update(BookingEvent).where(BookingEvent.booking_id.in_(ids)).values(reason=None)
    )
    await session.execute(
        update(MealCharge).where(MealCharge.booking_id.in_(ids)).values(reason=None)
    )
    await session.execute(
        update(CareAlert).where(CareAlert.diner_id == diner.id).values(words=None, nudge_at=None)
    )
    for booking in bookings:
        record(session, booking, BookingEventKind.ERASED, now=now)


async def _forget_cards(session: AsyncSession, diner: Diner) -> None:
    """What was, or was about to be, shown to staff and carriers of them; cards get a new look."""
    alerts = await session.scalars(select(CareAlert.id).where(CareAlert.diner_id == diner.id))
    stops = await session.scalars(
        select(MealStop.round_id)
        .join(MealBooking, MealBooking.id == MealStop.booking_id)
        .where(MealBooking.diner_id == diner.id)
        .distinct()
    )
    proxies = await session.scalars(select(MealProxy.id).where(MealProxy.diner_id == diner.id))
    subjects: dict[str, CardSubject] = {f"diner:{diner.id}": news.DinerCard(diner.id)}
    subjects |= {f"proxy:{proxy_id}": news.ProxyCard(proxy_id) for proxy_id in proxies}
    subjects |= {f"care:{alert_id}": CareCard(alert_id) for alert_id in alerts}
    subjects |= {f"stops:{round_id}": StopsCard(round_id) for round_id in stops}
    await session.execute(
        delete(OutboxMessage).where(
            or_(OutboxMessage.card.in_(subjects), OutboxMessage.under_card.in_(subjects))
        )
    )
    for subject in subjects.values():
        draw(session, subject)


async def _give_back(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    carried = await session.scalars(
        select(MealRound.id).where(
            MealRound.carrier_id == person_id, MealRound.state == RoundState.TAKEN
        )
    )
    for round_id in list(carried):
        await rounds.give_back(session, round_id, person_id, now=now)
    looked_at = await session.scalars(
        select(CareAlert.id).where(CareAlert.taken_by == person_id, CareAlert.settled_at.is_(None))
    )
    for alert_id in list(looked_at):
        await care.give_back(session, alert_id, person_id, now=now)


async def _unname(session: AsyncSession, person_id: int) -> None:
    """Their name and id on everything they did for others, as a proxy or as staff."""
    named = (
        (MealRound.carrier_id, MealRound.carrier_name),
        (MealStop.by, MealStop.by_name),
        (CareAlert.taken_by, CareAlert.taken_by_name),
        (CareAlert.settled_by, CareAlert.settled_by_name),
        (MealBooking.ended_by, MealBooking.ended_by_name),
        (MealMonth.closed_by, MealMonth.closed_by_name),
    )
    for column, name in named:
        await session.execute(
            update(column.class_).where(column == person_id).values({column: None, name: None})
        )
    bare = (
        MealBooking.booked_by,
        BookingEvent.actor_id,
        StandingOrder.created_by,
        Diner.created_by,
        Diner.verified_by,
        DinerStatus.verified_by,
        MealProxy.answered_by,
        MealCharge.by,
    )
    for column in bare:
        await session.execute(
            update(column.class_).where(column == person_id).values({column: None})
        )
