"""The questions of /task, in the order in which they are asked.

In a group the bot only hears replies to its own messages, and small talk must not become a task:
words count when they reply to one's own question (`AnswersMine`); taps count anywhere.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _, current_language
from handlers.common.places import HERE
from handlers.common.questions import Option
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.staff.task_draft import TaskDraft
from handlers.volunteering.staff.task_summary import rhythm_name, summary
from services import areas
from services.volunteering import volunteers
from services.volunteering.rhythms import Rhythm
from storage.tables import Area, Group, HolidayPolicy, Level, Purpose

DRAFT = "draft"
"""What our questions are about, before the id of whom they ask."""
MANAGE, LIST, NONE, ONCE = "manage", "list", "none", "once"
PUBLISH, EDIT, DROP = "publish", "edit", "drop"
MANY = (1, 2, 3, 4, 5)
CLAIM_BEFORE = (0, 120, 24 * 60, 3 * 24 * 60)
"""Minutes before the start at which the claiming may end."""


class Tasking(StatesGroup):
    post = State()
    title = State()
    details = State()
    private = State()
    place = State()
    pick = State()
    times = State()
    roles = State()
    rhythm = State()
    holidays = State()
    summary = State()
    edit = State()
    claim = State()


class AnswersMine(Filter):
    """A reply to a question of ours that was put to whoever replies."""

    async def __call__(self, message: Message, talk: Talk) -> dict[str, Any] | bool:
        found = await RepliesTo(DRAFT)(message, talk)
        return isinstance(found, dict) and found["about"] == talk.user_id


ANYWHERE = InGroupFor(*Purpose)
MINE = AnswersMine()


async def go_on(talk: Talk, group: Group, before: str = "") -> Reply:
    """Ask for the first part that is still missing; with nothing missing, show it all."""
    draft = TaskDraft.of(talk)
    missing = (step for step in steps(draft, group) if not _answered(draft, step))
    return await ask(talk, group, next(missing, "summary"), before)


async def next_step(talk: Talk, group: Group, draft: TaskDraft) -> Reply:
    draft.keep(talk)
    return await go_on(talk, group)


async def ask(talk: Talk, group: Group, step: str, before: str = "") -> Reply:
    return await _ASKED[step](talk, group, before)


def steps(draft: TaskDraft, group: Group) -> list[str]:
    """Those that this task needs. What is private is not written where every volunteer reads."""
    needed = ["post", "title", "details"]
    if group.purpose is not Purpose.VOLUNTEERS:
        needed.append("private")
    needed += ["place", "times", "roles"]
    if not draft.is_passed_on:
        needed.append("rhythm")
        if draft.repeats and draft.rhythm != Rhythm.DAILY:
            needed.append("holidays")
    return needed


def _answered(draft: TaskDraft, step: str) -> bool:
    return (draft.starts_at if step == "times" else getattr(draft, step)) is not None


async def _put(
    talk: Talk,
    state: State,
    text: str,
    options: Sequence[Option] = (),
    *,
    before: str = "",
    columns: int = 1,
    in_words: bool = False,
) -> Sending:
    """A question to whoever publishes; without options their telephone opens a reply to it."""
    to = f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>'
    text = _("{name}，{question}").format(name=to, question=text)
    text = f"{before}\n\n{text}" if before else text
    asked = await talk.ask(state, text, options, columns=columns, in_words=in_words)
    if not options:
        asked = asked.model_copy(update={"reply_markup": ForceReply(selective=True)})
    return Sending(method=asked, about=f"{DRAFT}:{talk.user_id}")


async def _post(talk: Talk, group: Group, before: str) -> Reply:
    options = [
        Option(post.key, post.name(current_language()))
        for post in await volunteers.posts(talk.session)
    ]
    if not TaskDraft.of(talk).is_passed_on:
        options.append(Option(MANAGE, _("🗂 取消或者停掉已发的")))
    return await _put(
        talk, Tasking.post, _("发志愿任务。是哪一类？"), options, before=before, columns=2
    )


async def _title(talk: Talk, group: Group, before: str) -> Reply:
    text = _("任务叫什么？请回复这条消息，比如：重阳节包饺子。\n回复“0”退回上一步。")
    return await _put(talk, Tasking.title, text, before=before)


async def _details(talk: Talk, group: Group, before: str) -> Reply:
    text = _("要做什么？请回复这条消息，写给大家看，不要写姓名、门牌、电话。\n回复“0”退回上一步。")
    return await _put(talk, Tasking.details, text, before=before)


async def _private(talk: Talk, group: Group, before: str) -> Reply:
    text = _("🔒 有只告诉认领人的吗？比如姓名、门牌、电话。请回复这条消息写下来，没有就点“没有”。")
    return await _put(
        talk, Tasking.private, text, [Option(NONE, _("没有"))], before=before, in_words=True
    )


async def _place(talk: Talk, group: Group, before: str) -> Reply:
    options = []
    if (community := await community_of(talk.session, group)) is not None:
        options.append(Option(f"{HERE}{community.id}", community.name))
    options.append(Option(LIST, _("从名单里选")))
    text = _("在哪里？点一个，或者回复这条消息写地方、发位置。大家都看得到，不要写门牌。")
    return await _put(talk, Tasking.place, text, options, before=before, in_words=True)


async def community_of(session: AsyncSession, group: Group) -> Area | None:
    """The community that the group belongs to; None for a street's."""
    return await areas.of_level(
        session, await session.get_one(Area, group.area_id), Level.COMMUNITY
    )


