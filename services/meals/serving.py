"""At the counter: ticking people off by code or name, and taking a wrong tick back.

Who ticks off holds the session's row together with the others who do, and closing the month
(`accounts`) waits for them: nothing changes in a month that is closed.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from services.meals import care, routes
from services.meals.accounts import check_open
from services.meals.authority import check_works_for
from services.meals.kitchen_errors import AlreadyServed, NothingToServe, NotServedYet
from services.meals.missed import GRACE
from services.meals.reading import Booked
from services.tickets import Member
from storage.tables import (
    Area,
    BookingEvent,
    BookingEventKind,
    BookingState,
    Canteen,
    Diner,
    MealBooking,
    MealSession,
    MealSet,
)

SHOWN = 20
"""The most that a name finds at once; who has more namesakes is found by their code."""
_AT_THE_COUNTER = (BookingState.BOOKED, BookingState.SERVED, BookingState.MISSED)
_AS_IT_IS = {"populate_existing": True, "synchronize_session": False}


async def on_days(
    session: AsyncSession, canteen_id: int, first: date, last: date
) -> list[MealSession]:
    """The meals of these days, both included, in their order; closed ones left out."""
    found = await session.scalars(
        select(MealSession)
        .where(
            MealSession.canteen_id == canteen_id,
            MealSession.day.between(first, last),
            MealSession.closed_at.is_(None),
        )
        .order_by(MealSession.starts_at)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def at_counter(
    session: AsyncSession, canteen_id: int, *, now: datetime, zone: ZoneInfo
) -> MealSession | None:
    """The first meal of today that is not over and counted, else the last; None without any."""
    today = now.astimezone(zone).date()
    meals = await on_days(session, canteen_id, today, today)
    to_serve = [meal for meal in meals if now < meal.ends_at + GRACE]
    return next(iter(to_serve), meals[-1] if meals else None)


async def by_words(session: AsyncSession, session_id: int, words: str) -> list[Booked]:
    """Whose code `words` is, else in whose name they stand; cancelled bookings left out."""
    return await _by_words(session, [session_id], words)


async def at_other_meals(
    session: AsyncSession, meal_session: MealSession, words: str
) -> list[Booked]:
    """As `by_words`, at the other meals of that day."""
    day = meal_session.day
    meals = await on_days(session, meal_session.canteen_id, day, day)
    others = [meal.id for meal in meals if meal.id != meal_session.id]
    return await _by_words(session, others, words)


async def not_yet(session: AsyncSession, session_id: int) -> list[Booked]:
    """Who has not been ticked off, by code, deliveries included."""
    return await _seen(
        session,
        _guests()
        .where(MealBooking.session_id == session_id, MealBooking.state == BookingState.BOOKED)
        .order_by(MealBooking.code),
    )


async def unsettled(session: AsyncSession, canteen_id: int, *, now: datetime) -> list[Booked]:
    """Of meals that are over and counted: of whom nobody has said whether it arrived."""
    return await _seen(
        session,
        _guests()
        .where(
            MealSession.canteen_id == canteen_id,
            MealSession.settled_at <= now,
            MealBooking.state == BookingState.BOOKED,
        )
        .order_by(MealSession.starts_at, MealBooking.code)
        .limit(SHOWN),
    )


async def diners_named(session: AsyncSession, canteen: Canteen, name: str) -> list[Diner]:
    """Whom the canteen may serve and in whose name `name` stands; none that ended."""
    if not name.strip():
        return []
    area = await session.get_one(Area, canteen.area_id)
    found = await session.scalars(
        select(Diner)
        .join(Area, Area.id == Diner.area_id)
        .where(
            Area.path.startswith(area.path, autoescape=True),
            Diner.name.contains(name.strip(), autoescape=True),
            Diner.ended_at.is_(None),
        )
        .order_by(Diner.name, Diner.id)
        .limit(SHOWN)
    )
    return list(found)


async def counts(session: AsyncSession, session_id: int) -> dict[BookingState, int]:
    """Bookings of the session by state."""
    found = await session.execute(
        select(MealBooking.state, func.count())
        .where(MealBooking.session_id == session_id)
        .group_by(MealBooking.state)
    )
    return {state: bookings for state, bookings in found}  # noqa: C416 - rows are no pairs to mypy


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
        if booking.state not in _AT_THE_COUNTER:
            raise NothingToServe(booking.state)
        before = booking.state
        if await _change(session, booking_id, before, BookingState.SERVED, member, now):
            break
    kind = BookingEventKind.SERVED if before is BookingState.BOOKED else BookingEventKind.CORRECTED
    _note(session, booking_id, kind, member, now)
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
    if not await _change(session, booking_id, BookingState.SERVED, after, member, now):
        raise NotServedYet
    _note(session, booking_id, BookingEventKind.CORRECTED, member, now)
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
    _note(session, booking_id, BookingEventKind.MISSED, member, now)
    await routes.call_off(session, booking_id, now=now)
    return booking


async def _by_words(session: AsyncSession, session_ids: Sequence[int], words: str) -> list[Booked]:
    words = words.strip()
    if not words:
        return []
    statement = _guests().where(
        MealBooking.session_id.in_(session_ids), MealBooking.state.in_(_AT_THE_COUNTER)
    )
    by_code = await _seen(session, statement.where(MealBooking.code == words))
    return by_code or await _seen(
        session,
        statement.where(Diner.name.contains(words, autoescape=True))
        .order_by(MealSession.starts_at, MealBooking.code)
        .limit(SHOWN),
    )


def _guests() -> Select[MealBooking, MealSession, MealSet, Diner]:
    return (
        select(MealBooking, MealSession, MealSet, Diner)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .join(MealSet, MealSet.id == MealBooking.set_id)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .execution_options(populate_existing=True)
    )


async def _seen(
    session: AsyncSession, statement: Select[MealBooking, MealSession, MealSet, Diner]
) -> list[Booked]:
    found = await session.execute(statement)
    return [Booked(*row) for row in found]


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
) -> bool:
    open_again = after is BookingState.BOOKED
    changed = await session.scalar(
        update(MealBooking)
        .where(MealBooking.id == booking_id, MealBooking.state == before)
        .values(
            state=after,
            ended_at=None if open_again else now,
            ended_by=None if open_again else member.person_id,
            ended_by_name=None if open_again else member.name[:140],
        )
        .returning(MealBooking),
        execution_options=_AS_IT_IS,
    )
    return changed is not None


def _note(
    session: AsyncSession, booking_id: int, kind: BookingEventKind, member: Member, now: datetime
) -> None:
    session.add(BookingEvent(booking_id=booking_id, at=now, kind=kind, actor_id=member.person_id))
