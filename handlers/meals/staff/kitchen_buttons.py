"""The buttons of the kitchen's, the rounds' and the care cards."""

from collections.abc import Iterable
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.to_volunteers import ToVolunteers
from services.meals.rounds import Stop
from storage.tables import (
    BookingState,
    CareAlert,
    CareOutcome,
    MealRound,
    RoundState,
    StopState,
    TaskSource,
)

Button = tuple[str, CallbackData]


class RoundAction(StrEnum):
    TAKE = "take"
    GIVE_BACK = "back"
    SEND = "send"
    """Have the doors sent again, for a carrier who could not be written to before."""


class OnRound(CallbackData, prefix="round"):
    """Somebody carries a round, or cannot."""

    action: RoundAction
    round: RowId


class StopAction(StrEnum):
    DELIVERED = "done"
    NOBODY_HOME = "nobody"


class OnStop(CallbackData, prefix="stop"):
    """The carrier stands before a door."""

    action: StopAction
    booking: RowId


class GuestAction(StrEnum):
    TICK = "tick"
    UNDO = "undo"
    NOT_SERVED = "not"


class OnGuest(CallbackData, prefix="guest"):
    """Somebody at the counter, or a tick that was wrong."""

    action: GuestAction
    booking: RowId


class CareAction(StrEnum):
    TAKE = "take"
    SAFE = "safe"
    AWAY = "away"
    HELP = "help"


OUTCOMES = {
    CareAction.SAFE: CareOutcome.SAFE,
    CareAction.AWAY: CareOutcome.AWAY,
    CareAction.HELP: CareOutcome.NEEDS_HELP,
}


class OnCare(CallbackData, prefix="care"):
    """Somebody goes to look, or says what they found."""

    action: CareAction
    alert: RowId


def for_round(found: MealRound) -> InlineKeyboardMarkup | None:
    """Under the card in the canteen's group."""
    if found.state is not RoundState.OPEN:
        return None
    buttons: list[Button] = [
        (_("我来送"), OnRound(action=RoundAction.TAKE, round=found.id)),
        (_("转志愿者"), ToVolunteers(source=TaskSource.ROUND, id=found.id)),
    ]
    return keyboard([buttons])


def for_stops(found: MealRound, stops: Iterable[Stop], *, in_private: bool) -> InlineKeyboardMarkup:
    """Under the doors: two buttons for each that waits, numbered as in the text."""
    rows: list[list[Button]] = []
    for number, each in enumerate(stops, start=1):
        done = (
            _("✅ {number} 送到了").format(number=number),
            OnStop(action=StopAction.DELIVERED, booking=each.booking.id),
        )
        nobody = (
            _("🚪 {number} 没人在家").format(number=number),
            OnStop(action=StopAction.NOBODY_HOME, booking=each.booking.id),
        )
        if each.booking.state is not BookingState.BOOKED:
            continue
        if each.stop.state is StopState.WAITING:
            rows.append([done, nobody])
        elif each.stop.state is StopState.NOBODY_HOME:
            rows.append([done])
    if found.state is RoundState.TAKEN:
        rows.append([(_("送不了，交还"), OnRound(action=RoundAction.GIVE_BACK, round=found.id))])
        if not in_private:
            rows.append([(_("私下发给我"), OnRound(action=RoundAction.SEND, round=found.id))])
    return keyboard(rows)


def for_guest(booking_id: int, *actions: GuestAction) -> InlineKeyboardMarkup:
    names = {
        GuestAction.TICK: _("✅ 取走了"),
        GuestAction.UNDO: _("点错了，撤回"),
        GuestAction.NOT_SERVED: _("没有吃到"),
    }
    return keyboard(
        [[(names[action], OnGuest(action=action, booking=booking_id)) for action in actions]]
    )


def for_care(alert: CareAlert) -> InlineKeyboardMarkup | None:
    if alert.settled_at is not None:
        return None
    rows: list[list[Button]] = []
    if alert.taken_at is None:
        rows.append(
            [
                (_("我去看看"), OnCare(action=CareAction.TAKE, alert=alert.id)),
                (_("转志愿者"), ToVolunteers(source=TaskSource.CARE, id=alert.id)),
            ]
        )
    rows.append(
        [
            (_("平安"), OnCare(action=CareAction.SAFE, alert=alert.id)),
            (_("外出了，平安"), OnCare(action=CareAction.AWAY, alert=alert.id)),
        ]
    )
    rows.append([(_("需要帮助"), OnCare(action=CareAction.HELP, alert=alert.id))])
    return keyboard(rows)


def keyboard(rows: Iterable[Iterable[Button]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data.pack()) for text, data in row]
            for row in rows
        ]
    )
