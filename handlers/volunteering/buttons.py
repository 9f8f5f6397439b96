"""The buttons of tasks: on the group's card, under what a volunteer was told privately."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons
from handlers.common.words import cut
from handlers.volunteering import doing_buttons
from storage.tables import TaskClaim, TaskRole

ROLE_SHOWN = 20
"""Characters of a role's name on a button."""


class OnTask(CallbackData, prefix="task"):
    """认领 (or 候补) of a role of a task, on whichever card it stands."""

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


def claiming(task_id: int, role: TaskRole) -> Button:
    """认领, or 候补 where every place is taken."""
    free = role.claimed < role.places
    name = cut(role.name, ROLE_SHOWN)
    if name:
        text = (_("认领 · {role}") if free else _("候补 · {role}")).format(role=name)
    else:
        text = _("认领") if free else _("候补")
    return Button(text, OnTask(task=task_id, role=role.id))


def release(task_id: int, *, waiting: bool = False) -> Button:
    text = _("不候补了") if waiting else _("退出")
    return Button(text, OnHeld(wish=Wish.RELEASE, task=task_id))


def pass_on(task_id: int) -> Button:
    return Button(_("转交给别人"), OnHeld(wish=Wish.HAND_OVER, task=task_id))


def holding(claim: TaskClaim) -> list[list[Button]]:
    """What a holder can do under the private details."""
    return [*doing_buttons.rows(claim), [pass_on(claim.task_id), release(claim.task_id)]]


def offered(claim_id: int) -> Buttons:
    return Buttons(
        [
            [
                Button(text, OnOffer(claim=claim_id, accept=accept))
                for text, accept in ((_("愿意接手"), True), (_("不方便"), False))
            ]
        ]
    )
