"""The card of a task in its volunteers' group; see `claiming` for its buttons."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.saying import Buttons, Say
from handlers.common.telling import Tell
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import buttons, task_words
from services.volunteering import looking
from services.volunteering.news import TaskCard
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, TaskState, VolunteerPost

_SHOWN = (ClaimState.HELD, ClaimState.WAITING, ClaimState.DONE)
"""Whose claims the card counts and names."""
_SIGNS = {TaskState.OPEN: "🤝", TaskState.DONE: "✅", TaskState.CANCELLED: "🚫"}


def key(task_id: int) -> str:
    return f"task:{task_id}"


async def show(tell: Tell, subject: TaskCard) -> None:
    """The card as it looks now."""
    task = await looking.get(tell.session, subject.task_id)
    group = await looking.group_of(tell.session, task)
    post = await looking.post_of(tell.session, task)
    roles = await looking.roles(tell.session, task.id)
    claims = await looking.claims_of(tell.session, task.id, *_SHOWN)

    def card() -> Say:
        text = look(task, post, roles, claims, tell.config.zone)
        named = key(task.id)
        return Say(text, keyboard(task, roles), card=named, about=named)

    tell.group(group, card)


def look(
    task: Task,
    post: VolunteerPost,
    roles: Sequence[TaskRole],
    claims: Sequence[TaskClaim],
    zone: ZoneInfo,
) -> str:
    """HTML: what everybody may know, how many places are taken, how it ended."""
    lines = task_words.public(task, post, zone)
    is_missed = task.state is TaskState.DONE and not any(role.claimed for role in roles)
    lines[0] = f"{'⌛️' if is_missed else _SIGNS[task.state]} {lines[0]}"
    lines += task_words.counts(roles, claims)
    match task.state:
        case TaskState.CANCELLED:
            lines.append(_("🚫 取消了：{reason}").format(reason=esc(task.reason)))
        case TaskState.DONE if is_missed:
            lines.append(_("⌛️ 没有人认领，时间过了。"))
        case TaskState.DONE:
            lines.append(_("✅ 完成了，谢谢大家。"))
        case TaskState.OPEN:
            lines.append(_("⏰ {by} 前可以认领").format(by=when(task.claim_by, zone)))
    return "\n".join(lines)


def keyboard(task: Task, roles: Sequence[TaskRole]) -> Buttons:
    """One button per role while the task is open; who may claim is judged when they press."""
    is_open = task.state is TaskState.OPEN
    return Buttons([[buttons.claiming(task.id, role)] for role in roles if is_open])
