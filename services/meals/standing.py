"""固定订餐: the same meal on the same weekdays, booked as soon as there is a menu.

Each session with a menu is gone through once; a standing order that begins or changes later books
what is open already by itself. A day for which the diner has any booking is left alone, a cancelled
one too: who cancelled one Tuesday does not want to find it booked again. So is a day in a pause.
The set that is wanted is taken where the menu has it, else the first that goes with the diet note.
What cannot be booked, such as a delivery to which the diner is no longer entitled, is told to
the person who ordered it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.meals import changing, diners, reading
from services.meals.changing import cancel_each
from services.meals.errors import DaysOutOfOrder, DinerEnded, NoStandingOrder
from services.meals.generating import Generated, act, book_open, due
from services.meals.leave import check_may
from services.meals.reading import Booked
from storage.tables import (
    Canteen,
    Diner,
    Meal,
    MealBooking,
    Mode,
    StandingOrder,
)

__all__ = [
    "Generated",
    "NewStanding",
    "act",
    "due",
    "end",
    "end_all",
    "get",
    "of_booker",
    "of_booking",
    "of_diner",
    "order",
    "pause",
    "resume",
    "seen_by",
]

WEEKDAYS = frozenset("1234567")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStanding:
    """What is wanted; `weekdays` are digits 1 (Monday) to 7, days are of the community's zone."""

    diner_id: int
    canteen_id: int
    meal: Meal
    weekdays: str
    set_name: str | None
    portions: int
    mode: Mode
    from_day: date


async def get(session: AsyncSession, standing_id: int) -> StandingOrder:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, StandingOrder, standing_id)


async def of_booking(session: AsyncSession, booking: MealBooking) -> StandingOrder | None:
    """The order by which it was booked, as that is now; None for one made by hand."""
    return await get(session, booking.standing_id) if booking.standing_id else None


async def of_diner(session: AsyncSession, diner_id: int) -> list[StandingOrder]:
    """The diner's standing orders that have not ended, in the order in which they were made."""
    found = await session.scalars(
        select(StandingOrder)
        .where(StandingOrder.diner_id == diner_id, StandingOrder.ended_at.is_(None))
        .order_by(StandingOrder.id),
        execution_options={"populate_existing": True},
    )
    return list(found)


async def of_booker(session: AsyncSession, person_id: int) -> list[tuple[StandingOrder, Diner]]:
    """Those that have not ended of all the diners for whom this person books."""
    return [
        (each, diner)
        for diner in await diners.bookable_by(session, person_id)
        for each in await of_diner(session, diner.id)
    ]


async def seen_by(
    session: AsyncSession, standing_id: int, person_id: int
) -> tuple[StandingOrder, Diner]:
    """One of `of_booker`. Raises NoStandingOrder."""
    for each, diner in await of_booker(session, person_id):
        if each.id == standing_id:
            return each, diner
    raise NoStandingOrder


async def order(
    session: AsyncSession, new: NewStanding, *, by: int, now: datetime
) -> tuple[StandingOrder, Generated]:
    """Begin a standing order, or change the diner's for that meal; its pause ends.

    Returned with what it became at once. What was booked by it before stands. Raises
    NotFound, NotYours, NotConfirmed, DinerEnded, and DaysOutOfOrder without any weekday.
    """
    weekdays = "".join(sorted(set(new.weekdays) & WEEKDAYS))
    if not weekdays:
        raise DaysOutOfOrder
    diner = await diners.held(session, new.diner_id)
    await check_may(session, diner, by)
    if diner.ended_at is not None:
        raise DinerEnded
    if await session.get(Canteen, new.canteen_id) is None:
        raise NotFound
    standing = await _living(session, new)
    if standing is None:
        standing = StandingOrder(
            diner_id=new.diner_id,
            canteen_id=new.canteen_id,
            meal=new.meal,
            created_at=now,
            created_by=by,
        )
        session.add(standing)
    standing.weekdays, standing.set_name = weekdays, new.set_name
    standing.portions, standing.mode = new.portions, new.mode
    standing.from_day = new.from_day
    standing.paused_from = standing.paused_until = None
    await session.flush()
    return standing, await book_open(session, standing, diner, by=by, now=now)


async def pause(
    session: AsyncSession,
    standing_id: int,
    from_day: date,
    until_day: date | None,
    *,
    by: int,
    now: datetime,
) -> list[Booked]:
    """Nothing from one day to another, both included, or until it goes on.

    What it booked in the pause is cancelled where it still can be, and returned. Raises NotFound,
    NotYours, NotConfirmed and DaysOutOfOrder.
    """
    if until_day is not None and until_day < from_day:
        raise DaysOutOfOrder
    standing = await _theirs(session, standing_id, by)
    standing.paused_from, standing.paused_until = from_day, until_day
    await session.flush()
    return await _cancel(session, standing, by=by, now=now)


async def resume(session: AsyncSession, standing_id: int, *, by: int, now: datetime) -> Generated:
    """Go on; what the pause cancelled has to be booked again by hand, the rest is booked now.

    Returns what it became. Raises NotFound, NotYours and NotConfirmed.
    """
    standing = await _theirs(session, standing_id, by)
    standing.paused_from = standing.paused_until = None
    await session.flush()
    diner = await diners.held(session, standing.diner_id)
    return await book_open(session, standing, diner, by=by, now=now)


async def end(session: AsyncSession, standing_id: int, *, by: int, now: datetime) -> list[Booked]:
    """Stop it; what it booked and can still be cancelled is cancelled, and returned.

    Raises NotFound, NotYours and NotConfirmed.
    """
    standing = await _theirs(session, standing_id, by)
    standing.ended_at = now
    await session.flush()
    return await _cancel(session, standing, by=by, now=now)


async def end_all(session: AsyncSession, diner_id: int, *, now: datetime) -> None:
    """Stop all of a diner's, who is held; their bookings are the caller's."""
    for standing in await of_diner(session, diner_id):
        standing.ended_at = now
    await session.flush()


async def _cancel(
    session: AsyncSession, standing: StandingOrder, *, by: int, now: datetime
) -> list[Booked]:
    """What a standing order booked and no longer wants, as far as cut-off allows."""
    unwanted = [
        booked
        for booked in await reading.to_come(session, standing.diner_id, now=now)
        if booked.booking.standing_id == standing.id
        and now < booked.meal_session.cut_off_at
        and (
            standing.ended_at is not None
            or changing.pauses(standing.paused_from, standing.paused_until, booked.meal_session.day)
        )
    ]
    return await cancel_each(session, unwanted, by=by, now=now)


async def _theirs(session: AsyncSession, standing_id: int, by: int) -> StandingOrder:
    """A living order of a diner, now held, for whom this person books."""
    diner = await diners.held(session, (await get(session, standing_id)).diner_id)
    await check_may(session, diner, by)
    standing = await get(session, standing_id)
    if standing.ended_at is not None:
        raise NotFound
    return standing


async def _living(session: AsyncSession, new: NewStanding) -> StandingOrder | None:
    found: StandingOrder | None = await session.scalar(
        select(StandingOrder).where(
            StandingOrder.diner_id == new.diner_id,
            StandingOrder.canteen_id == new.canteen_id,
            StandingOrder.meal == new.meal,
            StandingOrder.ended_at.is_(None),
        ),
        execution_options={"populate_existing": True},
    )
    return found
