"""What the kitchen is told: the prep sheet (备餐单) at cut-off, and numbered supplements after it.

A sheet once made is never changed: it holds which booking has how many portions of which set, by
id. A supplement holds the same for its own moment, so what is different stands between it and the
sheet before. Names and diet notes are read from the living rows when a sheet is shown: who had
themselves erased is on no sheet, and the kitchen sees the diet as it is known now.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.meals import routes
from services.meals.kitchen_news import SheetMade
from services.news import tell
from storage.tables import (
    BookingState,
    Diner,
    MealBooking,
    MealSession,
    MealSet,
    Mode,
    PrepSheet,
)

SETTLES = timedelta(minutes=1)
"""A supplement waits this long after the last change: who corrects three bookings makes one."""
COOKED = (BookingState.BOOKED, BookingState.SERVED, BookingState.MISSED)
"""States of bookings that hold portions."""


@dataclass(frozen=True, slots=True)
class Portions:
    """What one booking has on a sheet."""

    set_id: int
    portions: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class Eater:
    """A booking with whom it is for, as known now."""

    booking: MealBooking
    diner: Diner


@dataclass(frozen=True, slots=True)
class Sheet:
    """A prep sheet or supplement, ready to be read out."""

    id: int
    number: int
    """0 is the prep sheet."""
    made_at: datetime
    meal_session: MealSession
    sets: Mapping[int, MealSet]
    """By id, in the menu's order, withdrawn ones included."""
    now: Mapping[int, Portions]
    before: Mapping[int, Portions]
    """By booking id: on this sheet, and on the one before (none for the first)."""
    eaters: Mapping[int, Eater]
    """By booking id, for every booking on either, in the order of their codes."""

    @property
    def by_set(self) -> Counter[tuple[int, Mode]]:
        """Portions of each set by how they reach people."""
        counted: Counter[tuple[int, Mode]] = Counter()
        for one in self.now.values():
            counted[one.set_id, one.mode] += one.portions
        return counted

    @property
    def changed(self) -> Sequence[int]:
        """Ids of the bookings that are new, gone or different since the sheet before."""
        return [each for each in self.eaters if self.now.get(each) != self.before.get(each)]


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of sessions to call `act` for: past cut-off, not over, and the kitchen knows nothing."""
    found = await session.scalars(
        select(MealSession.id)
        .where(
            MealSession.cut_off_at <= now,
            MealSession.ends_at > now,
            MealSession.sheet_sent_at.is_(None),
            MealSession.closed_at.is_(None),
        )
        .order_by(MealSession.cut_off_at, MealSession.id)
    )
    return list(found)


async def send_again(session: AsyncSession, session_id: int) -> bool:
    """Have the group told once more what the kitchen knows; not before the sheet was made."""
    sheet = await latest(session, session_id)
    if sheet is not None:
        tell(session, SheetMade(sheet.id))
    return sheet is not None


async def act(session: AsyncSession, session_id: int, /, *, now: datetime) -> None:
    """Make the prep sheet and the rounds, once.

    Every booking and every change writes the session's row, so one that does waits for the other:
    what came before is on the sheet, what comes after is a supplement's.
    """
    told = await rows.change(
        session,
        MealSession,
        MealSession.id == session_id,
        MealSession.cut_off_at <= now,
        MealSession.sheet_sent_at.is_(None),
        MealSession.closed_at.is_(None),
        sheet_sent_at=now,
        changed_at=None,
    )
    if told is None:
        return
    await _write(session, session_id, 0, await _present(session, session_id), now)
    await routes.make(session, session_id, now=now)


async def supplements_due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of sessions to call `act_on_changes` for."""
    found = await session.scalars(
        select(MealSession.id)
        .where(
            MealSession.changed_at <= now - SETTLES,
            MealSession.sheet_sent_at.is_not(None),
            MealSession.ends_at > now,
        )
        .order_by(MealSession.changed_at, MealSession.id)
    )
    return list(found)


async def act_on_changes(session: AsyncSession, session_id: int, /, *, now: datetime) -> None:
    """Make the next supplement and bring the rounds in line.

    What was changed and changed back makes none.
    """
    noted = await rows.change(
        session,
        MealSession,
        MealSession.id == session_id,
        MealSession.changed_at <= now - SETTLES,
        MealSession.sheet_sent_at.is_not(None),
        changed_at=None,
    )
    last = await latest(session, session_id)
    if noted is None or last is None:
        return
    present = await _present(session, session_id)
    if present != last.content:
        await _write(session, session_id, last.number + 1, present, now)
    await routes.follow(session, session_id, now=now)


async def latest(session: AsyncSession, session_id: int) -> PrepSheet | None:
    """The session's newest sheet or supplement."""
    found: PrepSheet | None = await session.scalar(
        select(PrepSheet)
        .where(PrepSheet.session_id == session_id)
        .order_by(PrepSheet.number.desc())
        .limit(1)
    )
    return found


async def read(session: AsyncSession, sheet_id: int) -> Sheet:
    """Raises NotFound."""
    sheet = await session.get(PrepSheet, sheet_id)
    if sheet is None:
        raise NotFound
    before: PrepSheet | None = await session.scalar(
        select(PrepSheet).where(
            PrepSheet.session_id == sheet.session_id, PrepSheet.number == sheet.number - 1
        )
    )
    now_, earlier = _portions(sheet.content), _portions(before.content if before else {})
    found = await session.execute(
        select(MealBooking, Diner)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .where(MealBooking.id.in_([*now_, *earlier]))
        .order_by(MealBooking.code)
    )
    sets = await session.scalars(
        select(MealSet).where(MealSet.session_id == sheet.session_id).order_by(MealSet.position)
    )
    return Sheet(
        id=sheet.id,
        number=sheet.number,
        made_at=sheet.made_at,
        meal_session=await session.get_one(MealSession, sheet.session_id, populate_existing=True),
        sets={meal_set.id: meal_set for meal_set in sets},
        now=now_,
        before=earlier,
        eaters={booking.id: Eater(booking, diner) for booking, diner in found},
    )


async def _write(
    session: AsyncSession, session_id: int, number: int, content: dict[str, Any], now: datetime
) -> None:
    sheet = PrepSheet(session_id=session_id, number=number, made_at=now, content=content)
    session.add(sheet)
    await session.flush()
    tell(session, SheetMade(sheet.id))


async def _present(session: AsyncSession, session_id: int) -> dict[str, Any]:
    """What a sheet made at this moment holds, as JSON."""
    found = await session.execute(
        select(MealBooking.id, MealBooking.set_id, MealBooking.portions, MealBooking.mode)
        .where(MealBooking.session_id == session_id, MealBooking.state.in_(COOKED))
        .order_by(MealBooking.id)
    )
    return {
        "bookings": {
            str(row.id): {"set": row.set_id, "portions": row.portions, "mode": row.mode.value}
            for row in found
        }
    }


def _portions(content: Mapping[str, Any]) -> dict[int, Portions]:
    return {
        int(booking_id): Portions(one["set"], one["portions"], Mode(one["mode"]))
        for booking_id, one in content.get("bookings", {}).items()
    }
