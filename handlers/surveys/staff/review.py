"""All of a draft before it is sent out: it can be seen first, and each part changed by one tap."""

from datetime import datetime

from handlers.common import menu
from handlers.common.audience_words import counted, described
from handlers.common.i18n import _
from handlers.common.labels import rhythm_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import until, when
from handlers.common.words import esc
from handlers.surveys.group_words import kind_of_groups
from handlers.surveys.staff import deciding, preview
from handlers.surveys.staff.draft import Composing, faster, form, left
from handlers.surveys.staff.refusals import in_words
from services import audiences
from services.audiences import Audience
from services.errors import Refusal
from services.rhythms import Rhythm
from services.surveys import composing
from services.surveys.composing_errors import ChangedMeanwhile
from services.surveys.groups import GroupedBy

__all__ = ["deciding", "form"]

PUBLISH, LOOK, LATER = "publish", "look", "later"


@form.step(part="sure")
async def summary(talk: Talk, draft: Composing) -> Ask:
    options = [
        Option(PUBLISH, _("✅ 发出去")),
        Option(LOOK, _("👁 先在群里看看样子")),
        Option("questions", _("改题目")),
        Option("anonymity", _("改记不记名")),
        Option("who", _("改发给谁")),
        Option("when", _("改什么时候发")),
        Option("lasts_days", _("改答几天")),
        Option("reminders", _("改提醒")),
        Option("rhythm", _("改重复")),
        Option("groups", _("改结果怎么分")),
        Option(LATER, _("先放着")),
    ]
    return Ask(await _looks(talk, draft), options, columns=2, back=False)


async def _looks(talk: Talk, draft: Composing) -> str:
    plan = draft.seen
    audience = Audience.load(plan.audience or {})
    found = await audiences.preview(talk.session, audience, now=talk.now)
    lines = [
        _("请看一下对不对："),
        _("📋 <b>{title}</b>，{count} 题").format(
            title=esc(plan.definition.title), count=len(plan.definition.questions)
        ),
        _("🔒 不记名") if plan.anonymous else _("👤 记名"),
        await described(talk.session, audience),
        counted(found),
        _when(talk, draft),
        _reminders(draft),
    ]
    if plan.rhythm:
        first_day = (plan.starts_at or talk.now).astimezone(talk.config.zone).date()
        lines.append(_("🔁 {rhythm}").format(rhythm=rhythm_name(Rhythm(plan.rhythm), first_day)))
    by = kind_of_groups(GroupedBy(plan.grouped_by or GroupedBy.GRID))
    lines.append(_("📊 结果按{groups}分开看").format(groups=by))
    return "\n".join(lines)


def _when(talk: Talk, draft: Composing) -> str:
    """From when until when; what cannot be is said instead."""
    zone = talk.config.zone
    try:
        starts_at, ends_at = composing.times(draft.seen, now=talk.now, zone=zone)
    except Refusal as refusal:
        return _("⚠️ {why}").format(why=in_words(refusal, zone))
    starts = when(starts_at, zone) if draft.seen.starts_at else _("现在")
    return _("📅 {starts}发，{ends}截止").format(starts=starts, ends=until(ends_at, zone))


def _reminders(draft: Composing) -> str:
    days = draft.seen.remind_after or ()
    if not days:
        return _("🔔 不提醒")
    return _("🔔 第 {days} 天提醒没答的人").format(days="、".join(map(str, days)))


@summary.choice()
async def changed(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await form.change(talk, draft, choice)


@form.aside("summary")
async def groups(talk: Talk, draft: Composing) -> Ask:
    options = [Option(each.value, kind_of_groups(each)) for each in GroupedBy]
    text = _(
        "结果按什么分开看？只能选一样：两样一对照，会看出少数人答了什么。"
        "一处答的不到 20 人，就和旁边的合起来。"
    )
    return Ask(text, options, columns=2)


@groups.choice()
async def grouped(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await deciding.decide(talk, draft, "groups", grouped_by=choice)


@summary.choice(LATER)
async def later(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await left(talk, draft)


@summary.choice(LOOK)
async def look(talk: Talk, draft: Composing, choice: str) -> Reply:
    """Into the group, as a resident will see it."""
    ends_at = _ends_at(talk, draft)
    assert draft.survey_id is not None
    shown = preview.invitation(draft.seen, draft.survey_id, talk.group, ends_at, talk.config.zone)
    told = _("发到“{group}”里了。").format(group=esc(talk.group.title))
    return [shown, await talk.repeat(told)]


def _ends_at(talk: Talk, draft: Composing) -> datetime:
    try:
        return composing.times(draft.seen, now=talk.now, zone=talk.config.zone)[1]
    except Refusal:
        return talk.now


@summary.choice(PUBLISH)
async def publish(talk: Talk, draft: Composing, choice: str) -> Reply:
    assert draft.survey_id is not None
    seen = draft.seen
    try:
        survey = await composing.publish(
            talk.session, draft.survey_id, talk.member, seen, now=talk.now, zone=talk.config.zone
        )
    except ChangedMeanwhile as refusal:
        draft.plan = refusal.plan
        return await form.ask(talk, draft, "summary", faster(refusal, seen))
    Composing.discard(talk)
    assert survey.starts_at is not None
    if survey.starts_at > talk.now:
        text = _("✅ 定好了，{when}自己发出去。进度看“{group}”里的卡片。")
    else:
        text = _("✅ 开始发了。进度看“{group}”里的卡片。")
    starts = when(survey.starts_at, talk.config.zone)
    return await menu.home(talk, text.format(group=esc(talk.group.title), when=starts))
