"""The card of a task in its volunteers' group."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import buttons, task_words
from services.groups import routing
from services.volunteering import tasks
from services.volunteering.news import TaskCard
from storage.outbox import Outgoing, Urgency
from storage.tables import Area, ClaimState, Group, Purpose, Task, TaskState

_SHOWN = (ClaimState.HELD, ClaimState.WAITING, ClaimState.DONE)
"""Whose claims the card counts and names."""


def key(task_id: int) -> str:
    return f"task:{task_id}"


async def group_of(session: AsyncSession, task: Task) -> Group | None:
    """The volunteers' group; where none is bound the office, which has to see what is open."""
    area = await session.get_one(Area, task.area_id)
    group = await routing.serving(session, area, Purpose.VOLUNTEERS)
    return group or await routing.office(session, area)


async def draw(session: AsyncSession, subject: TaskCard, config: Config) -> list[Outgoing]:
    """The card as it looks now."""
    task = await tasks.get(session, subject.task_id)
    group = await group_of(session, task)
    if group is None:
        return []
    with speaking(SOURCE):
        message = SendMessage(
            chat_id=group.chat_id,
            text=await look(session, task, config),
            reply_markup=await keyboard(session, task),
        )
    about = key(task.id)
    sending = Sending(method=message, card=about, about=about)
    return list(outgoing(sending, group.chat_id, Urgency.CARD))


async def look(session: AsyncSession, task: Task, config: Config) -> str:
    """HTML: what everybody may know, how many places are taken, how it ended."""
    lines = await task_words.public(session, task, config.zone)
    lines[0] = f"{_SIGNS[task.state]} {lines[0]}"
    lines += task_words.counts(
        await tasks.roles(session, task.id), await tasks.claims_of(session, task.id, *_SHOWN)
    )
    match task.state:
        case TaskState.CANCELLED:
            lines.append(_("🚫 取消了：{reason}").format(reason=esc(task.reason)))
        case TaskState.DONE:
            lines.append(_("✅ 完成了，谢谢大家。"))
        case TaskState.OPEN:
            by = when(task.claim_by, config.zone)
            lines.append(_("⏰ {by} 前可以认领").format(by=by))
    return "\n".join(lines)


async def keyboard(session: AsyncSession, task: Task) -> InlineKeyboardMarkup | None:
    """A button a role while the task is open; whether somebody may is judged when they press."""
    if task.state is not TaskState.OPEN:
        return None
    roles = await tasks.roles(session, task.id)
    return InlineKeyboardMarkup(
        inline_keyboard=[[buttons.claiming(task.id, role)] for role in roles]
    )


_SIGNS = {TaskState.OPEN: "🤝", TaskState.DONE: "✅", TaskState.CANCELLED: "🚫"}
