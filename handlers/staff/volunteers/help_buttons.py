"""The buttons of an order's card and of a wish's card, in the group of the office."""

from collections.abc import Iterable
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.questions import rows
from handlers.staff.volunteers.buttons import ToVolunteers
from storage.tables import HelpOrder, HelpState, TaskSource, Wish, WishState


class HelpAction(StrEnum):
    ARRANGE = "arrange"
    DECLINE = "decline"
    DONE = "done"


class OnHelp(CallbackData, prefix="help"):
    """Somebody pressed a button of an order's card."""

    action: HelpAction
    order: RowId


class WishAction(StrEnum):
    DECLINE = "decline"
    ANOTHER = "another"


class OnWish(CallbackData, prefix="wish"):
    """Somebody pressed a button of a wish's card."""

    action: WishAction
    wish: RowId


def for_help(order: HelpOrder) -> InlineKeyboardMarkup | None:
    arrange = OnHelp(action=HelpAction.ARRANGE, order=order.id)
    decline = (_("办不了"), OnHelp(action=HelpAction.DECLINE, order=order.id))
    done = (_("已经办好"), OnHelp(action=HelpAction.DONE, order=order.id))
    pass_on = (_("找志愿者"), ToVolunteers(source=TaskSource.HELP, id=order.id))
    match order.state:
        case HelpState.OPEN:
            return _two_a_row([(_("我来安排"), arrange), pass_on, decline])
        case HelpState.ARRANGED:
            return _two_a_row([(_("改安排"), arrange), pass_on, done, decline])
        case HelpState.OFFERED:
            return _two_a_row([done])
        case _:
            return None


def for_wish(wish: Wish, *, has_granter: bool) -> InlineKeyboardMarkup | None:
    """`has_granter`: a volunteer holds it."""
    match wish.state:
        case WishState.POSTED:
            hang = ToVolunteers(source=TaskSource.WISH, id=wish.id)
            decline = OnWish(action=WishAction.DECLINE, wish=wish.id)
            return _two_a_row([(_("上墙"), hang), (_("不合适"), decline)])
        case WishState.APPROVED if has_granter:
            another = OnWish(action=WishAction.ANOTHER, wish=wish.id)
            return _two_a_row([(_("换人圆梦"), another)])
        case _:
            return None


def _two_a_row(named: Iterable[tuple[str, CallbackData]]) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=text, callback_data=data.pack()) for text, data in named]
    return InlineKeyboardMarkup(inline_keyboard=rows(buttons, 2))
