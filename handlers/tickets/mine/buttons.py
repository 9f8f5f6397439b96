"""The buttons under one's own requests; they work whenever they are pressed."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId


class Wish(StrEnum):
    SHOW = "show"
    ADD = "add"
    NUDGE = "nudge"
    WITHDRAW = "withdraw"
    ANSWER = "answer"


class AboutMine(CallbackData, prefix="mine"):
    wish: Wish
    ticket: RowId
