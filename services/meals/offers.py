"""What a diner can book now, and what “the same as last time” would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.meals import allergens, canteens, changing, errors, menus, pricing, reading, sessions
from services.meals.menus import OnMenu
from storage.tables import (
    BookingState,
    Canteen,
    Diner,
    Meal,
    MealBooking,
    MealRule,
    MealSession,
    MealSet,
    Mode,
)

LOOKED_BACK = timedelta(days=14)
"""How long ago a meal may have been that somebody wants once more."""


@dataclass(frozen=True, slots=True)
class Again:
    """A meal like the last one of its kind, in the next session that can be booked."""

    diner: Diner
    meal_session: MealSession
    meal_set: MealSet
    portions: int
    mode: Mode
    last_day: date
    """When the one before was eaten."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a diner may have several meals at once, and how they usually have them."""

    most: int
    """Portions of one booking."""
    modes: Sequence[Mode]
    """Those in which each of the meals may be had."""
    portions: int
    mode: Mode
    """As last time, where that can be; else one portion, at the canteen."""


async def canteen_for(session: AsyncSession, area_id: int | None) -> Canteen | None:
    """The canteen nearest above where somebody lives; None where none serves it."""
    area = await areas.get(session, area_id) if area_id else None
    return next(iter(await canteens.serving(session, area)), None) if area else None


async def rules_for(session: AsyncSession, diner: Diner, day: date) -> dict[Meal, MealRule]:
    """The meals that the diner's canteen serves in the time of `day`, in the order of the day."""
    canteen = await canteen_for(session, diner.area_id)
    if canteen is None:
        return {}
    rules = {
        meal: await canteens.rule_on(session, canteen.id, meal, day) for meal in canteens.MEALS
    }
    return {meal: rule for meal, rule in rules.items() if rule is not None}


async def ahead(
    session: AsyncSession, diner: Diner, meal: Meal, *, now: datetime, zone: ZoneInfo
) -> list[OnMenu]:
    """The menus of that meal at the diner's canteen before cut-off, booked by them or not."""
    canteen = await canteen_for(session, diner.area_id)
    found = await menus.upcoming(session, canteen.id, now=now, zone=zone) if canteen else []
    return [each for each in found if each.meal_session.meal is meal]


async def modes_ahead(
    session: AsyncSession, diner: Diner, meal: Meal, *, now: datetime, zone: ZoneInfo
) -> list[Mode]:
    """How the diner may have that meal: as for the next one; without a menu yet, not delivered."""
    found = await ahead(session, diner, meal, now=now, zone=zone)
    if not found:
        return [Mode.DINE_IN, Mode.FETCH]
    return await pricing.modes_for(session, diner, found[0].meal_session)


async def usual(
    session: AsyncSession, diner: Diner, meal: Meal, *, now: datetime, zone: ZoneInfo
) -> tuple[int, Mode]:
    """Portions and mode of that meal as last time, where they can be; else one, at the canteen."""
    modes = await modes_ahead(session, diner, meal, now=now, zone=zone)
    last = await last_of(session, diner.id)
    if last is None:
        return 1, modes[0]
    return last.portions, last.mode if last.mode in modes else modes[0]


async def for_diner(
    session: AsyncSession, diner: Diner, *, now: datetime, zone: ZoneInfo
) -> list[OnMenu]:
    """What the diner may still book and has not: up to cut-off, and portions left over (余餐).

    Days of a pause are left out.
    """
    canteen = await canteen_for(session, diner.area_id)
    if canteen is None:
        return []
    today = now.astimezone(zone).date()
    left_over = [
        on_menu
        for on_menu in await menus.menu_of(session, canteen.id, today)
        if is_left_over(on_menu.meal_session, now)
    ]
    ahead = await menus.upcoming(session, canteen.id, now=now, zone=zone)
    taken = await _sessions_of(session, diner.id, today)
    return [
        each
        for each in (*left_over, *ahead)
        if each.meal_session.id not in taken
        and not changing.pauses(diner.paused_from, diner.paused_until, each.meal_session.day)
    ]


async def look_up(
    session: AsyncSession, diner: Diner, meal: Meal, day: date, *, now: datetime, zone: ZoneInfo
) -> OnMenu | None:
    """That meal on `day`, a date in `zone`, with its sets; None while its menu is not out.

    Raises CutOff, SessionClosed, AlreadyBooked, NotServed, DinerPaused or DinerEnded where the
    diner cannot book it.
    """
    changing.check_eats(diner, day)
    canteen = await canteen_for(session, diner.area_id)
    if canteen is None:
        raise errors.NotServed
    meal_session = await sessions.find(session, canteen.id, meal, day)
    if meal_session is None:
        rule = await canteens.check_serves(session, canteen.id, meal, day)
        if (cut_off := sessions.cut_off(rule, day, zone)) <= now:
            raise errors.CutOff(cut_off)
        return None
    if meal_session.closed_at is not None:
        raise errors.SessionClosed(meal_session.closed_reason or "")
    for booking in await reading.booked(session, diner.id, meal_session.id):
        raise errors.AlreadyBooked(booking.id, by_you=True)
    if meal_session.cut_off_at <= now and not is_left_over(meal_session, now):
        raise errors.CutOff(meal_session.cut_off_at)
    day_menu = await menus.menu_of(session, canteen.id, day)
    return next((each for each in day_menu if each.meal_session.id == meal_session.id), None)


