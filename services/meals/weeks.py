"""How menus come to be: put in by the week, or repeated from the week before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ONE_DAY
from services.errors import Refusal
from services.groups.authority import Member
from services.meals import canteens, capacity, menus, sessions, waiting
from services.meals.authority import check_works_for
from services.meals.errors import BelowTaken, CutOff, SessionClosed
from storage.tables import Meal, MealSession, MealSet

WEEK = timedelta(days=7)
LOOK_BACK = 4 * WEEK
"""How old a menu may be that is repeated: around a long holiday last week had none."""


@dataclass(frozen=True, slots=True)
class NewSet:
    """A set (套餐) as staff put it in; the price of one portion in fen."""

    name: str
    dishes: tuple[str, ...]
    price_fen: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewMenu:
    """A session's whole menu; without figures the capacity stays what it is."""

    day: date
    meal: Meal
    sets: tuple[NewSet, ...]
    portions: int | None = None
    deliveries: int | None = None


@dataclass(slots=True)
class PutIn:
    """How many meals got a menu, another one, or had the very same already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Repeated:
    """What repeating a week did."""

    put_in: PutIn
    without: Sequence[tuple[date, Meal]]
    """Meals that are served, have no menu, and had none in the weeks before to be repeated."""


async def put_in(
    session: AsyncSession,
    canteen_id: int,
    wanted: Iterable[NewMenu],
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> PutIn:
    """Put menus in, all or none. A session's new menu replaces the one it had.

    Sets that stand in both stay as they are; those that are gone are withdrawn as by
    `menus.withdraw`. Raises NotYourGroup, NotAMember, NotServed, CutOff, SessionClosed
    or BelowTaken.
    """
    await check_works_for(session, canteen_id, member)
    in_order = sorted(wanted, key=lambda menu: (menu.day, canteens.MEALS.index(menu.meal)))
    for menu in in_order:
        await check(session, canteen_id, menu, now=now, zone=zone)
    done = PutIn()
    for menu in in_order:
        opened = await sessions.open_session(session, canteen_id, menu.meal, menu.day, zone=zone)
        resized = await _resize(session, opened, menu, member, now)
        await _replace(session, opened, menu.sets, done, resized=resized, now=now)
    return done


async def check(
    session: AsyncSession, canteen_id: int, menu: NewMenu, *, now: datetime, zone: ZoneInfo
) -> None:
    """Whether `menu` can be put in. Raises as `put_in`; what is judged stands till the commit."""
    rule = await canteens.check_serves(session, canteen_id, menu.meal, menu.day)
    found = await session.scalar(
        select(MealSession)
        .where(
            MealSession.canteen_id == canteen_id,
            MealSession.day == menu.day,
            MealSession.meal == menu.meal,
        )
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    if found is None:
        if (at := sessions.cut_off(rule, menu.day, zone)) <= now:
            raise CutOff(at)
        return
    if found.closed_at is not None:
        raise SessionClosed(found.closed_reason or "")
    if found.cut_off_at <= now:
        raise CutOff(found.cut_off_at)
    if menu.portions is not None and menu.portions < found.taken:
        raise BelowTaken(found.taken)
    if menu.deliveries is not None and menu.deliveries < found.deliveries_taken:
        raise BelowTaken(found.deliveries_taken)


async def repeat_week(
    session: AsyncSession,
    canteen_id: int,
    monday: date,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Repeated:
    """Give each meal of the week from `monday` on the menu it had a week before (照上周).

    Only meals that can still be booked and have no menu yet get one. Where the same weekday had
    none the week before, a holiday say, the latest within LOOK_BACK is taken. Capacity is the
    rule's: what was set for one day was meant for that day. Raises NotYourGroup or NotAMember.
    """
    there = await menus.between(session, canteen_id, monday - LOOK_BACK, monday + WEEK - ONE_DAY)
    known = {(each.meal_session.day, each.meal_session.meal): each.sets for each in there}
    wanted: list[NewMenu] = []
    without: list[tuple[date, Meal]] = []
    for day in (monday + timedelta(days=step) for step in range(7)):
        for meal in canteens.MEALS:
            if (day, meal) in known:
                continue
            try:
                await check(session, canteen_id, NewMenu(day, meal, ()), now=now, zone=zone)
            except Refusal:
                continue
            before = (known.get((day - back * WEEK, meal)) for back in range(1, 5))
            if latest := next(filter(None, before), None):
                wanted.append(NewMenu(day, meal, tuple(map(as_new, latest))))
            else:
                without.append((day, meal))
    done = await put_in(session, canteen_id, wanted, member, now=now, zone=zone)
    return Repeated(done, without)


async def _resize(
    session: AsyncSession, opened: MealSession, menu: NewMenu, member: Member, now: datetime
) -> bool:
    """Whether the capacity is another one now."""
    portions = opened.portions if menu.portions is None else menu.portions
    deliveries = opened.deliveries if menu.deliveries is None else menu.deliveries
    if (portions, deliveries) == (opened.portions, opened.deliveries):
        return False
    await capacity.set_portions(session, opened.id, portions, deliveries, member, now=now)
    return True


async def _replace(
    session: AsyncSession,
    opened: MealSession,
    wanted: Sequence[NewSet],
    done: PutIn,
    *,
    resized: bool,
    now: datetime,
) -> None:
    living = await menus.sets_of(session, opened.id)
    if [as_new(each) for each in living] == list(wanted):
        done.changed += resized
        done.unchanged += not resized
        return
    # Positions are never used twice, so those of the sets that go stay with them.
    highest = await session.scalar(
        select(func.max(MealSet.position)).where(MealSet.session_id == opened.id)
    )
    kept = {as_new(each): each for each in living}
    for position, new in enumerate(wanted, start=(highest or 0) + 1):
        if known := kept.pop(new, None):
            known.position = position
        else:
            session.add(MealSet(session_id=opened.id, position=position, **_columns(new)))
    for gone in kept.values():
        gone.withdrawn_at = now
    await session.flush()
    gone_ids = [gone.id for gone in kept.values()]
    await waiting.withdrawn(session, opened, gone_ids, now=now)
    done.changed += bool(living)
    done.added += not living


def as_new(meal_set: MealSet) -> NewSet:
    """A set that stands, as it would be put in."""
    return NewSet(meal_set.name, tuple(meal_set.dishes), meal_set.price_fen, tuple(meal_set.tags))


def _columns(new: NewSet) -> dict[str, object]:
    return {
        "name": new.name,
        "dishes": list(new.dishes),
        "price_fen": new.price_fen,
        "tags": list(new.tags),
    }
