"""Turning standing orders into bookings: each session with a menu is gone through once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import Refusal
from services.meals import allergens, changing, menus
from services.meals.news import StandingBooked
from services.meals.placing import NewBooking, place
from services.news import tell
from storage.tables import Diner, Meal, MealBooking, MealSession, MealSet, StandingOrder


@dataclass(slots=True)
class Generated:
    """What became of standing orders: bookings, and the sessions that could not be booked."""

    bookings: list[MealBooking] = field(default_factory=list)
    refused: list[MealSession] = field(default_factory=list)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of the canteens with a menu, before cut-off, that was not gone through yet."""
    found = await session.scalars(select(MealSession.canteen_id).where(*_to_go_through(now)))
    return sorted(set(found))


async def act(session: AsyncSession, canteen_id: int, *, now: datetime) -> None:
    """Book a canteen's new menus for every standing order that wants them.

    Who ordered first is booked first. A menu of a week is one event: those who order for a
    diner hear of all the meals at once.
    """
    menus_out = await session.scalars(
        select(MealSession)
        .where(MealSession.canteen_id == canteen_id, *_to_go_through(now))
        .order_by(MealSession.id)
    )
    fresh = list(menus_out)
    ordered = await _wanting(session, canteen_id, {each.meal for each in fresh})
    made: dict[tuple[int, int | None], tuple[StandingOrder, Generated]] = {}
    for each in fresh:
        meal_session = await rows.change(
            session,
            MealSession,
            MealSession.id == each.id,
            MealSession.standing_done_at.is_(None),
            MealSession.cut_off_at > now,
            MealSession.closed_at.is_(None),
            standing_done_at=now,
        )
        if meal_session is None:
            continue
        for standing, diner in ordered:
            if standing.meal is meal_session.meal:
                key = standing.diner_id, standing.created_by
                _standing, generated = made.setdefault(key, (standing, Generated()))
                await _book(session, standing, diner, meal_session, generated, now=now)
    for standing, generated in made.values():
        _tell(session, standing, generated)


def _to_go_through(now: datetime) -> tuple[ColumnElement[bool], ...]:
    on_menu = exists().where(MealSet.session_id == MealSession.id, MealSet.withdrawn_at.is_(None))
    return (
        MealSession.standing_done_at.is_(None),
        MealSession.cut_off_at > now,
        MealSession.closed_at.is_(None),
        on_menu,
    )


async def _wanting(
    session: AsyncSession, canteen_id: int, meals: Iterable[Meal]
) -> Sequence[tuple[StandingOrder, Diner]]:
    """The canteen's living standing orders for these meals, their diners held, lowest id first."""
    found = await session.execute(
        select(StandingOrder, Diner)
        .join(Diner, Diner.id == StandingOrder.diner_id)
        .where(
            StandingOrder.canteen_id == canteen_id,
            StandingOrder.meal.in_(list(meals)),
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
    session: AsyncSession, standing: StandingOrder, diner: Diner, *, by: int, now: datetime
) -> Generated:
    """The sessions that were gone through before this order was what it is now.

    `by`, who sees the answer, is not told besides.
    """
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
    generated = Generated()
    for meal_session in list(found):
        await _book(session, standing, diner, meal_session, generated, now=now)
    _tell(session, standing, generated, but_not=by)
    return generated


async def _book(
    session: AsyncSession,
    standing: StandingOrder,
    diner: Diner,
    meal_session: MealSession,
    generated: Generated,
    *,
    now: datetime,
) -> None:
    """Book for `diner`, who is held, where the order wants the day and nothing stands there."""
    day = meal_session.day
    if str(day.isoweekday()) not in standing.weekdays or day < standing.from_day:
        return
    if changing.pauses(standing.paused_from, standing.paused_until, day):
        return
    if diner.ended_at is not None or changing.pauses(diner.paused_from, diner.paused_until, day):
        return
    if await _any_booking(session, diner, meal_session):
        return
    meal_set = await _wanted(session, standing, diner, meal_session)
    if meal_set is None:
        return
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
        generated.refused.append(meal_session)
    else:
        generated.bookings.append(booking)


def _tell(
    session: AsyncSession,
    standing: StandingOrder,
    generated: Generated,
    *,
    but_not: int | None = None,
) -> None:
    if generated.bookings or generated.refused:
        told = StandingBooked(
            diner_id=standing.diner_id,
            ordered_by=standing.created_by,
            booking_ids=tuple(each.id for each in generated.bookings),
            refused_ids=tuple(each.id for each in generated.refused),
            but_not=but_not,
        )
        tell(session, told)


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
    return allergens.best(diner.diet, named or sets)
