"""The buttons of the canteen that work whenever they are pressed."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common.button_data import RowId
from handlers.common.i18n import _


class OnBooking(CallbackData, prefix="mealbooking"):
    """Look at a booking, to change or cancel it."""

    booking: RowId


class ProxyAnswer(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"


class OnProxy(CallbackData, prefix="mealproxy"):
    """The diner answers whether somebody may book for them."""

    answer: ProxyAnswer
    proxy: RowId


class OnMistake(CallbackData, prefix="dinermistake"):
    """Fill in a diner's entry again, in which staff found a mistake."""

    diner: RowId


def correct(diner_id: int) -> InlineKeyboardMarkup:
    """Leads to filling in a diner's entry again."""
    data = OnMistake(diner=diner_id).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=_("✏️ 重新填"), callback_data=data)]]
    )


def look_at(booking_id: int, label: str) -> InlineKeyboardMarkup:
    """Leads to a booking."""
    data = OnBooking(booking=booking_id).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data)]]
    )


def for_proxy(proxy_id: int) -> InlineKeyboardMarkup:
    names = {
        ProxyAnswer.CONFIRM: _("可以，让他们替我订"),
        ProxyAnswer.REFUSE: _("不用了"),
    }
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=text, callback_data=OnProxy(answer=answer, proxy=proxy_id).pack()
                )
            ]
            for answer, text in names.items()
        ]
    )
