"""Calling a task off, or ending a series, from the list of what is up."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import Choice, NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.refusals import in_words
from services.errors import Refusal, TooLong, WordsNeeded
from services.tickets import Member
from services.volunteering import series, tasks
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
    up = await tasks.open_in(talk.session, group.area_id, now=talk.now)
    options = [Option(f"{TASK}:{task.id}", _label(talk, task)) for task in up[:LISTED]]
    options += [
        Option(
            f"{SERIES}:{one.id}",
            _("🔁 {title}").format(title=cut(str(one.template.get("title", "")), LABEL)),
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


@router.message(CallingOff.which, Choice(BACK))
@router.callback_query(CallingOff.which, Choice(BACK))
async def nothing(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有动。"))


@router.message(StateFilter(CallingOff), Choice(), WHERE)
@router.callback_query(StateFilter(CallingOff), Choice(), WHERE)
async def which(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    kind, _colon, number = choice.partition(":")
    await talk.leave()
    try:
        return await ask_reason(talk, kind, int(number))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))


async def ask_reason(talk: Talk, kind: str, number: int, before: str = "") -> Reply:
    """By a forced reply, see `handlers.tickets.staff.card`. Raises NotFound."""
    found: Task | TaskSeries
    if kind == TASK:
        found = await tasks.get(talk.session, number)
        title = found.title
    else:
        found = await series.get(talk.session, number)
        title = str(found.template.get("title", ""))
    text = _(
        "{name}，取消“{title}”：请回复这条消息，写下原因，认领的人都会收到。\n不取消了就回复“0”。"
    ).format(name=f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>', title=esc(title))
    asked = talk.say(f"{before}\n\n{text}" if before else text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{kind}:{number}")


@router.message(RepliesTo(TASK, SERIES), NeverMind())
async def gave_up(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(TASK), WHERE)
async def cancel(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    try:
        await tasks.cancel(talk.session, about, member, talk.text, now=talk.now)
    except (WordsNeeded, TooLong) as refusal:
        return await ask_reason(talk, TASK, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("取消了，认领的人都会收到原因。"))


@router.message(RepliesTo(SERIES), WHERE)
async def end(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    try:
        kept = await series.end(talk.session, about, member, talk.text, now=talk.now)
    except (WordsNeeded, TooLong) as refusal:
        return await ask_reason(talk, SERIES, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    if kept:
        return talk.say(
            _("停了。已经有人认领的 {count} 次照常；要取消，发 /task。").format(count=len(kept))
        )
    return talk.say(_("停了，以后不再发。"))
