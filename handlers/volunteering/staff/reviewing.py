"""The last steps of /task: a look at all of it, one part changed, then it is put up."""

from datetime import timedelta

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff import publishing as steps
from handlers.volunteering.staff.task_draft import TaskDraft
from handlers.volunteering.staff.task_look import looks
from handlers.volunteering.staff.task_sentence import a_task, left, publishing
from services.rhythms import Rhythm
from services.volunteering import looking
from services.volunteering import publishing as tasks
from services.volunteering.errors import BadTimes
from services.volunteering.written_tasks import Written
from storage.tables import HolidayPolicy, Task

__all__ = ["publishing"]

PUBLISH, DROP = "publish", "drop"
CLAIM_BEFORE = (0, 120, 24 * 60, 3 * 24 * 60)
"""Minutes before the start at which the claiming may end."""


async def an_amendment(said: str, talk: Talk) -> Written:
    """Hours alone are of the day that the task is on."""
    written = await a_task(said, talk)
    starts_at = TaskDraft.of(talk).starts_at
    if written.span is None and written.day is None and starts_at is not None:
        day = starts_at.astimezone(talk.config.zone).date()
        return await a_task(f"{day} {said}", talk)
    return written


@publishing.step(an_amendment)
async def summary(talk: Talk, draft: TaskDraft) -> Ask:
    """All of it; each part is changed by one tap, or by saying it otherwise."""
    names = {
        steps.times: _("改时间"),
        steps.place: _("改地点"),
        steps.roles: _("改人数"),
        steps.post: _("改类别"),
        steps.title: _("改名称"),
        steps.details: _("改说明"),
        steps.private: _("只告诉认领人的"),
        steps.rhythm: _("重复"),
        steps.holidays: _("放假怎么办"),
        claim: _("认领到几时"),
    }
    options = [
        Option(step.name, name)
        for step, name in names.items()
        if step.is_needed is None or step.is_needed(talk, draft)
    ]
    options = [Option(PUBLISH, _("✅ 发布")), *options, Option(DROP, _("不发了"))]
    return Ask(await looks(talk, draft), options, columns=3, back=False)


@summary.taken
async def said_otherwise(talk: Talk, draft: TaskDraft, written: Written) -> Reply:
    """Words below the review change when, where or for how many."""
    if written.refusal is not None:
        raise written.refusal
    if not draft.amend(written):
        raise Again(_("要改哪一样，请点下面的按钮；或者写清楚，比如“改到10点到12点”“3人”。"))
    return None


@summary.choice()
async def changed(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    if choice in draft.guessed:
        draft.guessed.remove(choice)
    return await publishing.change(talk, draft, choice)


@summary.choice(PUBLISH)
async def publish(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    """What a refusal can be mended by is asked again; the rest of the draft stays."""
    try:
        task = await tasks.publish(
            talk.session,
            draft.finished(talk.member),
            talk.member,
            Rhythm(draft.rhythm) if draft.rhythm else None,
            draft.holidays or HolidayPolicy.WORKING_DAYS,
            now=talk.now,
            zone=talk.config.zone,
        )
    except BadTimes as refusal:
        return await publishing.ask(talk, draft, "times", in_words(refusal, talk.config.zone))
    TaskDraft.discard(talk)
    if task is None:
        done = _("✅ 发布了。以后每次提前两周自动发到志愿者群里；要停就发 /task。")
        return await menu.home(talk, done)
    return await menu.home(talk, await published(talk, task))


async def published(talk: Talk, task: Task) -> str:
    group = await looking.group_of(talk.session, task)
    if group is None:
        return _("✅ 记下了，可是还没有绑定志愿者群，没有人看得到。请管理员在志愿者群里发 /bind。")
    return _("✅ 发布了，卡片在“{group}”里。要取消就发 /task。").format(group=esc(group.title))


@summary.choice(DROP)
async def drop(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    return await left(talk, draft)


@publishing.aside("summary")
async def claim(talk: Talk, draft: TaskDraft) -> Ask:
    assert draft.starts_at is not None
    names = (_("开始前都可以"), _("开始前 2 小时"), _("提前一天"), _("提前三天"))
    options = [
        Option(str(minutes), name)
        for minutes, name in zip(CLAIM_BEFORE, names, strict=True)
        if draft.starts_at - timedelta(minutes=minutes) > talk.now
    ]
    return Ask(_("最晚什么时候认领？"), options)


@claim.choice()
async def claimed_until(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    draft.claim_before = int(choice)
    return None
