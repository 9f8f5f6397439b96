"""Calling a task off, or ending a series, from the list of what is up."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.volunteering import looking, series, tasks
from storage.tables import Group, Purpose, Task, TaskSeries

router = Router(name="calling off tasks")

TASK, SERIES = "cancel task", "end series"
"""What a prompt for the reason is about, before an id."""
LISTED = 20
LABEL = 30
"""Characters of a title on a button."""
WHERE = InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS)


class CallingOff(StatesGroup):
    which = State()


async def ask_which(talk: Talk, group: Group) -> Reply:
    """Tasks to come and series that run, in the group's area."""
    up = await looking.open_in(talk.session, group.area_id, now=talk.now)
    options = [Option(f"{TASK}:{task.id}", _label(talk, task)) for task in up[:LISTED]]
    options += [
        Option(
            f"{SERIES}:{one.id}",
            _("🔁 {title}").format(title=cut(_title(one), LABEL)),
        )
        for one in await series.running(talk.session, group.area_id)
    ]
    if not options:
        await talk.leave()
        return talk.say(_("现在没有等着做的志愿任务。"))
    text = _("{name}，取消哪一个？🔁 是重复的，停了以后不再发。").format(name=esc(talk.name))
    return await talk.ask(CallingOff.which, text, options)


def _label(talk: Talk, task: Task) -> str:
    return f"{cut(task.title, LABEL)} · {when(task.starts_at, talk.config.zone)}"


@on_choice(router, CallingOff.which, BACK)
async def nothing(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有动。"))


@on_choice(router, CallingOff.which, guard=WHERE)
async def which(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    kind, _colon, number = choice.partition(":")
    await talk.leave()
    try:
        return await (why_cancel if kind == TASK else why_end).put(talk, int(number))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))


@prompt(router, TASK, WHERE)
async def why_cancel(talk: Talk, task_id: int) -> str:
    return _why((await looking.get(talk.session, task_id)).title)


@prompt(router, SERIES, WHERE)
async def why_end(talk: Talk, series_id: int) -> str:
    return _why(_title(await series.get(talk.session, series_id)))


def _why(title: str) -> str:
    return _("取消“{title}”：请回复这条消息，写下原因，认领的人都会收到。").format(title=esc(title))


def _title(one: TaskSeries) -> str:
    return str(one.template.get("title", ""))


@why_cancel.taken
async def cancel(talk: Talk, task_id: int) -> Reply:
    await tasks.cancel(talk.session, task_id, talk.member, talk.text, now=talk.now)
    return talk.say(_("取消了，认领的人都会收到原因。"))


@why_end.taken
async def end(talk: Talk, series_id: int) -> Reply:
    kept = await series.end(talk.session, series_id, talk.member, talk.text, now=talk.now)
    if kept:
        return talk.say(
            _("停了。已经有人认领的 {count} 次照常；要取消，发 /task。").format(count=len(kept))
        )
    return talk.say(_("停了，以后不再发。"))
