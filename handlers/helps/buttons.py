"""The buttons under one's own orders; they work whenever they are pressed."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId


class Deed(StrEnum):
    SHOW = "show"
    DONE = "done"
    WITHDRAW = "withdraw"


class AboutHelp(CallbackData, prefix="myhelp"):
    """What somebody wants to do with an order of theirs."""

    deed: Deed
    order: RowId
