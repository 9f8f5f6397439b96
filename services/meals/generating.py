"""Turning standing orders into bookings: each session with a menu is gone through once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import Refusal
from services.meals import allergens, changing, menus, news
from services.meals.placing import NewBooking, place
from services.news import tell
from storage.tables import Diner, MealBooking, MealSession, MealSet, StandingOrder


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of the sessions with a menu, before cut-off, that were not gone through yet."""
    on_menu = exists().where(MealSet.session_id == MealSession.id, MealSet.withdrawn_at.is_(None))
    found = await session.scalars(
        select(MealSession.id)
        .where(
            MealSession.standing_done_at.is_(None),
            MealSession.cut_off_at > now,
            MealSession.closed_at.is_(None),
            on_menu,
        )
        .order_by(MealSession.cut_off_at, MealSession.id)
    )
    return list(found)


async def act(session: AsyncSession, session_id: int, *, now: datetime) -> None:
    """Book a session for every standing order that wants it, unless that was done before.

    Who ordered first is booked first.
    """
    ordered = await _wanting(session, await session.get_one(MealSession, session_id))
    meal_session = await rows.change(
        session,
        MealSession,
        MealSession.id == session_id,
        MealSession.standing_done_at.is_(None),
        MealSession.cut_off_at > now,
        MealSession.closed_at.is_(None),
        standing_done_at=now,
    )
    if meal_session is None:
        return
    for standing, diner in ordered:
        await _book(session, standing, diner, meal_session, now=now)


async def _wanting(
    session: AsyncSession, meal_session: MealSession
) -> Sequence[tuple[StandingOrder, Diner]]:
    """The canteen's living standing orders for the meal, their diners held, lowest id first."""
    found = await session.execute(
        select(StandingOrder, Diner)
        .join(Diner, Diner.id == StandingOrder.diner_id)
        .where(
            StandingOrder.canteen_id == meal_session.canteen_id,
            StandingOrder.meal == meal_session.meal,
            StandingOrder.ended_at.is_(None),
        )
        .order_by(Diner.id)
        .with_for_update(of=Diner),
        execution_options={"populate_existing": True},
    )
    return sorted(
        [(standing, diner) for standing, diner in found],
        key=lambda ordered: (ordered[0].created_at, ordered[0].id),
    )


async def book_open(
    session: AsyncSession, standing: StandingOrder, diner: Diner, *, now: datetime
) -> list[MealBooking]:
    """The sessions that were gone through before this order was what it is now."""
    found = await session.scalars(
        select(MealSession)
        .where(
            MealSession.canteen_id == standing.canteen_id,
            MealSession.meal == standing.meal,
            MealSession.standing_done_at.is_not(None),
            MealSession.cut_off_at > now,
            MealSession.closed_at.is_(None),
        )
        .order_by(MealSession.id),
        execution_options={"populate_existing": True},
    )
    booked = [
        await _book(session, standing, diner, meal_session, now=now) for meal_session in list(found)
    ]
    return [booking for booking in booked if booking is not None]


async def _book(
    session: AsyncSession,
    standing: StandingOrder,
    diner: Diner,
    meal_session: MealSession,
    *,
    now: datetime,
) -> MealBooking | None:
    """Book for `diner`, who is held, where the order wants the day and nothing stands there."""
    day = meal_session.day
    if str(day.isoweekday()) not in standing.weekdays or day < standing.from_day:
        return None
    if changing.pauses(standing.paused_from, standing.paused_until, day):
        return None
    if diner.ended_at is not None or changing.pauses(diner.paused_from, diner.paused_until, day):
        return None
    if await _any_booking(session, diner, meal_session):
        return None
    meal_set = await _wanted(session, standing, diner, meal_session)
    if meal_set is None:
        return None
    new = NewBooking(
        set_id=meal_set.id,
        diner_id=diner.id,
        portions=min(standing.portions, meal_session.portions_each),
        mode=standing.mode,
    )
    try:
        booking = await place(
            session, new, diner, by=standing.created_by, now=now, standing_id=standing.id
        )
    except Refusal:
        tell(session, news.StandingNotBooked(standing.id, meal_session.id))
        return None
    tell(session, news.StandingBooked(booking.id))
    return booking


async def _any_booking(session: AsyncSession, diner: Diner, meal_session: MealSession) -> bool:
    found = await session.scalar(
        select(
            exists().where(
                MealBooking.diner_id == diner.id, MealBooking.session_id == meal_session.id
            )
        )
    )
    return bool(found)


async def _wanted(
    session: AsyncSession, standing: StandingOrder, diner: Diner, meal_session: MealSession
) -> MealSet | None:
    """The set that was ordered by its name, else the one that goes best with the diet note.

    What nobody chose by name must not be what the diner cannot eat. Where every set clashes, the
    one that does so least is taken: some elders have no other warm meal, a note is read by likely
    words only, and they are told.
    """
    sets = await menus.sets_of(session, meal_session.id)
    named = [each for each in sets if each.name == standing.set_name]
    return min(
        named or sets, key=lambda each: len(allergens.clashes(diner.diet, each)), default=None
    )
