"""The buttons of doing: checking in and out, and what the person helped says of it."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from storage.tables import ClaimState, TaskClaim


class Step(StrEnum):
    IN = "in"
    OUT = "out"


class OnDoing(CallbackData, prefix="doing"):
    """签到 or 签退 of a claim, under the private message about it."""

    step: Step
    claim: RowId


class Said(StrEnum):
    """What the person helped says; the number of stars, or that something was wrong."""

    FIVE = "5"
    FOUR = "4"
    THREE = "3"
    COMPLAINT = "complaint"


class OnThanks(CallbackData, prefix="thank"):
    said: Said
    claim: RowId


def rows(claim: TaskClaim) -> list[list[InlineKeyboardButton]]:
    """签到 for who holds a place, 签退 for who is there; nothing for others."""
    if claim.state is not ClaimState.HELD:
        return []
    step = Step.IN if claim.in_at is None else Step.OUT
    text = _("📍 我到了，签到") if step is Step.IN else _("🏁 做完了，签退")
    data = OnDoing(step=step, claim=claim.id).pack()
    return [[InlineKeyboardButton(text=text, callback_data=data)]]


def doing(claim: TaskClaim) -> InlineKeyboardMarkup | None:
    keys = rows(claim)
    return InlineKeyboardMarkup(inline_keyboard=keys) if keys else None


def thanking(claim_id: int) -> InlineKeyboardMarkup:
    names = {
        Said.FIVE: _("⭐⭐⭐⭐⭐ 很好，谢谢"),
        Said.FOUR: _("⭐⭐⭐⭐ 好"),
        Said.THREE: _("⭐⭐⭐ 一般"),
        Said.COMPLAINT: _("❗ 有问题，要反映"),
    }
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=text, callback_data=OnThanks(said=said, claim=claim_id).pack()
                )
            ]
            for said, text in names.items()
        ]
    )
