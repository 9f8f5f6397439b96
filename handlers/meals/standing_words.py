"""What standing orders became, as one list: meal by meal with its code, and what was not booked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.words import esc
from handlers.meals import menu_words, words
from services.meals import reading, sessions, standing
from services.meals.reading import Booked
from storage.tables import BookingState, MealSession


@dataclass(frozen=True, slots=True)
class Became:
    """Bookings, in the order of their meals, and the meals for which there could be none."""

    booked: Sequence[Booked]
    refused: Sequence[MealSession]
    unnamed: frozenset[int]
    """Bookings whose set was not chosen by its name."""

    def lines(self) -> list[str]:
        """HTML."""
        return [*map(self._line, self.booked), *map(_refused_line, self.refused)]

    def _line(self, each: Booked) -> str:
        booking = each.booking
        text = _("• <b>{meal}</b>：{set} {count} 份，取餐码 <b>{code}</b>，付 {paid}")
        if booking.state is BookingState.WAITING:
            text = _("• ⏳ <b>{meal}</b>：{set} {count} 份，订满了，排队等位")
        line = text.format(
            meal=words.heading(each.meal_session),
            set=esc(each.meal_set.name),
            count=booking.portions,
            code=booking.code,
            paid=words.yuan(booking.paid_fen),
        )
        is_unnamed = booking.id in self.unnamed
        clash = menu_words.clash(each.diner.diet, each.meal_set) if is_unnamed else ""
        return f"{line}\n{clash}" if clash else line


def _refused_line(meal_session: MealSession) -> str:
    return _("• ✖️ <b>{meal}</b>：没有订上").format(meal=words.heading(meal_session))


async def became(
    session: AsyncSession, booking_ids: Sequence[int], refused_ids: Sequence[int]
) -> Became:
    booked = await reading.of_ids(session, booking_ids)
    orders = [await standing.of_booking(session, each.booking) for each in booked]
    unnamed = frozenset(
        each.booking.id
        for each, order in zip(booked, orders, strict=True)
        if order is not None and order.set_name != each.meal_set.name
    )
    refused = [await sessions.get(session, session_id) for session_id in refused_ids]
    return Became(booked, refused, unnamed)
