"""Calling a task off, or ending a series, from the list of what is up; in private, as /task."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.in_private import private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.volunteering import looking, series, tasks
from services.volunteering.new_task import REASON_LIMIT
from storage.tables import Purpose, Task, TaskSeries

TASK, SERIES = "task", "series"
"""What an option is, before an id."""
LISTED = 20
LABEL = 30
"""Characters of a title on a button."""


@dataclass(slots=True)
class Off(Kept):
    """What is to be called off, as an option says it."""

    KEY: ClassVar = "calling off"

    which: str | None = None
    reason: str | None = None


calling_off = private_form(Off, "CallingOff", Purpose.STAFF, Purpose.VOLUNTEERS)


async def ask_which(talk: Talk) -> Reply:
    return await calling_off.go_on(talk, Off())


@calling_off.step()
async def which(talk: Talk, off: Off) -> Ask | Reply:
    """Tasks to come and series that run, in the group's area."""
    up = await looking.open_in(talk.session, talk.group.area_id, now=talk.now)
    options = [Option(f"{TASK}:{task.id}", _label(talk, task)) for task in up[:LISTED]]
    options += [
        Option(f"{SERIES}:{one.id}", _("🔁 {title}").format(title=cut(_title(one), LABEL)))
        for one in await series.running(talk.session, talk.group.area_id)
    ]
    if not options:
        return await menu.home(talk, _("现在没有等着做的志愿任务。"))
    return Ask(_("取消哪一个？🔁 是重复的，停了以后不再发。"), options)


def _label(talk: Talk, task: Task) -> str:
    return f"{cut(task.title, LABEL)} · {when(task.starts_at, talk.config.zone)}"


def _title(one: TaskSeries) -> str:
    return str(one.template.get("title", ""))


@calling_off.left
async def nothing(talk: Talk, off: Off) -> Reply:
    Off.discard(talk)
    return await menu.home(talk, _("好的，没有动。"))


@calling_off.step(some_words(REASON_LIMIT))
async def reason(talk: Talk, off: Off) -> Ask:
    kind, number = _chosen(off)
    if kind == TASK:
        title = (await looking.get(talk.session, number)).title
    else:
        title = _title(await series.get(talk.session, number))
    text = _("取消“{title}”：为什么？写几个字，认领的人都会收到。")
    return Ask(text.format(title=esc(title)))


@reason.taken
async def called_off(talk: Talk, off: Off, why: str) -> Reply:
    kind, number = _chosen(off)
    if kind == TASK:
        await tasks.cancel(talk.session, number, talk.member, why, now=talk.now)
        said = _("取消了，认领的人都会收到原因。")
    elif kept := await series.end(talk.session, number, talk.member, why, now=talk.now):
        said = _("停了。已经有人认领的 {count} 次照常；要取消，发 /task。").format(count=len(kept))
    else:
        said = _("停了，以后不再发。")
    Off.discard(talk)
    return await menu.home(talk, said)


@calling_off.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    Off.discard(talk)
    return await menu.refused(talk, refusal, in_words)


def _chosen(off: Off) -> tuple[str, int]:
    kind, _colon, number = (off.which or "").partition(":")
    return kind, int(number)
