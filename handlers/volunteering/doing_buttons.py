"""The buttons of doing: checking in and out."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons
from storage.tables import ClaimState, TaskClaim


class Step(StrEnum):
    IN = "in"
    OUT = "out"


class OnDoing(CallbackData, prefix="doing"):
    """签到 or 签退 of a claim, under the private message about it."""

    step: Step
    claim: RowId


def rows(claim: TaskClaim) -> list[list[Button]]:
    """签到 for who holds a place, 签退 for who is there; nothing for others."""
    if claim.state is not ClaimState.HELD:
        return []
    step = Step.IN if claim.in_at is None else Step.OUT
    text = _("📍 我到了，签到") if step is Step.IN else _("🏁 做完了，签退")
    data = OnDoing(step=step, claim=claim.id).pack()
    return [[Button(text, data)]]


def doing(claim: TaskClaim) -> Buttons | None:
    keys = rows(claim)
    return Buttons(keys) if keys else None