def is_left_over(meal_session: MealSession, now: datetime) -> bool:
    """Whether staff opened portions again after cut-off (余餐) and some are there."""
    return (
        meal_session.closed_at is None
        and meal_session.cut_off_at <= now < meal_session.ends_at
        and meal_session.reopened > 0
    )


async def again(
    session: AsyncSession, person_id: int, diners: Sequence[Diner], *, now: datetime, zone: ZoneInfo
) -> list[Again]:
    """“和昨天一样”: the meals of the last day for which `person_id` booked, once more.

    Each for whom they booked that day gets the same meal in its next session: the set of the same
    name, else the one in the same place on the menu, else the first. Only the `diners` they may
    still book for; what cannot be booked any more is left out.
    """
    today = now.astimezone(zone).date()
    last = await _last_booked(session, person_id, today)
    mine = {diner.id: diner for diner in diners}
    found = []
    for booking, meal_session, meal_set in last:
        diner = mine.get(booking.diner_id)
        if diner is None:
            continue
        for on_menu in await for_diner(session, diner, now=now, zone=zone):
            if on_menu.meal_session.meal is meal_session.meal:
                chosen = _alike(on_menu.sets, meal_set)
                found.append(
                    Again(
                        diner,
                        on_menu.meal_session,
                        chosen,
                        booking.portions,
                        booking.mode,
                        meal_session.day,
                    )
                )
                break
    return found


async def last_of(session: AsyncSession, diner_id: int) -> MealBooking | None:
    """The booking for the diner made last that was not cancelled: how they usually eat."""
    found: MealBooking | None = await session.scalar(
        select(MealBooking)
        .where(MealBooking.diner_id == diner_id, MealBooking.state != BookingState.CANCELLED)
        .order_by(MealBooking.id.desc())
        .limit(1)
    )
    return found


async def terms_for(session: AsyncSession, diner: Diner, session_ids: Sequence[int]) -> Terms:
    """For these meals, at least one. Raises NotFound."""
    wanted = [await sessions.get(session, each) for each in session_ids]
    most = min(each.portions_each for each in wanted)
    allowed = [await pricing.modes_for(session, diner, each) for each in wanted]
    modes = [mode for mode in Mode if all(mode in each for each in allowed)]
    last = await last_of(session, diner.id)
    if last is None:
        return Terms(most, modes, 1, modes[0])
    mode = last.mode if last.mode in modes else modes[0]
    return Terms(most, modes, min(last.portions, most), mode)


async def likely_set(session: AsyncSession, diner: Diner, session_id: int) -> MealSet | None:
    """The set of a meal that they had last time, else the one that goes best with their diet."""
    sets = await menus.sets_of(session, session_id)
    last = await last_of(session, diner.id)
    name = (await menus.get_set(session, last.set_id)).name if last else None
    named = [each for each in sets if each.name == name]
    return allergens.best(diner.diet, named or sets)


def _alike(sets: Sequence[MealSet], before: MealSet) -> MealSet:
    by_name = [each for each in sets if each.name == before.name]
    by_place = [each for each in sets if each.position == before.position]
    return (by_name or by_place or list(sets))[0]


async def _sessions_of(session: AsyncSession, diner_id: int, from_day: date) -> set[int]:
    found = await session.scalars(
        select(MealBooking.session_id)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .where(
            MealBooking.diner_id == diner_id,
            MealBooking.state != BookingState.CANCELLED,
            MealSession.day >= from_day,
        )
    )
    return set(found)


async def _last_booked(
    session: AsyncSession, person_id: int, today: date
) -> list[tuple[MealBooking, MealSession, MealSet]]:
    """What the person booked for the latest day up to `today`, in the order of its meals."""
    found = await session.execute(
        select(MealBooking, MealSession, MealSet)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .join(MealSet, MealSet.id == MealBooking.set_id)
        .where(
            MealBooking.booked_by == person_id,
            MealBooking.state != BookingState.CANCELLED,
            MealSession.day.between(today - LOOKED_BACK, today),
        )
        .order_by(MealSession.day.desc(), MealSession.starts_at, MealBooking.id)
    )
    rows = [(booking, meal_session, meal_set) for booking, meal_session, meal_set in found]
    return [row for row in rows if row[1].day == rows[0][1].day]
