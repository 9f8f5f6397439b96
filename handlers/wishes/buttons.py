"""The buttons under a wish; who may press is judged when it is pressed."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons


class Action(StrEnum):
    GRANTED = "granted"
    WITHDRAW = "withdraw"


class AboutWish(CallbackData, prefix="mywish"):
    """What the wisher, or the person who grants the wish, does with it."""

    action: Action
    wish: RowId


def for_granted(wish_id: int) -> Buttons:
    return Buttons([[Button(_("🌟 已圆梦"), AboutWish(action=Action.GRANTED, wish=wish_id))]])