async def _times(talk: Talk, group: Group, before: str) -> Reply:
    text = _(
        "什么时候？请回复这条消息，写日子和几点到几点，比如：\n"
        "11月28日 9:00-11:00\n明天下午2点到4点\n周六 14:00-16:00\n回复“0”退回上一步。"
    )
    if hint := TaskDraft.of(talk).hint:
        text = _("居民想要的时间：{wanted}").format(wanted=esc(hint)) + "\n" + text
    return await _put(talk, Tasking.times, text, before=before)


async def _roles(talk: Talk, group: Group, before: str) -> Reply:
    options = [Option(str(count), _("{count} 人").format(count=count)) for count in MANY]
    text = _("要几个人？点一个；更多的、分工的，回复这条消息，比如：12，或者：2 搬运，1 拍照。")
    return await _put(talk, Tasking.roles, text, options, before=before, columns=3, in_words=True)


async def _rhythm(talk: Talk, group: Group, before: str) -> Reply:
    span = TaskDraft.of(talk).span
    assert span is not None
    day = span.starts_at.astimezone(talk.config.zone).date()
    options = [Option(ONCE, _("不重复"))]
    options += [Option(rhythm.value, rhythm_name(rhythm, day)) for rhythm in Rhythm]
    return await _put(talk, Tasking.rhythm, _("重复吗？"), options, before=before, columns=2)


async def _holidays(talk: Talk, group: Group, before: str) -> Reply:
    options = [
        Option(HolidayPolicy.SKIP_HOLIDAYS.value, _("放假那天停一次")),
        Option(HolidayPolicy.WORKING_DAYS.value, _("只在上班的日子（调休也算）")),
        Option(HolidayPolicy.ALWAYS.value, _("放假照常")),
    ]
    return await _put(talk, Tasking.holidays, _("碰到放假怎么办？"), options, before=before)


async def _summary(talk: Talk, group: Group, before: str) -> Reply:
    options = [
        Option(PUBLISH, _("✅ 发布")),
        Option(EDIT, _("改一改")),
        Option(DROP, _("不发了")),
    ]
    text = await summary(talk, TaskDraft.of(talk))
    return await _put(talk, Tasking.summary, text, options, before=before, columns=3)


async def _edit(talk: Talk, group: Group, before: str) -> Reply:
    names = {
        "post": _("类别"),
        "title": _("名称"),
        "details": _("内容"),
        "private": _("只告诉认领人的"),
        "place": _("地点"),
        "times": _("时间"),
        "roles": _("人数"),
        "rhythm": _("重复"),
        "holidays": _("放假"),
    }
    options = [Option(step, names[step]) for step in steps(TaskDraft.of(talk), group)]
    options.append(Option("claim", _("认领截止")))
    return await _put(talk, Tasking.edit, _("要改什么？"), options, before=before, columns=2)


async def _claim(talk: Talk, group: Group, before: str) -> Reply:
    names = (_("开始前都可以"), _("开始前 2 小时"), _("提前一天"), _("提前三天"))
    span = TaskDraft.of(talk).span
    assert span is not None
    options = [
        Option(str(minutes), name)
        for minutes, name in zip(CLAIM_BEFORE, names, strict=True)
        if span.starts_at - timedelta(minutes=minutes) > talk.now
    ]
    return await _put(talk, Tasking.claim, _("最晚什么时候认领？"), options, before=before)


_ASKED: dict[str, Callable[[Talk, Group, str], Awaitable[Reply]]] = {
    "post": _post,
    "title": _title,
    "details": _details,
    "private": _private,
    "place": _place,
    "times": _times,
    "roles": _roles,
    "rhythm": _rhythm,
    "holidays": _holidays,
    "summary": _summary,
    "edit": _edit,
    "claim": _claim,
}
