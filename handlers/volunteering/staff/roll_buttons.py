"""The buttons of a task's attendance list, of complaints, and of the counter for rewards."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons
from handlers.common.words import cut
from services.volunteering.rewards import CODE_DIGITS
from storage.tables import ClaimState, RecordState, ServiceRecord, TaskClaim

NAME = 12
"""Characters of a volunteer's name on a button; the list above has it whole."""


class Judge(StrEnum):
    """What the organiser says of one claim."""

    CAME = "came"
    WENT = "went"
    ABSENT = "absent"
    CONFIRM = "confirm"
    ALTER = "alter"


class OnRoll(CallbackData, prefix="roll"):
    judge: Judge
    claim: RowId


class OnCode(CallbackData, prefix="rollcode"):
    """Show the check-in code of this minute."""

    task: RowId


class OnComplaint(CallbackData, prefix="grumble"):
    feedback: RowId
    upheld: bool


class OnCounter(CallbackData, prefix="counter"):
    """The reward with this code is handed over."""

    code: Annotated[str, Field(pattern=rf"\A[0-9]{{{CODE_DIGITS}}}\z")]


def for_claim(claim: TaskClaim, record: ServiceRecord | None) -> list[Button]:
    """What can be said of a claim at this point; nothing once it is judged."""
    name = cut(claim.person_name or "", NAME)
    if record is not None and record.state is RecordState.PENDING:
        confirm = _("✅ {name} {minutes} 分钟").format(name=name, minutes=record.minutes)
        labels = {
            Judge.CONFIRM: confirm,
            Judge.ALTER: _("改时长"),
            Judge.ABSENT: _("没来"),
        }
    elif claim.state is ClaimState.HELD and claim.in_at is None:
        labels = {Judge.CAME: _("{name} 来了").format(name=name), Judge.ABSENT: _("没来")}
    elif claim.state is ClaimState.HELD:
        labels = {Judge.WENT: _("{name} 做完了").format(name=name)}
    else:
        labels = {}
    return [Button(text, OnRoll(judge=judge, claim=claim.id)) for judge, text in labels.items()]


def show_code(task_id: int, *, again: bool = False) -> Button:
    text = _("🔄 新的码") if again else _("📱 签到码")
    return Button(text, OnCode(task=task_id))


def for_complaint(feedback_id: int) -> Buttons:
    names = {True: _("属实，不记时长积分"), False: _("不属实，照常")}
    return Buttons(
        [
            [Button(text, OnComplaint(feedback=feedback_id, upheld=upheld))]
            for upheld, text in names.items()
        ]
    )


def for_counter(code: str) -> Buttons:
    return Buttons([[Button(_("交给本人了"), OnCounter(code=code))]])
