"""Placing a booking: a portion, or a place on the waiting list."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.meals import ahead, codes, menus, pricing, reading, seats, waiting
from services.meals.changing import check_eats, check_on_menu
from services.meals.errors import AlreadyBooked, LivesElsewhere
from services.meals.history import look_of, record
from storage.row_ids import next_id
from storage.tables import (
    BookingEventKind,
    BookingState,
    Canteen,
    Diner,
    MealBooking,
    MealSession,
    Mode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """Which set of which session, for whom, how many, and how it reaches them."""

    set_id: int
    diner_id: int
    portions: int
    mode: Mode


async def place(
    session: AsyncSession,
    new: NewBooking,
    diner: Diner,
    *,
    by: int | None,
    now: datetime,
    for_staff: bool = False,
    reason: str | None = None,
    standing_id: int | None = None,
) -> MealBooking:
    """Book for `diner`, who is held: a portion, or a place on the waiting list.

    `for_staff` books what is left after cut-off. Raises NotFound, SetWithdrawn, DinerEnded,
    DinerPaused, LivesElsewhere, AlreadyBooked, what `pricing.quote` raises, SessionClosed, CutOff
    and Full.
    """
    meal_session, meal_set = await menus.held_set(session, new.set_id)
    check_on_menu(meal_set)
    check_eats(diner, meal_session.day)
    await _check_served(session, diner, meal_session)
    await _check_none(session, diner, meal_session, by)
    cost = await pricing.quote(session, diner, meal_set, new.portions, new.mode)
    take = seats.take if for_staff else seats.take_or_queue
    queued = not take(meal_session, new.portions, new.mode, now=now)
    booking = MealBooking(
        id=await next_id(session, MealBooking),
        session_id=meal_session.id,
        diner_id=diner.id,
        set_id=meal_set.id,
        portions=new.portions,
        mode=new.mode,
        state=BookingState.WAITING if queued else BookingState.BOOKED,
        code=codes.code(meal_session.id, meal_session.codes),
        booked_by=by,
        booked_at=now,
        standing_id=standing_id,
        waits_since=now if queued else None,
        **pricing.frozen(cost),
    )
    session.add(booking)
    ahead.note(session, booking)
    kind = BookingEventKind.QUEUED if queued else BookingEventKind.BOOKED
    record(session, booking, kind, now=now, by=by, reason=reason, data=look_of(booking))
    if queued:
        # There may be room that those who wait longer cannot use.
        await waiting.promote(session, meal_session, now=now, silent=booking.id)
    return booking


async def _check_served(session: AsyncSession, diner: Diner, meal_session: MealSession) -> None:
    """Subsidies and rounds are for those who live where the canteen serves."""
    home = await areas.one(session, diner.area_id)
    canteen = await rows.once(session, Canteen, meal_session.canteen_id)
    if canteen.area_id not in home.lineage:
        raise LivesElsewhere


async def _check_none(
    session: AsyncSession, diner: Diner, meal_session: MealSession, by: int | None
) -> None:
    """The diner is held, so what is not there now does not come in between either."""
    found = ahead.booked(session, diner.id, meal_session.id)
    if found is None:
        found = await reading.booked(session, diner.id, meal_session.id)
    for booking in found:
        raise AlreadyBooked(booking.id, by_you=booking.booked_by == by)
