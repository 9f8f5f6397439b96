"""At the counter: ticking people off, and taking a wrong tick back; `counter` finds them.

Who ticks off holds the session's row together with the others who do, and closing the month
(`accounts`) waits for them: nothing changes in a month that is closed.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.groups.authority import Member
from services.meals import care, routes
from services.meals.accounts import check_open
from services.meals.authority import check_works_for
from services.meals.counter import AT_THE_COUNTER
from services.meals.history import record
from services.meals.kitchen_errors import AlreadyServed, NothingToServe, NotServedYet
from storage.tables import (
    BookingEventKind,
    BookingState,
    MealBooking,
    MealSession,
)


async def tick(
    session: AsyncSession, booking_id: int, member: Member, *, now: datetime
) -> MealBooking:
    """They have their meal; also where it was counted as missed by mistake.

    A delivery that is fetched after all is taken off its round. Raises NotFound, NotYourGroup,
    NotAMember, MonthClosed, AlreadyServed, NothingToServe.
    """
    await _hold(session, booking_id, member)
    while True:
        booking = await session.get_one(MealBooking, booking_id, populate_existing=True)
        if booking.state is BookingState.SERVED:
            raise AlreadyServed(booking.ended_by_name, booking.ended_at)
        if booking.state not in AT_THE_COUNTER:
            raise NothingToServe(booking.state)
        before = booking.state
        if await _change(session, booking_id, before, BookingState.SERVED, member, now):
            break
    kind = BookingEventKind.SERVED if before is BookingState.BOOKED else BookingEventKind.CORRECTED
    record(session, booking, kind, now=now, by=member.person_id)
    await routes.call_off(session, booking_id, now=now)
    await care.seen(session, booking_id, member.person_id, member.name, now=now)
    return booking


async def undo(
    session: AsyncSession, booking_id: int, member: Member, *, now: datetime
) -> MealBooking:
    """It was somebody else: they have not had their meal. A door ticked by mistake waits again.

    Once the meal is over and counted it is missed. Raises NotFound, NotYourGroup, NotAMember,
    MonthClosed, NotServedYet.
    """
    meal_session = await _hold(session, booking_id, member)
    after = BookingState.MISSED if meal_session.settled_at else BookingState.BOOKED
    booking = await _change(session, booking_id, BookingState.SERVED, after, member, now)
    if booking is None:
        raise NotServedYet
    record(session, booking, BookingEventKind.CORRECTED, now=now, by=member.person_id)
    if after is BookingState.BOOKED:
        await routes.wait_again(session, booking_id)
    return await session.get_one(MealBooking, booking_id, populate_existing=True)


async def not_served(
    session: AsyncSession, booking_id: int, member: Member, *, now: datetime
) -> MealBooking:
    """Staff say of a meal that is over that it never reached its diner.

    Raises NotFound, NotYourGroup, NotAMember, MonthClosed, AlreadyServed, NothingToServe.
    """
    meal_session = await _hold(session, booking_id, member)
    if meal_session.settled_at is None:
        raise NothingToServe(BookingState.BOOKED)
    changed = await _change(
        session, booking_id, BookingState.BOOKED, BookingState.MISSED, member, now
    )
    booking = await session.get_one(MealBooking, booking_id, populate_existing=True)
    if not changed and booking.state is BookingState.SERVED:
        raise AlreadyServed(booking.ended_by_name, booking.ended_at)
    if not changed:
        raise NothingToServe(booking.state)
    record(session, booking, BookingEventKind.MISSED, now=now, by=member.person_id)
    await routes.call_off(session, booking_id, now=now)
    return booking


async def _hold(session: AsyncSession, booking_id: int, member: Member) -> MealSession:
    """The booking's session, held with other ticks, if `member` may and its month is open."""
    booking = await session.get(MealBooking, booking_id)
    if booking is None:
        raise NotFound
    meal_session = await session.get_one(
        MealSession, booking.session_id, populate_existing=True, with_for_update={"read": True}
    )
    await check_works_for(session, meal_session.canteen_id, member)
    await check_open(session, meal_session.canteen_id, meal_session.day)
    await routes.hold(session, booking_id)
    return meal_session


async def _change(
    session: AsyncSession,
    booking_id: int,
    before: BookingState,
    after: BookingState,
    member: Member,
    now: datetime,
) -> MealBooking | None:
    open_again = after is BookingState.BOOKED
    return await rows.change(
        session,
        MealBooking,
        MealBooking.id == booking_id,
        MealBooking.state == before,
        state=after,
        ended_at=None if open_again else now,
        ended_by=None if open_again else member.person_id,
        ended_by_name=None if open_again else member.name[:140],
    )
