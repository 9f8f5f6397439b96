"""/task: staff, or members of the volunteers' group, publish a task; one sentence begins it.

Begun in the group and held in private; the card alone stands in the volunteers' group.
"""

from collections.abc import Awaitable

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.in_private import begins, private_form
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering.staff import calling_off
from handlers.volunteering.staff.task_draft import TaskDraft
from handlers.volunteering.staff.task_look import so_far
from services import areas
from services.volunteering import written_tasks
from services.volunteering.written_tasks import Written
from storage.tables import Purpose

PUBLISHES = (Purpose.STAFF, Purpose.VOLUNTEERS)
SENTENCE_LIMIT = 1_000
MANAGE = "manage"

publishing = private_form(TaskDraft, "Tasking", *Purpose)


@begins(publishing, "task", *PUBLISHES)
async def begin(talk: Talk, words: str) -> Reply:
    if not words:
        return await publishing.go_on(talk, TaskDraft())
    try:
        return await begin_with(talk, TaskDraft(), await a_task(words, talk))
    except Again as again:
        return await publishing.go_on(talk, TaskDraft(), str(again))


def a_task(said: str, talk: Talk) -> Awaitable[Written]:
    """What a sentence says of a task, for the community that the group serves."""
    return _read(some_words(SENTENCE_LIMIT)(said, talk), talk)


async def _read(said: str, talk: Talk) -> Written:
    home = await areas.community_of(talk.session, talk.group.area_id)
    return await written_tasks.read(talk.session, said, home, now=talk.now, zone=talk.config.zone)


@publishing.step(a_task, when=lambda _talk, draft: not draft.is_passed_on)
async def said(talk: Talk, draft: TaskDraft) -> Ask:
    text = _(
        "发志愿任务。写一句话：什么时候、在哪里、做什么、要几个人。比如：\n"
        "明天9点到11点 军门社区 陪诊 2人\n"
        "姓名、门牌、电话也可以写，只告诉认领的人。"
    )
    return Ask(text, [Option(MANAGE, _("🗂 取消或者停掉已发的"))])


@said.taken
async def begin_with(talk: Talk, draft: TaskDraft, written: Written) -> Reply:
    """On to the review, or to what the sentence left open, with what was read above it."""
    draft.begin(written)
    refused = in_words(written.refusal, talk.config.zone) if written.refusal else ""
    read = await so_far(talk, draft) if draft.is_open else ""
    return await publishing.go_on(talk, draft, "\n".join(filter(None, [read, refused])))


@said.choice(MANAGE)
async def manage(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    TaskDraft.discard(talk)
    return await calling_off.ask_which(talk)


@publishing.left
async def left(talk: Talk, draft: TaskDraft) -> Reply:
    TaskDraft.discard(talk)
    return await menu.home(talk, _("好的，没有发布。"))
