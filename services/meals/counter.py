"""What the counter looks up: the meal of the hour, who is still to come, who somebody is."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.meals.missed import GRACE
from services.meals.reading import Booked
from storage import folding
from storage.tables import (
    Area,
    BookingState,
    Canteen,
    Diner,
    MealBooking,
    MealSession,
    MealSet,
)

SHOWN = 20
"""The most that a name finds at once; who has more namesakes is found by their code."""
AT_THE_COUNTER = (BookingState.BOOKED, BookingState.SERVED, BookingState.MISSED)
"""What can be ticked off, or was."""


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


async def to_cancel(session: AsyncSession, session_id: int, words: str) -> list[Booked]:
    """As `by_words`, of what nobody has taken away yet."""
    found = await by_words(session, session_id, words)
    return [each for each in found if each.booking.state is BookingState.BOOKED]


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
    area = await areas.one(session, canteen.area_id)
    found = await session.scalars(
        select(Diner)
        .join(Area, Area.id == Diner.area_id)
        .where(
            Area.path.startswith(area.path, autoescape=True),
            Diner.name_form.contains(folding.person(name), autoescape=True),
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


async def _by_words(session: AsyncSession, session_ids: Sequence[int], words: str) -> list[Booked]:
    words = words.strip()
    if not words:
        return []
    statement = _guests().where(
        MealBooking.session_id.in_(session_ids), MealBooking.state.in_(AT_THE_COUNTER)
    )
    by_code = await _seen(session, statement.where(MealBooking.code == words))
    return by_code or await _seen(
        session,
        statement.where(Diner.name_form.contains(folding.person(words), autoescape=True))
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
