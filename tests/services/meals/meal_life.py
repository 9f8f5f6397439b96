"""Somebody who eats, books for a neighbour, carries meals, and does the canteen's work besides."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.meals import booking
from services.tickets import Member
from storage.outbox import Outgoing, Urgency, put
from storage.tables import (
    BookingState,
    CareAlert,
    CareCause,
    CareOutcome,
    Channel,
    ChargeKind,
    DinerStatus,
    Meal,
    MealBooking,
    MealCharge,
    MealMonth,
    MealRound,
    MealStop,
    Mode,
    RoundState,
    StandingOrder,
    Status,
    StopState,
)
from tests.services.factories import NOW, Neighbourhood
from tests.services.meals.meal_factories import (
    CANTEEN_CHAT,
    CUT_OFF,
    TODAY,
    Kitchen,
    a_booking,
    a_diner,
    a_lunch,
    a_proxy,
    build_kitchen,
)


async def eat_and_help(
    session: AsyncSession,
    place: Neighbourhood,
    person_id: int,
    neighbour_id: int,
    *,
    name: str,
    secret: str,
) -> Kitchen:
    """`person_id` leaves a trace in every table of meals that can hold one.

    `secret` is in whatever they, or staff of them, wrote.
    """
    kitchen = await build_kitchen(session, place, portions=5)
    own = await a_diner(
        session,
        place,
        person_id,
        Status.LIVES_ALONE,
        name=name,
        door=secret,
        phone=secret,
        card_number=secret,
        diet=secret,
    )
    mother = await a_diner(
        session, place, None, Status.NO_FAMILY, verified_by=person_id, created_by=person_id
    )
    await a_proxy(session, mother, person_id)
    await a_proxy(session, own, neighbour_id)
    proxy = await a_proxy(session, await a_diner(session, place, neighbour_id), 99)
    proxy.answered_by = person_id
    session.add(
        DinerStatus(
            diner_id=mother.id,
            status=Status.DISABLED,
            from_day=TODAY,
            verified_by=person_id,
            verified_at=NOW,
        )
    )
    eaten = await _yesterdays(session, kitchen, own.id, person_id)
    await a_booking(session, kitchen.usual, own, mode=Mode.DELIVERY)
    hers = await a_booking(session, kitchen.usual, mother, by=person_id)
    late = Member(person_id=person_id, name=name, group_id=kitchen.group.id)
    await booking.cancel_by_staff(
        session, hers.id, late, "住院了", now=CUT_OFF + timedelta(minutes=5)
    )
    session.add(
        StandingOrder(
            diner_id=own.id,
            canteen_id=kitchen.canteen.id,
            meal=Meal.LUNCH,
            weekdays="135",
            set_name=None,
            portions=1,
            mode=Mode.FETCH,
            from_day=TODAY,
            created_by=person_id,
            created_at=NOW,
        )
    )
    await _work(session, kitchen, eaten, person_id, name=name, secret=secret)
    await _shown_to_staff(session, [f"diner:{own.id}", "stops:1", "care:1"], secret)
    await session.flush()
    return kitchen


async def _yesterdays(
    session: AsyncSession, kitchen: Kitchen, diner_id: int, person_id: int
) -> MealBooking:
    lunch, [usual, _better] = await a_lunch(session, kitchen.canteen, TODAY)
    lunch.taken = 1
    eaten = MealBooking(
        session_id=lunch.id,
        diner_id=diner_id,
        set_id=usual.id,
        portions=1,
        mode=Mode.DELIVERY,
        state=BookingState.SERVED,
        code="0000",
        booked_by=person_id,
        booked_at=NOW,
        price_fen=1000,
        subsidy_fen=0,
        delivery_fen=0,
        paid_fen=1000,
        ended_at=NOW,
        ended_by=person_id,
        ended_by_name="居民",
    )
    session.add(eaten)
    await session.flush()
    return eaten


async def _work(
    session: AsyncSession,
    kitchen: Kitchen,
    eaten: MealBooking,
    person_id: int,
    *,
    name: str,
    secret: str,
) -> None:
    """They carried a meal, looked in on themselves, and closed the month."""
    carried = [
        MealRound(
            session_id=session_id,
            number=1,
            state=state,
            carrier_id=person_id,
            carrier_name=name,
            taken_at=NOW,
        )
        for session_id, state in (
            (eaten.session_id, RoundState.DONE),
            (kitchen.lunch.id, RoundState.TAKEN),
        )
    ]
    session.add_all(carried)
    await session.flush()
    session.add_all(
        [
            MealStop(
                booking_id=eaten.id,
                round_id=carried[0].id,
                position=1,
                state=StopState.DELIVERED,
                at=NOW,
                by=person_id,
                by_name=name,
            ),
            CareAlert(
                diner_id=eaten.diner_id,
                booking_id=eaten.id,
                cause=CareCause.MISSED_MEAL,
                raised_at=NOW,
                taken_by=person_id,
                taken_by_name=name,
                taken_at=NOW,
                outcome=CareOutcome.SAFE,
                settled_by=person_id,
                settled_by_name=name,
                settled_at=NOW,
                words=secret,
            ),
            MealCharge(
                canteen_id=kitchen.canteen.id,
                month="2026-03",
                booking_id=eaten.id,
                kind=ChargeKind.CHARGE,
                at=NOW,
                by=person_id,
                reason=secret,
                portions=1,
                full_fen=1000,
                subsidy_fen=0,
                delivery_fen=0,
                paid_fen=1000,
            ),
            MealMonth(
                canteen_id=kitchen.canteen.id,
                month="2026-02",
                closed_at=NOW,
                closed_by=person_id,
                closed_by_name=name,
            ),
        ]
    )


async def _shown_to_staff(session: AsyncSession, cards: list[str], secret: str) -> None:
    await session.flush()
    shown = [
        Outgoing(
            channel=Channel.TELEGRAM,
            chat_id=CANTEEN_CHAT,
            method="sendMessage",
            params={"text": secret},
            urgency=Urgency.CARD,
            card=card,
        )
        for card in cards
    ]
    await put(session, shown, NOW)
