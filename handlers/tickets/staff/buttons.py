"""The buttons of a ticket's card."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.questions import rows
from handlers.common.to_volunteers import ToVolunteers
from storage.tables import TaskSource, Ticket, TicketState


class Action(StrEnum):
    TAKE = "take"
    REASSIGN = "reassign"
    ASK = "ask"
    RESOLVE = "resolve"
    DECLINE = "decline"
    WHOLE = "whole"


class OnTicket(CallbackData, prefix="ticket"):
    """Somebody pressed a card's button; whether they may is judged then."""

    action: Action
    ticket: RowId


def keyboard(ticket: Ticket, *, shortened: bool) -> InlineKeyboardMarkup | None:
    """The buttons for the present state; `shortened`: the card does not show the whole text."""
    names = {
        Action.TAKE: _("接单"),
        Action.REASSIGN: _("转派"),
        Action.ASK: _("问居民"),
        Action.RESOLVE: _("办结"),
        Action.DECLINE: _("不予受理"),
        Action.WHOLE: _("看全文"),
    }
    match ticket.state:
        case TicketState.OPEN:
            actions = [Action.TAKE, Action.REASSIGN, Action.DECLINE]
        case TicketState.TAKEN:
            actions = [Action.ASK, Action.RESOLVE, Action.REASSIGN, Action.DECLINE]
        case _:
            actions = []
    if shortened:
        actions.append(Action.WHOLE)
    buttons = [
        InlineKeyboardButton(
            text=names[action], callback_data=OnTicket(action=action, ticket=ticket.id).pack()
        )
        for action in actions
    ]
    if ticket.state is TicketState.TAKEN:
        data = ToVolunteers(source=TaskSource.TICKET, id=ticket.id).pack()
        buttons.append(InlineKeyboardButton(text=_("转志愿者"), callback_data=data))
    return InlineKeyboardMarkup(inline_keyboard=rows(buttons, 2)) if buttons else None
