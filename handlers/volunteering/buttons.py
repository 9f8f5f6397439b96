"""The buttons of tasks: on the group's card, under what a volunteer was told privately."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons
from handlers.common.words import cut
from storage.tables import ClaimState, TaskClaim, TaskRole

ROLE_SHOWN = 20
"""Characters of a role's name on a button."""
OPEN_TASKS = "opentasks"
"""Callback data: show the tasks that wait to be claimed."""


class OnTask(CallbackData, prefix="task"):
    """认领 (or 排队) of a role of a task, on whichever card it stands."""

    task: RowId
    role: RowId


class Wish(StrEnum):
    RELEASE = "release"
    HAND_OVER = "hand"


class OnHeld(CallbackData, prefix="held"):
    """What a volunteer wants with the place they hold, or wait for."""

    wish: Wish
    task: RowId


class OnOffer(CallbackData, prefix="offer"):
    """The answer of the one whom a place was offered to."""

    claim: RowId
    accept: bool


class Step(StrEnum):
    IN = "in"
    OUT = "out"


class OnDoing(CallbackData, prefix="doing"):
    """签到 or 签退 of a claim, under the private message about it."""

    step: Step
    claim: RowId


def claim_label(role: TaskRole, shown: int = ROLE_SHOWN) -> str:
    """认领, or 排队 where every place is taken."""
    free = role.claimed < role.places
    if not role.name:
        return _("认领") if free else _("排队")
    text = _("认领 · {role}") if free else _("排队 · {role}")
    return text.format(role=cut(role.name, shown))


def claiming(task_id: int, role: TaskRole) -> Button:
    return Button(claim_label(role), OnTask(task=task_id, role=role.id))


def release(task_id: int, *, waiting: bool = False) -> Button:
    text = _("不排了") if waiting else _("退出")
    return Button(text, OnHeld(wish=Wish.RELEASE, task=task_id))


def pass_on(task_id: int) -> Button:
    return Button(_("转交给别人"), OnHeld(wish=Wish.HAND_OVER, task=task_id))


def doing(claim: TaskClaim) -> list[Button]:
    """签到 for who holds a place, 签退 for who is there; nothing for others."""
    if claim.state is not ClaimState.HELD:
        return []
    if claim.in_at is None:
        return [Button(_("📍 我到了，签到"), OnDoing(step=Step.IN, claim=claim.id))]
    return [Button(_("🏁 做完了，签退"), OnDoing(step=Step.OUT, claim=claim.id))]


def of_mine(claim: TaskClaim) -> Buttons:
    """What who holds a place, or waits for one, can do under what they are told of it."""
    if claim.state is ClaimState.WAITING:
        return Buttons([[release(claim.task_id, waiting=True)]])
    return Buttons([doing(claim), [pass_on(claim.task_id), release(claim.task_id)]])


def offered(claim_id: int) -> Buttons:
    answers = ((_("愿意接手"), True), (_("不方便"), False))
    return Buttons(
        [[Button(text, OnOffer(claim=claim_id, accept=accept)) for text, accept in answers]]
    )
