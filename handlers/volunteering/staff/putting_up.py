"""The last step of /task: the task, or its series, is put up."""

from handlers.common.i18n import _
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.staff.task_draft import TaskDraft
from services.volunteering import looking, passing_on, rhythms, series, tasks
from services.volunteering.new_task import NewTask
from services.volunteering.rhythms import Rhythm
from storage.tables import HolidayPolicy, Task


async def put_up(talk: Talk, draft: TaskDraft) -> str:
    """HTML: what was done. Raises as `series.start`, `passing_on.pass_on`, `tasks.create` do."""
    new = draft.finished(talk.member)
    if draft.rhythm:
        return await _start_series(talk, draft, new, Rhythm(draft.rhythm))
    if draft.is_passed_on:
        task = await passing_on.pass_on(talk.session, new, talk.member, now=talk.now)
    else:
        task = await tasks.create(talk.session, new, now=talk.now)
    return await _published(talk, task)


async def _start_series(talk: Talk, draft: TaskDraft, new: NewTask, rhythm: Rhythm) -> str:
    first_day = new.starts_at.astimezone(talk.config.zone).date()
    await series.start(
        talk.session,
        new,
        rhythms.rule(rhythm, first_day),
        draft.holidays or HolidayPolicy.WORKING_DAYS,
        now=talk.now,
        zone=talk.config.zone,
    )
    return _("✅ 发布了。以后每次提前两周自动发到志愿者群里；要停就发 /task。")


async def _published(talk: Talk, task: Task) -> str:
    group = await looking.group_of(talk.session, task)
    if group is None:
        return _("✅ 记下了，可是还没有绑定志愿者群，没有人看得到。请管理员在志愿者群里发 /bind。")
    return _("✅ 发布了，卡片在“{group}”里。要取消就发 /task。").format(group=esc(group.title))
