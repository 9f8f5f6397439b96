"""订餐: booking a meal, changing and cancelling it, and until when who may.

Until cut-off (截单) the diner, and who may book for them, do as they like. From then on the kitchen
cooks by what was booked: only staff of the canteen change anything, and they say why; the reason
stands in the booking's history. The one exception is 余餐, portions that staff open again.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import written
from services.groups.authority import Member
from services.meals import changing, diners, menus, news, reading, sessions, waiting
from services.meals.authority import check_works_for
from services.meals.changing import Held
from services.meals.errors import CutOff, ReasonNeeded, SessionClosed, WrongBookingState
from services.meals.leave import check_may
from services.meals.placing import NewBooking, place
from services.meals.reading import ACTIVE, Booked, by_code, of_booker, of_diner
from services.news import tell
from storage.tables import BookingState, MealBooking, Mode

REASON_LIMIT = 200

__all__ = [
    "Booked",
    "NewBooking",
    "book",
    "book_for",
    "by_code",
    "cancel",
    "cancel_by_staff",
    "change",
    "change_by_staff",
    "of_booker",
    "of_diner",
]


async def book(session: AsyncSession, new: NewBooking, *, by: int, now: datetime) -> MealBooking:
    """Book for oneself or for whom one may: BOOKED, or WAITING where the session is full.

    Raises NotFound, NotYours, NotConfirmed, SetWithdrawn, DinerEnded, DinerPaused, LivesElsewhere,
    AlreadyBooked, PortionsOutOfRange, NotEntitledToDelivery, SessionClosed, CutOff, and Full where
    余餐 does not suffice.
    """
    diner = await diners.held(session, new.diner_id)
    await check_may(session, diner, by)
    booking = await place(session, new, diner, by=by, now=now)
    if diner.person_id != by:
        tell(session, news.BookedByOther(booking.id, by))
    return booking


async def change(
    session: AsyncSession,
    booking_id: int,
    *,
    by: int,
    now: datetime,
    set_id: int | None = None,
    portions: int | None = None,
    mode: Mode | None = None,
) -> MealBooking:
    """Another set of the session, other portions, another mode, before cut-off.

    The price is agreed again; what does not fit leaves the booking as it was. Raises NotFound,
    NotYours, NotConfirmed, WrongBookingState, SessionClosed, CutOff, SetWithdrawn, NotServed for
    a set of another session, DinerEnded, DinerPaused, PortionsOutOfRange, NotEntitledToDelivery,
    Full and OthersWait.
    """
    held = await _of_theirs(session, booking_id, by, now=now)
    if await changing.alter(
        session, held, by=by, now=now, set_id=set_id, portions=portions, mode=mode
    ):
        tell(session, news.ChangedByOther(booking_id, by))
    return held.booking


async def cancel(session: AsyncSession, booking_id: int, *, by: int, now: datetime) -> MealBooking:
    """Cancel before cut-off; what it had goes to those who wait.

    Raises NotFound, NotYours, NotConfirmed, WrongBookingState, SessionClosed and CutOff.
    """
    held = await _of_theirs(session, booking_id, by, now=now, leaving=True)
    await changing.end(session, held.booking, held.meal_session, by=by, now=now)
    tell(session, news.Cancelled(booking_id, by))
    return held.booking


async def book_for(
    session: AsyncSession,
    new: NewBooking,
    member: Member,
    reason: str | None,
    *,
    now: datetime,
) -> MealBooking:
    """Staff book for a diner who asks them to; after cut-off what is left, saying why.

    Raises as `book` does, and NotYourGroup, NotAMember, ReasonNeeded, TooLong, and Full.
    """
    meal_set = await menus.get_set(session, new.set_id)
    meal_session = await sessions.get(session, meal_set.session_id)
    await check_works_for(session, meal_session.canteen_id, member)
    late = now >= meal_session.cut_off_at
    why = _reason(reason, needed=late)
    diner = await diners.held(session, new.diner_id)
    await waiting.act(session, meal_session.id, now=now)
    booking = await place(
        session, new, diner, by=member.person_id, now=now, for_staff=late, reason=why
    )
    tell(session, news.BookedByOther(booking.id, member.person_id))
    return booking


async def change_by_staff(
    session: AsyncSession,
    booking_id: int,
    member: Member,
    reason: str | None,
    *,
    now: datetime,
    set_id: int | None = None,
    portions: int | None = None,
    mode: Mode | None = None,
) -> MealBooking:
    """Staff change a booking; from cut-off to the end of the meal they say why.

    Raises as `change` does, and NotYourGroup, NotAMember, ReasonNeeded and TooLong.
    """
    held, why = await _of_staff(session, booking_id, member, reason, now=now)
    if await changing.alter(
        session,
        held,
        by=member.person_id,
        now=now,
        reason=why,
        set_id=set_id,
        portions=portions,
        mode=mode,
    ):
        tell(session, news.ChangedByOther(booking_id, member.person_id))
    return held.booking


async def cancel_by_staff(
    session: AsyncSession, booking_id: int, member: Member, reason: str | None, *, now: datetime
) -> MealBooking:
    """Staff cancel a booking; from cut-off to the end of the meal they say why.

    Raises as `cancel` does, and NotYourGroup, NotAMember, ReasonNeeded and TooLong.
    """
    held, why = await _of_staff(session, booking_id, member, reason, now=now)
    await changing.end(
        session,
        held.booking,
        held.meal_session,
        by=member.person_id,
        by_name=member.name,
        now=now,
        reason=why,
    )
    tell(session, news.Cancelled(booking_id, member.person_id))
    return held.booking


async def _of_theirs(
    session: AsyncSession, booking_id: int, by: int, *, now: datetime, leaving: bool = False
) -> Held:
    """A booking that this person may still change. It is theirs who may book for the diner.

    The waiting list is left at any time, too late as well: it costs nobody anything.
    """
    held = await changing.hold(session, booking_id)
    await check_may(session, held.diner, by)
    free = leaving and held.booking.state is BookingState.WAITING
    _check_open(held, None if free else held.meal_session.cut_off_at, now=now)
    return held


async def _of_staff(
    session: AsyncSession, booking_id: int, member: Member, reason: str | None, *, now: datetime
) -> tuple[Held, str | None]:
    known = await reading.get(session, booking_id)
    await check_works_for(session, known.meal_session.canteen_id, member)
    why = _reason(reason, needed=now >= known.meal_session.cut_off_at)
    held = await changing.hold(session, booking_id)
    await waiting.act(session, known.meal_session.id, now=now)
    _check_open(held, held.meal_session.ends_at, now=now)
    return held, why


def _check_open(held: Held, until: datetime | None, *, now: datetime) -> None:
    if held.meal_session.closed_at is not None:
        raise SessionClosed(held.meal_session.closed_reason or "")
    if held.booking.state not in ACTIVE:
        raise WrongBookingState(held.booking.state)
    if until is not None and until <= now:
        raise CutOff(until)


def _reason(reason: str | None, *, needed: bool) -> str | None:
    said = written.line_if_any(reason, limit=REASON_LIMIT)
    if needed and said is None:
        raise ReasonNeeded
    return said
