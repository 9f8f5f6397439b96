"""The month (结账): closing it to the fen, and reversals (冲正) after that.

Closing writes down what the bookings say. From then on only reversals change anything, and they
stand in the month they are made in; where it would be unjust to charge a missed meal (somebody was
taken to hospital), that is what staff do, saying why.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.calendar import ZONE
from services.errors import NotFound
from services.groups.authority import Member
from services.meals.authority import check_works_for
from services.meals.kitchen_errors import AlreadyReversed, MonthClosed, MonthNotOver, Unsettled
from services.meals.month import (
    Line,
    Month,
    closed,
    in_month,
    is_over,
    look,
    month_of,
    worked_out,
)
from storage.tables import (
    BookingState,
    ChargeKind,
    MealBooking,
    MealCharge,
    MealMonth,
    MealSession,
)

REASON_LIMIT = 500


async def check_open(session: AsyncSession, canteen_id: int, day: date) -> None:
    """Raises MonthClosed where the accounts of that day's month are closed."""
    month = month_of(day)
    if await closed(session, canteen_id, month) is not None:
        raise MonthClosed(month)


async def close(
    session: AsyncSession,
    canteen_id: int,
    month: str,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo = ZONE,
) -> Month:
    """结账: write the month down. Everything in it must have happened, and been told.

    Raises NotYourGroup, NotAMember, MonthNotOver, Unsettled, MonthClosed.
    """
    await check_works_for(session, canteen_id, member)
    if not is_over(month, now.astimezone(zone).date()):
        raise MonthNotOver(month)
    await _hold(session, canteen_id, month)
    if unsettled := await untold(session, canteen_id, month):
        raise Unsettled(unsettled)
    closing = {
        "canteen_id": canteen_id,
        "month": month,
        "closed_at": now,
        "closed_by": member.person_id,
        "closed_by_name": member.name[:140],
    }
    if not await rows.add_missing(session, MealMonth, [closing]):
        raise MonthClosed(month)
    lines = await worked_out(session, canteen_id, month)
    if lines:
        charges = [_charge(line, month, member, now) for line in lines]
        await session.execute(insert(MealCharge), charges)
    return await look(session, canteen_id, month)


async def untold(session: AsyncSession, canteen_id: int, month: str) -> int:
    """How many meals of the month are booked and neither served nor missed."""
    found = await session.scalar(
        select(func.count())
        .select_from(MealBooking)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .where(*in_month(canteen_id, month), MealBooking.state == BookingState.BOOKED)
    )
    return found or 0


async def reverse(
    session: AsyncSession,
    charge_id: int,
    member: Member,
    reason: str | None,
    *,
    now: datetime,
    zone: ZoneInfo = ZONE,
) -> MealCharge:
    """冲正: take a charge back exactly, once, in the month that it is now in `zone`.

    That month cannot be closed yet. Raises NotFound, NotYourGroup, NotAMember, AlreadyReversed,
    WordsNeeded, TooLong.
    """
    charge = await session.get(MealCharge, charge_id)
    if charge is None:
        raise NotFound
    await check_works_for(session, charge.canteen_id, member)
    said = written.line(reason, limit=REASON_LIMIT)
    if charge.kind is not ChargeKind.CHARGE:
        raise AlreadyReversed
    reversal = {
        "canteen_id": charge.canteen_id,
        "month": month_of(now.astimezone(zone).date()),
        "booking_id": charge.booking_id,
        "kind": ChargeKind.REVERSAL,
        "reverses_id": charge.id,
        "at": now,
        "by": member.person_id,
        "reason": said,
        "portions": -charge.portions,
        "full_fen": -charge.full_fen,
        "subsidy_id": charge.subsidy_id,
        "subsidy_fen": -charge.subsidy_fen,
        "delivery_fen": -charge.delivery_fen,
        "paid_fen": -charge.paid_fen,
    }
    for written_back in await rows.add_missing(session, MealCharge, [reversal]):
        return written_back
    raise AlreadyReversed


async def _hold(session: AsyncSession, canteen_id: int, month: str) -> None:
    """Make those who tick off a meal of the month wait until it is closed; see `serving`."""
    await session.execute(
        select(MealSession.id)
        .where(*in_month(canteen_id, month))
        .order_by(MealSession.id)
        .with_for_update()
    )


def _charge(line: Line, month: str, member: Member, now: datetime) -> dict[str, object]:
    return {
        "canteen_id": line.meal_session.canteen_id,
        "month": month,
        "booking_id": line.booking.id,
        "kind": ChargeKind.CHARGE,
        "reverses_id": None,
        "at": now,
        "by": member.person_id,
        "reason": None,
        "portions": line.portions,
        "full_fen": line.full_fen,
        "subsidy_id": line.booking.subsidy_id,
        "subsidy_fen": line.subsidy_fen,
        "delivery_fen": line.delivery_fen,
        "paid_fen": line.paid_fen,
    }
