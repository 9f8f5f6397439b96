"""The accounts of a month as they are read: lines, sums, and what they are made of.

A meal that was served is charged, and so is one that was missed: it was cooked. While a month is
open its lines are worked out from the bookings, whose prices were frozen when they were booked; a
closed month's were written down (`accounts`).
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from storage.keys import found_for
from storage.tables import (
    BookingState,
    ChargeKind,
    Diner,
    MealBooking,
    MealCharge,
    MealMonth,
    MealSession,
    Subsidy,
)

LOOKED_BACK = 4
"""Months that staff look at, the present one included."""
CHARGED = (BookingState.SERVED, BookingState.MISSED)
Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Total:
    """Sums in fen; a missed meal's portions are counted twice: among all, and apart."""

    portions: int = 0
    missed: int = 0
    full_fen: int = 0
    subsidy_fen: int = 0
    delivery_fen: int = 0
    paid_fen: int = 0

    def add(self, line: "Line") -> None:
        self.portions += line.portions
        self.missed += line.portions if line.missed else 0
        self.full_fen += line.full_fen
        self.subsidy_fen += line.subsidy_fen
        self.delivery_fen += line.delivery_fen
        self.paid_fen += line.paid_fen


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the accounts, in fen; a reversal's figures are negative."""

    charge_id: int | None
    """None while the month is open and the line only worked out."""
    kind: ChargeKind
    booking: MealBooking
    meal_session: MealSession
    diner: Diner
    subsidy: Subsidy | None
    portions: int
    full_fen: int
    subsidy_fen: int
    delivery_fen: int
    paid_fen: int
    reason: str | None = None
    """Of a reversal."""

    @property
    def tier(self) -> tuple[str | None, str | None]:
        """Name and source of the subsidy that was given, both None where there was none."""
        return (self.subsidy.name, self.subsidy.source) if self.subsidy else (None, None)

    @property
    def missed(self) -> bool:
        return self.booking.state is BookingState.MISSED


@dataclass(frozen=True, slots=True)
class Month:
    """A canteen's accounts of a month."""

    month: str
    """Such as 2026-11, of the meals' dates."""
    closed: MealMonth | None
    lines: list[Line]
    """By day, meal and pick-up code; reversals after what they take back."""

    @property
    def total(self) -> Total:
        return self.by(lambda _line: None).get(None) or Total()

    def by(self, key: Callable[[Line], Key]) -> dict[Key, Total]:
        """Sums of the lines with the same `key`, in the order of their first lines."""
        totals: dict[Key, Total] = {}
        for line in self.lines:
            totals.setdefault(key(line), Total()).add(line)
        return totals


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def days_of(month: str) -> tuple[date, date]:
    """First and last day of `month`."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def is_over(month: str, today: date) -> bool:
    return today > days_of(month)[1]


async def recent(session: AsyncSession, canteen_id: int, today: date) -> list[str]:
    """The present month and those before of which there are accounts, the newest first."""
    months = [month_of(today)]
    while len(months) < LOOKED_BACK:
        months.append(month_of(days_of(months[-1])[0] - timedelta(days=1)))
    return [each for each in months if await has_meals(session, canteen_id, each)]


async def closed(session: AsyncSession, canteen_id: int, month: str) -> MealMonth | None:
    """When and by whom it was closed; None while it is open."""
    return await session.get(MealMonth, (canteen_id, month), populate_existing=True)


async def look(session: AsyncSession, canteen_id: int, month: str) -> Month:
    """The accounts as they are: written down where closed, else worked out."""
    closing = await closed(session, canteen_id, month)
    lines = await _written(session, canteen_id, month)
    if closing is None:
        lines = [*await worked_out(session, canteen_id, month), *lines]
    return Month(month, closing, sorted(lines, key=_place))


async def worked_out(session: AsyncSession, canteen_id: int, month: str) -> list[Line]:
    """What the bookings say is to be charged, closed or not."""
    found = await session.execute(
        select(MealBooking, MealSession, Diner, Subsidy)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .outerjoin(Subsidy, Subsidy.id == MealBooking.subsidy_id)
        .where(*in_month(canteen_id, month), MealBooking.state.in_(CHARGED))
    )
    return [
        Line(
            charge_id=None,
            kind=ChargeKind.CHARGE,
            booking=booking,
            meal_session=meal_session,
            diner=diner,
            subsidy=subsidy,
            portions=booking.portions,
            full_fen=booking.portions * booking.price_fen,
            subsidy_fen=booking.subsidy_fen,
            delivery_fen=booking.delivery_fen,
            paid_fen=booking.paid_fen,
        )
        for booking, meal_session, diner, subsidy in found
    ]


async def reversible(session: AsyncSession, canteen_id: int, month: str, name: str) -> list[Line]:
    """Charges of a closed month that were not reversed, of diners in whose name `name` stands.

    None for an empty name.
    """
    lines = await _written(session, canteen_id, month)
    taken_back = set(
        await session.scalars(
            select(MealCharge.reverses_id).where(
                MealCharge.canteen_id == canteen_id, MealCharge.reverses_id.is_not(None)
            )
        )
    )
    return [
        line
        for line in sorted(lines, key=_place)
        if name.strip()
        and line.kind is ChargeKind.CHARGE
        and line.charge_id not in taken_back
        and name.strip() in line.diner.name
    ]


async def charge(session: AsyncSession, charge_id: int) -> Line:
    """Raises NotFound."""
    found = await session.get(MealCharge, charge_id)
    if found is None:
        raise NotFound
    lines = await _written(session, found.canteen_id, found.month)
    return next(line for line in lines if line.charge_id == charge_id)


async def has_meals(session: AsyncSession, canteen_id: int, month: str) -> bool:
    """Whether anything was booked or noted there."""
    charged = exists().where(MealCharge.canteen_id == canteen_id, MealCharge.month == month)
    of_it = select(MealBooking.id).where(MealBooking.session_id == MealSession.id)
    booked = exists().where(*in_month(canteen_id, month), found_for(MealSession, of_it))
    return bool(await session.scalar(select(booked | charged)))


async def _written(session: AsyncSession, canteen_id: int, month: str) -> list[Line]:
    found = await session.execute(
        select(MealCharge, MealBooking, MealSession, Diner, Subsidy)
        .join(MealBooking, MealBooking.id == MealCharge.booking_id)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .outerjoin(Subsidy, Subsidy.id == MealCharge.subsidy_id)
        .where(MealCharge.canteen_id == canteen_id, MealCharge.month == month)
        .order_by(MealCharge.id)
    )
    return [
        Line(
            charge_id=posted.id,
            kind=posted.kind,
            booking=booking,
            meal_session=meal_session,
            diner=diner,
            subsidy=subsidy,
            portions=posted.portions,
            full_fen=posted.full_fen,
            subsidy_fen=posted.subsidy_fen,
            delivery_fen=posted.delivery_fen,
            paid_fen=posted.paid_fen,
            reason=posted.reason,
        )
        for posted, booking, meal_session, diner, subsidy in found
    ]


def in_month(canteen_id: int, month: str) -> tuple[ColumnElement[bool], ...]:
    """The condition for sessions of the canteen with their day in `month`."""
    return (MealSession.canteen_id == canteen_id, MealSession.day.between(*days_of(month)))


def _place(line: Line) -> tuple[date, datetime, str, bool, int]:
    return (
        line.meal_session.day,
        line.meal_session.starts_at,
        line.booking.code,
        line.kind is ChargeKind.REVERSAL,
        line.charge_id or 0,
    )
