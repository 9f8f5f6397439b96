"""What is on the menu, day by day, and taking a set off it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.groups.authority import Member
from services.meals import seats, waiting
from services.meals.authority import check_works_for
from services.meals.errors import SetWithdrawn
from storage.tables import MealSession, MealSet

SOON = 4
"""Days whose single meals staff change one by one: what is further ahead goes by the sheet."""


@dataclass(frozen=True, slots=True)
class OnMenu:
    """A session and the sets that can be chosen in it, in the menu's order."""

    meal_session: MealSession
    sets: Sequence[MealSet]


async def menu_of(session: AsyncSession, canteen_id: int, day: date) -> list[OnMenu]:
    """The day's sessions with something on their menu, in the order of the day.

    Sessions that were closed are among them: people have to be told.
    """
    return await between(session, canteen_id, day, day)


async def between(session: AsyncSession, canteen_id: int, first: date, last: date) -> list[OnMenu]:
    """As `menu_of`, for the days from `first` to `last`, both included."""
    served = MealSession.canteen_id == canteen_id
    return await _menus(session, [served, MealSession.day.between(first, last)])


async def upcoming(
    session: AsyncSession, canteen_id: int, *, now: datetime, zone: ZoneInfo, days: int = 7
) -> list[OnMenu]:
    """What can still be booked on the `days` from today on: not closed, cut-off ahead."""
    today = now.astimezone(zone).date()
    return await _menus(
        session,
        [
            MealSession.canteen_id == canteen_id,
            MealSession.day.between(today, today + timedelta(days=days - 1)),
            MealSession.closed_at.is_(None),
            MealSession.cut_off_at > now,
        ],
    )


async def get_set(session: AsyncSession, set_id: int) -> MealSet:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, MealSet, set_id)


async def held_set(session: AsyncSession, set_id: int) -> tuple[MealSession, MealSet]:
    """A set and its session, of which nobody else takes anything meanwhile. Raises NotFound."""
    known = await rows.once(session, MealSet, set_id)
    meal_session = await seats.held(session, known.session_id)
    return meal_session, await rows.held(session, MealSet, set_id)


async def sets_of(session: AsyncSession, session_id: int) -> Sequence[MealSet]:
    """What is on a session's menu now, in its order."""
    found = await session.scalars(
        select(MealSet)
        .where(MealSet.session_id == session_id, MealSet.withdrawn_at.is_(None))
        .order_by(MealSet.position),
        execution_options={"populate_existing": True},
    )
    return found.all()


async def on_every_menu(session: AsyncSession, session_ids: Sequence[int]) -> list[str]:
    """Names of sets that stand on the menu of each of these sessions, as on that of the first."""
    names = [[each.name for each in await sets_of(session, one)] for one in session_ids]
    return [name for name in names[0] if all(name in each for each in names[1:])]


async def withdraw(session: AsyncSession, set_id: int, member: Member, *, now: datetime) -> MealSet:
    """下架: nobody gets the set any more; who booked it keeps it, who waits for it is told.

    Raises NotFound, NotYourGroup, NotAMember, or SetWithdrawn when it was withdrawn before.
    """
    opened, _known = await held_set(session, set_id)
    await check_works_for(session, opened.canteen_id, member)
    withdrawn = await rows.change(
        session, MealSet, MealSet.id == set_id, MealSet.withdrawn_at.is_(None), withdrawn_at=now
    )
    if withdrawn is None:
        raise SetWithdrawn
    await waiting.withdrawn(session, opened, [set_id], now=now)
    return withdrawn


async def _menus(session: AsyncSession, conditions: Iterable[ColumnElement[bool]]) -> list[OnMenu]:
    found = await session.execute(
        select(MealSession, MealSet)
        .join(MealSet, MealSet.session_id == MealSession.id)
        .where(MealSet.withdrawn_at.is_(None), *conditions)
        .order_by(MealSession.day, MealSession.starts_at, MealSession.id, MealSet.position),
        execution_options={"populate_existing": True},
    )
    by_session: dict[MealSession, list[MealSet]] = {}
    for meal_session, meal_set in found:
        by_session.setdefault(meal_session, []).append(meal_set)
    return [OnMenu(meal_session, sets) for meal_session, sets in by_session.items()]
