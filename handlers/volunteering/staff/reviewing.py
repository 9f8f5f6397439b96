"""The last steps of /task: a look at all of it, one part changed, then it is put up."""

from datetime import timedelta

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff import publishing as steps
from handlers.volunteering.staff.publishing import publishing
from handlers.volunteering.staff.task_draft import TaskDraft, looks
from services.volunteering import looking
from services.volunteering import publishing as tasks
from services.volunteering.errors import BadTimes
from services.volunteering.rhythms import Rhythm
from storage.tables import HolidayPolicy, Task

__all__ = ["publishing"]

PUBLISH, EDIT, DROP = "publish", "edit", "drop"
CLAIM_BEFORE = (0, 120, 24 * 60, 3 * 24 * 60)
"""Minutes before the start at which the claiming may end."""


@publishing.step()
async def summary(talk: Talk, draft: TaskDraft) -> Ask:
    options = [
        Option(PUBLISH, _("✅ 发布")),
        Option(EDIT, _("改一改")),
        Option(DROP, _("不发了")),
    ]
    return Ask(await looks(talk, draft), options, columns=3)


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
    await talk.leave()
    if task is None:
        return talk.say(_("✅ 发布了。以后每次提前两周自动发到志愿者群里；要停就发 /task。"))
    return talk.say(await published(talk, task))


async def published(talk: Talk, task: Task) -> str:
    group = await looking.group_of(talk.session, task)
    if group is None:
        return _("✅ 记下了，可是还没有绑定志愿者群，没有人看得到。请管理员在志愿者群里发 /bind。")
    return _("✅ 发布了，卡片在“{group}”里。要取消就发 /task。").format(group=esc(group.title))


@summary.choice(DROP)
async def drop(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    return await steps.left(talk, draft)


@summary.choice(EDIT)
async def change(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    return await publishing.ask(talk, draft, "edit")


@publishing.aside("summary")
async def edit(talk: Talk, draft: TaskDraft) -> Ask:
    names = {
        steps.post: _("类别"),
        steps.title: _("名称"),
        steps.details: _("内容"),
        steps.private: _("只告诉认领人的"),
        steps.place: _("地点"),
        steps.times: _("时间"),
        steps.roles: _("人数"),
        steps.rhythm: _("重复"),
        steps.holidays: _("放假"),
        claim: _("认领截止"),
    }
    options = [
        Option(step.name, name)
        for step, name in names.items()
        if step.is_needed is None or step.is_needed(talk, draft)
    ]
    return Ask(_("要改什么？"), options, columns=2)


@edit.choice()
async def changed(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    return await publishing.ask(talk, draft, choice)


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
